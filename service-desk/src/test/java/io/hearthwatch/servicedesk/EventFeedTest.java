package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.outbox.OutgoingEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who changes a ticket and then reads the events finds the change among them. */
class EventFeedTest {
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('service.event_place')::bigint)";
    private static final String WAITS = "select count(*) n from pg_locks where locktype = 'advisory' and not granted";

    @Test
    void aReaderSeesWhatWasCommittedBeforeThoughAnotherServerIsPlacingEvents() throws Exception {
        try (Desk it = new Desk().withService()) {
            int washer =
                    it.fleet.add(NewAppliance.of("x-1", "washer")).appliance().no();
            CompletableFuture<List<OutgoingEvent>> read = it.database().inTransaction(other -> {
                Sql.list(other, LOCK, row -> null);
                it.desk.propose(Desk.proposal(washer, "pump", .4, START));
                CompletableFuture<List<OutgoingEvent>> reading = CompletableFuture.supplyAsync(
                        () -> it.desk.outgoing().after(0, 1000, List.of(), Scope.EVERYTHING));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> reading.isDone()
                                || Sql.first(other, WAITS, row -> row.getLong("n"))
                                                .orElse(0L)
                                        > 0);
                return reading;
            });
            assertThat(read.get(30, TimeUnit.SECONDS))
                    .extracting(OutgoingEvent::kind)
                    .contains("ticket.opened");
        }
    }
}
