package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.customer.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Before anybody drives it is known whether somebody can come in time. */
class VisitOutlookTest {
    private final Centre centre = new Centre();

    @AfterEach
    void close() {
        centre.close();
    }

    private Map<?, ?> visit(String ticket) {
        return (Map<?, ?>) centre.desk.triage(ticket).get("visit");
    }

    private static String en(Object words) {
        return (String) ((Map<?, ?>) words).get("en");
    }

    private void update(String sql) {
        centre.test.database().withConnection(connection -> Sql.update(connection, sql));
    }

    private void due(String ticket, Instant due) {
        centre.test
                .database()
                .withConnection(connection -> Sql.update(
                        connection,
                        "update service.clock_promise set due_at = ? where promise = 'visit' and ticket = ?",
                        due,
                        Long.parseLong(ticket)));
    }

    @Test
    void theFirstWindowIsTheOneThatTheDispatchOffers() {
        String ticket = centre.triaged();
        List<Slot> slots = centre.dispatch.slots(Long.parseLong(ticket));
        Map<?, ?> visit = visit(ticket);
        assertThat(visit.get("possible_from")).isEqualTo(slots.get(0).from().toString());
        assertThat(visit.get("possible_by")).isEqualTo(slots.get(0).to().toString());
        assertThat(visit.get("on_time")).isEqualTo(true);
        assertThat(visit.get("hint")).isNull();
        assertThat(en(visit.get("words"))).contains("first window", "before the visit is due");
    }

    @Test
    void whatCannotBeInTimeSaysWhatToTryInTheOrderOfTheRules() {
        String ticket = centre.triaged();
        Instant possible = centre.dispatch.slots(Long.parseLong(ticket)).get(0).to();
        due(ticket, possible.minusSeconds(1));
        Map<?, ?> late = visit(ticket);
        assertThat(late.get("on_time")).isEqualTo(false);
        assertThat(en(late.get("words"))).contains("up to 1 h after the visit is due");
        assertThat(en(late.get("hint")))
                .containsSubsequence("Apologise", "another time", "hand it over", "B", "Guidance");
        due(ticket, possible);
        assertThat(visit(ticket).get("on_time")).isEqualTo(true);
    }

    @Test
    void aWindowThatIsBookedCountsAsItIs() {
        String ticket = centre.triaged();
        List<Slot> slots = centre.dispatch.slots(Long.parseLong(ticket));
        Slot last = slots.get(slots.size() - 1);
        centre.step(
                ticket,
                "scheduled",
                Map.of(
                        "window_from", last.from().toString(),
                        "window_to", last.to().toString()));
        Map<?, ?> visit = visit(ticket);
        assertThat(visit.get("booked")).isEqualTo(true);
        assertThat(visit.get("possible_by")).isEqualTo(last.to().toString());
        assertThat(visit.get("on_time")).isEqualTo(false);
    }

    @Test
    void whereNoWindowCanBeComputedItSaysWhy() {
        String ticket = centre.triaged();
        update("update service.household set latitude = null, longitude = null");
        assertThat(en(visit(ticket).get("words"))).contains("reckoned from the service centre");
        update("insert into service.technician_absence (technician, from_at, to_at, reason, at, who)"
                + " select id, '2026-11-01', '2027-01-01', 'ill', '2026-11-01', 'li' from service.technician");
        Map<?, ?> full = visit(ticket);
        assertThat(full.get("possible_by")).isNull();
        assertThat(full.get("on_time")).isEqualTo(false);
        assertThat(en(full.get("words"))).contains("Nobody of A has room");
        update("update service.technician set active = false where centre = 'A'");
        Map<?, ?> nobody = visit(ticket);
        assertThat(nobody.get("on_time")).isEqualTo(false);
        assertThat(en(nobody.get("words"))).contains("no technician");
        assertThat(en(nobody.get("hint"))).contains("technicians");
        update("update service.ticket set centre = null where id = " + ticket);
        Map<?, ?> nowhere = visit(ticket);
        assertThat(nowhere.get("on_time")).isNull();
        assertThat(en(nowhere.get("words"))).contains("No service centre");
    }

    @Test
    void whatIsOverOrHasNoVisitHasNone() {
        String ticket = centre.triaged();
        centre.step(ticket, "cancelled", Map.of("reason", "declined"));
        assertThat(visit(ticket)).isNull();
    }

    @Test
    void theSearchEndsWithItsTime() {
        String ticket = centre.triaged();
        update("insert into service.technician_absence (technician, from_at, to_at, reason, at, who)"
                + " select id, '2026-11-01', '2027-01-01', 'ill', '2026-11-01', 'li' from service.technician");
        DaysOffered days = centre.test
                .database()
                .inTransaction(connection -> ((VisitPlaces) Dispatch.windows(centre.catalog))
                        .ahead(connection, Long.parseLong(ticket), centre.now));
        int[] asked = {0};
        assertThat(days.first(() -> ++asked[0] == 3)).isEqualTo(new DaysOffered.First(Optional.empty(), false));
        assertThat(days.boards()).hasSize(VisitPlaces.DAYS);
    }
}
