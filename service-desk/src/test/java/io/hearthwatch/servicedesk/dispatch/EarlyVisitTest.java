package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two visits of one technician that were both begun early: the one that keeps its planned time keeps it from others, too. */
class EarlyVisitTest {
    private static final int TOMORROW = 24;

    @Test
    void aPlaceThatAVisitBegunEarlyStillHasIsGivenToNobodyElse() {
        try (Centre centre = new Centre()) {
            centre.test
                    .database()
                    .withConnection(connection ->
                            Sql.update(connection, "update service.technician set active = false where id = 'li'"));
            String first = centre.scheduled(10, 12);
            String second = centre.scheduled(TOMORROW + 14, TOMORROW + 16);
            for (String ticket : new String[] {first, second}) {
                centre.step(ticket, "dispatched", Map.of("technician", "wu"));
                centre.step(ticket, "confirmed", Map.of());
                centre.step(ticket, "on_site", Map.of());
                centre.now = centre.now.plus(Duration.ofMinutes(5));
            }
            PlannedVisit kept = visit(centre, second);
            assertThat(kept.begin()).isAfter(centre.now);
            String third = centre.scheduled(TOMORROW + 14, TOMORROW + 16);
            PlannedVisit place = visit(centre, third);
            assertThat(place.begin()).isAfterOrEqualTo(kept.end());
        }
    }

    private static PlannedVisit visit(Centre centre, String ticket) {
        return centre.dispatch.day(Scope.EVERYTHING, "A", Centre.TODAY.plusDays(1)).routes().stream()
                .flatMap(route -> route.visits().stream())
                .filter(visit -> Long.toString(visit.ticket()).equals(ticket))
                .findFirst()
                .orElseThrow();
    }
}
