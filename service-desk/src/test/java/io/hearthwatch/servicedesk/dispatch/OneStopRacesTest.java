package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is found unwell on a visit, while somebody takes a step on its ticket. */
class OneStopRacesTest {
    @Test
    void theTicketsOfAllThatIsUnwellAreLockedBeforeTheCentreAsStepsDo() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Centre centre = new Centre()) {
            String visit = centre.scheduled(8, 10);
            String known = centre.triaged();
            centre.test
                    .database()
                    .withConnection(
                            connection -> Sql.update(
                                    connection,
                                    "update service.household_appliance set household = 'H1' where appliance in ('a-2', 'a-3')"));
            centre.test
                    .database()
                    .withConnection(connection -> Sql.update(
                            connection,
                            "update service.ticket set household = 'H1' where id = ?",
                            Long.parseLong(known)));
            centre.step(visit, "dispatched", Map.of("technician", "wu"));
            centre.step(visit, "confirmed", Map.of());
            centre.step(visit, "on_site", Map.of());
            Map<String, Object> fresh = new LinkedHashMap<>();
            fresh.put("appliance", "a-3");
            fresh.put("well", false);
            fresh.put("component", "drain_pump");
            fresh.put("answers", Centre.ANSWERS);
            Map<String, Object> open = Map.of("appliance", "a-2", "well", false, "component", "drain_pump");
            Future<TicketReceipt> check = centre.test.database().inTransaction(connection -> {
                Sql.list(
                        connection,
                        "select 1 from service.ticket where id = ? for no key update",
                        row -> 1,
                        Long.parseLong(known));
                Future<TicketReceipt> begun = threads.submit(() -> centre.desk
                        .work()
                        .checkHousehold(
                                visit,
                                TicketRequest.of(
                                        "wu", centre.version(visit), Map.of("appliances", List.of(fresh, open)))));
                await().until(() -> begun.isDone() || centre.number("""
                        select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                        """) > 0);
                new DispatchStore(connection, "A", centre.now);
                return begun;
            });
            check.get();
            assertThat(centre.number(
                            "select count(*) from service.ticket where link = 'one_stop' and parent = " + visit))
                    .isEqualTo(2);
            assertThat(centre.text("select state from service.ticket where link = 'one_stop' and id <> " + known))
                    .as("the new one is worked on in the same visit")
                    .isEqualTo("on_site");
        } finally {
            threads.shutdownNow();
        }
    }
}
