package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Visits that were begun before their time, even a day before: they are where they are, and their planned time is free for others. */
class EarlyVisitTest {
    private static final int TOMORROW = 24;

    @Test
    void whatWasPlannedOfAVisitBegunEarlyIsFreeForOthers() {
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
            assertThat(centre.visit(second).begin()).isEqualTo(centre.now.minus(Duration.ofMinutes(5)));
            String third = centre.scheduled(TOMORROW + 14, TOMORROW + 16);
            PlannedVisit place = visit(centre, third);
            assertThat(place.begin()).isBetween(Centre.hour(TOMORROW + 14), Centre.hour(TOMORROW + 15));
            assertThat(centre.plan(Centre.TODAY.plusDays(1), "plan").changes()).isEmpty();
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
