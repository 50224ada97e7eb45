package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static io.hearthwatch.servicedesk.Desk.WEEK;
import static io.hearthwatch.servicedesk.Desk.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.catalog.Costs;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.policy.EndReason;
import io.hearthwatch.servicedesk.policy.RecentFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceDeskTest {
    private final Desk it = new Desk();

    @AfterEach
    void close() {
        it.close();
    }

    private static Instant hour(int hours) {
        return START.plus(Duration.ofHours(hours));
    }

    @Test
    void decisionOpensATicketWithAHeldPart() {
        it.withService();
        int w1 = it.appliances(1).get(0);
        Outcome outcome = it.desk.propose(proposal(w1, "pump", .62, START, new RecentFault("E1", START)));

        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.OPENED);
        TicketDetail ticket = it.desk.ticket(outcome.ticket().orElseThrow()).orElseThrow();
        TicketSummary summary = ticket.summary();
        assertThat(summary.number()).matches("HW-\\d{6}");
        assertThat(summary.appliance()).isEqualTo("w-1");
        assertThat(summary.centre()).isEqualTo("A");
        assertThat(summary.state()).isEqualTo("opened");
        assertThat(summary.summary())
                .isEqualTo(new Text(
                        "62 % likely that the drain pump fails within 7 days", "Drain pump件在 7 天内发生故障的概率为 62%"));
        assertThat(summary.dueAt()).isBetween(START, START.plus(WEEK));
        assertThat(summary.expiresAt()).isEqualTo(START.plus(WEEK));
        assertThat(summary.partsHeld()).isEqualTo(1);
        assertThat(summary.urgency()).isEqualTo(Urgency.NORMAL);
        assertThat(ticket.reasons()).hasSize(1);
        assertThat(ticket.checkFirst()).extracting(CheckFirst::code).containsExactly("E1");
        assertThat(ticket.horizon()).isEqualTo(WEEK);
        assertThat(ticket.reservations()).singleElement().satisfies(held -> {
            assertThat(held.warehouse()).isEqualTo("WA");
            assertThat(held.state()).isEqualTo("held");
        });
        assertThat(ticket.events()).extracting(TicketDetail.Event::what).containsExactly("opened");
        assertThat(it.shelf("WA", "DP-1")).containsExactly(2, 1);
        assertThat(it.desk.ticket(summary.number())).isPresent();
    }

    @Test
    void householdDecidesTheCentreAndItsWarehousesParentsAreAsked() {
        it.withService();
        int w2 = it.appliances(2).get(1);
        TicketDetail ticket = it.desk
                .ticket(it.desk.propose(proposal(w2, "pump", .5, START)).ticketId())
                .orElseThrow();
        assertThat(ticket.summary().centre()).isEqualTo("B");
        assertThat(ticket.household().phone()).isEqualTo("+49 30 1234567");
        assertThat(ticket.toString()).doesNotContain("1234567");
        assertThat(ticket.reservations())
                .extracting(TicketDetail.Reservation::warehouse)
                .containsExactly("REGION");
    }

    @Test
    void partThatNobodyHasIsProposedForPurchase() {
        it.withService();
        int w1 = it.appliances(1).get(0);
        TicketDetail ticket = it.desk
                .ticket(it.desk.propose(proposal(w1, "door", .5, START)).ticketId())
                .orElseThrow();
        assertThat(ticket.reservations())
                .extracting(TicketDetail.Reservation::part)
                .containsExactly("SE-1");
        assertThat(ticket.purchases()).singleElement().satisfies(purchase -> {
            assertThat(purchase.part()).isEqualTo("DL-1");
            assertThat(purchase.warehouse()).isEqualTo("MAIN");
            assertThat(purchase.neededBy()).isEqualTo(ticket.summary().dueAt());
        });
        assertThat(it.desk.wantedParts()).singleElement().satisfies(wanted -> {
            assertThat(wanted.ticketNumber()).isEqualTo(ticket.summary().number());
            assertThat(wanted.part()).isEqualTo("DL-1");
        });
        // What is missing says more than what is held.
        assertThat(ticket.summary().mainPart().part()).isEqualTo("DL-1");
        assertThat(ticket.summary().mainPart().state()).isEqualTo("proposed");
        it.desk.cancel(ticket.summary().id(), EndReason.DECLINED, "Li");
        assertThat(it.desk.wantedParts()).isEmpty();
    }

    @Test
    void ticketWithoutAnyCentreIsOpenedUnassigned() {
        int w1 = it.appliances(1).get(0);
        TicketDetail ticket = it.desk
                .ticket(it.desk.propose(proposal(w1, "pump", .5, START)).ticketId())
                .orElseThrow();
        assertThat(ticket.summary().centre()).isNull();
        assertThat(ticket.purchases())
                .singleElement()
                .satisfies(purchase -> assertThat(purchase.warehouse()).isNull());
    }

    @Test
    void repeatedDecisionGetsTheSameAnswer() {
        it.withService();
        int w1 = it.appliances(1).get(0);
        Proposal proposal = proposal(w1, "pump", .5, START);
        Outcome first = it.desk.propose(proposal);
        assertThat(it.desk.propose(proposal)).isEqualTo(new Outcome(Outcome.Kind.REPEATED, first.ticketId(), null));
        it.desk.cancel(first.ticketId(), EndReason.FALSE_ALARM, "Li");
        assertThat(it.desk.propose(proposal).kind()).isEqualTo(Outcome.Kind.REPEATED);
        assertThat(it.desk.tickets(TicketFilter.open()).total()).isZero();
    }

    @Test
    void secondDecisionFindsTheTicketOpen() {
        int w1 = it.appliances(1).get(0);
        Outcome first = it.desk.propose(proposal(w1, "pump", .5, START));
        assertThat(it.desk.propose(proposal(w1, "pump", .9, hour(24))))
                .isEqualTo(new Outcome(Outcome.Kind.ALREADY_OPEN, first.ticketId(), null));
    }

    @Test
    void cancelledTicketGivesThePartBackAndQuietsTheNext() {
        it.withService();
        int w1 = it.appliances(1).get(0);
        Outcome first = it.desk.propose(proposal(w1, "pump", .4, START));
        it.now = hour(1);
        it.desk.cancel(first.ticketId(), EndReason.NOT_USEFUL, "Li");

        assertThat(it.ticketOf(first).state()).isEqualTo("cancelled");
        assertThat(it.shelf("WA", "DP-1")).containsExactly(2, 0);
        Outcome next = it.desk.propose(proposal(w1, "pump", .6, hour(24)));
        assertThat(next.kind()).isEqualTo(Outcome.Kind.SUPPRESSED);
        assertThat(next.reason()).isEqualTo("led_to_nothing_lately");
        assertThat(it.desk.suppressed("washer", START, hour(100))).isEqualTo(1);
        assertThat(it.desk.propose(proposal(w1, "pump", .8, hour(48))).kind()).isEqualTo(Outcome.Kind.OPENED);
        assertThatThrownBy(() -> it.desk.cancel(first.ticketId(), EndReason.NOT_USEFUL, "Li"))
                .isInstanceOf(IllegalTransitionException.class);
        assertThatThrownBy(() -> it.desk.cancel(1, EndReason.EXPIRED, "Li"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> it.desk.cancel(99_999, EndReason.NOT_USEFUL, "Li"))
                .isInstanceOf(NoSuchTicketException.class);
    }

    @Test
    void safetyCodeIsHeardInTheQuietTime() {
        int w1 = it.appliances(1).get(0);
        it.desk.cancel(it.desk.propose(proposal(w1, "pump", .4, START)).ticketId(), EndReason.FALSE_ALARM, "Li");
        Outcome next = it.desk.propose(proposal(w1, "pump", .4, hour(5), new RecentFault("E2", hour(5))));
        assertThat(next.kind()).isEqualTo(Outcome.Kind.OPENED);
        assertThat(it.ticketOf(next).urgency()).isEqualTo(Urgency.CRITICAL);
    }

    @Test
    void failureHitsTheTicketAndTheRepairUsesThePart() {
        it.withService();
        int w1 = it.appliances(1).get(0);
        Outcome opened = it.desk.propose(proposal(w1, "pump", .5, START));
        it.fails(w1, "pump", hour(30));
        it.fails(w1, "pump", hour(30));
        assertThat(it.ticketOf(opened).hitAt()).isEqualTo(hour(30));
        assertThat(it.desk.nextDue()).isEmpty();
        assertThat(it.desk.expire(hour(1000))).isZero();
        it.isRepaired(w1, "pump", hour(30));
        it.isRepaired(w1, "pump", hour(30));

        TicketSummary ticket = it.ticketOf(opened);
        assertThat(ticket.state()).isEqualTo("closed");
        assertThat(ticket.endedAt()).isEqualTo(hour(30));
        assertThat(ticket.finding()).isEqualTo("failure");
        assertThat(it.shelf("WA", "DP-1")).containsExactly(1, 0);
        assertThat(it.desk
                        .policyOutcome("washer", START, hour(48), Duration.ZERO)
                        .preempted())
                .isEqualTo(1);
        assertThat(it.desk
                        .policyOutcome("washer", START, hour(48), Duration.ofHours(31))
                        .missed())
                .isEqualTo(1);
    }

    @Test
    void repairWithoutAFailureGivesThePartBack() {
        it.withService();
        int w1 = it.appliances(1).get(0);
        Outcome opened = it.desk.propose(proposal(w1, "pump", .5, START));
        it.isRepaired(w1, "pump", hour(10));
        assertThat(it.ticketOf(opened).finding()).isEqualTo("no_failure");
        assertThat(it.shelf("WA", "DP-1")).containsExactly(2, 0);
        assertThat(it.desk
                        .policyOutcome("washer", START, hour(48), Duration.ZERO)
                        .needless())
                .isEqualTo(1);
    }

    @Test
    void repairThatIsToldAgainSparesALaterTicket() {
        int w1 = it.appliances(1).get(0);
        it.isRepaired(w1, "pump", START);
        Outcome opened = it.desk.propose(proposal(w1, "pump", .5, START));
        it.isRepaired(w1, "pump", START);
        it.fails(w1, "pump", START);
        assertThat(it.ticketOf(opened).open()).isTrue();
        assertThat(it.ticketOf(opened).hitAt()).isNull();
    }

    @Test
    void ticketExpiresAtItsInstantUnlessTheFailureComesAtIt() {
        it.withService();
        List<Integer> numbers = it.appliances(2);
        Outcome quiet = it.desk.propose(proposal(numbers.get(0), "pump", .5, START));
        Outcome hit = it.desk.propose(proposal(numbers.get(1), "pump", .5, START));
        assertThat(it.desk.nextDue()).contains(START.plus(WEEK));
        it.fails(numbers.get(1), "pump", START.plus(WEEK));
        assertThat(it.desk.expire(START.plus(WEEK).minusSeconds(1))).isZero();
        assertThat(it.desk.expire(START.plus(WEEK).plusSeconds(5))).isEqualTo(1);
        assertThat(it.ticketOf(quiet).endReason()).isEqualTo(EndReason.EXPIRED);
        assertThat(it.ticketOf(quiet).endedAt()).isEqualTo(START.plus(WEEK));
        assertThat(it.ticketOf(hit).open()).isTrue();
    }

    @Test
    void repairThatOvertookTheDecisionSuppressesIt() {
        int w1 = it.appliances(1).get(0);
        it.now = hour(2);
        it.isRepaired(w1, "pump", hour(1));
        Outcome late = it.desk.propose(proposal(w1, "pump", .5, START));
        assertThat(late).isEqualTo(new Outcome(Outcome.Kind.SUPPRESSED, null, "repaired_meanwhile"));
    }

    @Test
    void mostUrgentTicketsComeFirst() {
        List<Integer> numbers = it.appliances(3);
        it.desk.propose(proposal(numbers.get(0), "pump", .3, START));
        it.desk.propose(proposal(numbers.get(1), "pump", .9, hour(1)));
        it.desk.propose(proposal(numbers.get(2), "pump", .3, hour(2), new RecentFault("E2", hour(2))));
        it.desk.close(
                it.desk.propose(proposal(numbers.get(2), "door", .9, hour(2))).ticketId(), true, "Li");

        assertThat(it.desk.tickets(TicketFilter.open()).tickets())
                .extracting(TicketSummary::appliance)
                .containsExactly("w-3", "w-2", "w-1");
        TicketPage second = it.desk.tickets(new TicketFilter(null, "washer", null, 1, 1));
        assertThat(second.total()).isEqualTo(4);
        assertThat(second.tickets()).extracting(TicketSummary::appliance).containsExactly("w-2");
        for (TicketFilter.State ended : List.of(TicketFilter.State.CLOSED, TicketFilter.State.ENDED)) {
            assertThat(it.desk
                            .tickets(new TicketFilter(ended, null, null, 0, 10))
                            .total())
                    .isEqualTo(1);
        }
        assertThat(it.desk.tickets(new TicketFilter(null, null, "A", 0, 10)).total())
                .isZero();
        assertThat(it.desk.ticketsOf(numbers.get(2))).hasSize(2);
    }

    @Test
    void everyChangeIsAnnouncedInOrder() {
        int w1 = it.appliances(1).get(0);
        long before = it.desk.newestChange();
        Outcome opened = it.desk.propose(proposal(w1, "pump", .5, START));
        it.fails(w1, "pump", hour(1));
        it.isRepaired(w1, "pump", hour(2));
        List<Change> changes = it.desk.changesSince(before, 10);
        assertThat(changes).extracting(Change::kind).containsExactly("ticket.opened", "ticket.hit", "ticket.closed");
        assertThat(changes.get(0).ticketId()).isEqualTo(opened.ticketId());
        assertThat(changes.get(0).payload()).containsEntry("appliance", "w-1");
        assertThat(it.desk.changesSince(changes.get(1).id(), 10)).hasSize(1);
        assertThat(it.desk.newestChange()).isEqualTo(changes.get(2).id());
    }

    @Test
    void serviceDataOverridesTheCatalogsCosts() {
        it.withService();
        assertThat(it.desk.costs("washer", "pump")).isEqualTo(new Costs(300, 60, 3));
        assertThat(it.desk.costs("washer", "door")).isEqualTo(new Costs(200, 50, 2));
        assertThat(it.desk.costs("kettle", "lid")).isEqualTo(Costs.DEFAULT);
    }
}
