package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static io.hearthwatch.servicedesk.Desk.WEEK;
import static io.hearthwatch.servicedesk.Desk.proposal;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@link ServiceDesk#forget} takes away, and what it leaves. */
class ForgettingTest {
    private final Desk it = new Desk();

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void oldProposalsAndChangesGoAndTicketsStay() {
        it.withService();
        List<Integer> appliances = it.appliances(2);
        long ticket =
                it.desk.propose(proposal(appliances.get(0), "pump", .6, START)).ticketId();
        it.now = START.plus(Duration.ofDays(350));
        it.desk.propose(proposal(appliances.get(1), "pump", .6, it.now));

        assertThat(it.desk.forget(START.plus(WEEK))).as("all is young").isZero();
        Instant later = START.plus(Duration.ofDays(401));
        assertThat(it.desk.forget(later)).isPositive();
        assertThat(it.number("select count(*) from service.proposal")).isEqualTo(1);
        assertThat(it.number("select appliance_no from service.proposal"))
                .as("decisions of 400 days are kept")
                .isEqualTo(appliances.get(1).longValue());
        assertThat(it.number("select count(*) from service.outbox where at < timestamptz '"
                        + later.minus(Duration.ofDays(90)) + "'"))
                .as("changes of 90 days are kept")
                .isZero();
        assertThat(it.number("select count(*) from service.outbox")).isPositive();
        assertThat(it.desk.ticket(ticket)).isPresent();
        assertThat(it.desk.forget(later)).as("nothing is left to forget").isZero();
    }

    @Test
    void whatPoliciesAreTriedOnGoesWhenNoStretchIsTriedThatFarBack() {
        it.withService();
        int appliance = it.appliances(1).get(0);
        Instant early = START.minus(Duration.ofDays(10));
        String model = proposal(appliance, "pump", .5, early).modelId();
        keep("replaced-1", early, START, List.of());
        keep(
                model,
                early,
                START.plus(Duration.ofDays(400)),
                List.of(proposal(appliance, "pump", .5, early), proposal(appliance, "pump", .5, START.plus(WEEK))));
        Instant later = START.plus(Duration.ofDays(401));
        it.desk.forget(later);
        assertThat(it.number("select count(*) from service.candidate"))
                .as("what is younger stays")
                .isEqualTo(1);
        assertThat(it.desk.trials().kept("replaced-1")).isEmpty();
        assertThat(it.desk.trials().kept(model).orElseThrow().begins()).isEqualTo(later.minus(Duration.ofDays(400)));
    }

    private void keep(String model, Instant begins, Instant ends, List<Proposal> proposals) {
        PolicyTrials.Kept span = new PolicyTrials.Kept(begins, ends, .1);
        it.desk.trials().keep("washer", model, span, true, proposals::forEach);
    }

    @Test
    void theNewestChangeStaysHoweverOldSoThatReadersKnowWhereTheyAre() {
        it.withService();
        it.desk.propose(proposal(it.appliances(1).get(0), "pump", .6, START));
        long newest = it.number("select max(id) from service.outbox");
        it.desk.forget(START.plus(Duration.ofDays(1_000)));
        assertThat(it.number("select count(*) from service.outbox")).isEqualTo(1);
        assertThat(it.number("select id from service.outbox")).isEqualTo(newest);
    }

    @Test
    void moreThanOneTransactionCanTakeIsForgottenToo() {
        it.withService();
        it.execute("insert into service.outbox (at, kind) select timestamptz '" + START
                + "', 'test' from generate_series(1, 12001)");
        long all = it.number("select count(*) from service.outbox");
        assertThat(it.desk.forget(START.plus(Duration.ofDays(100)))).isEqualTo((int) all - 1);
    }
}
