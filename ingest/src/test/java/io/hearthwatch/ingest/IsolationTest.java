package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.catalog.Catalog;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A message that the database never takes, for a reason that is neither an outage nor known to be the row's fault. */
class IsolationTest {
    private static final Shard.BackOff IMPATIENT = new Shard.BackOff() {
        @Override
        public void pause(int attempt) throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(5);
        }

        @Override
        public boolean isEnough(int failures, long nanos) {
            return failures >= 5;
        }
    };

    @Test
    void messageThatCannotBeStoredFailsAloneAndHoldsUpNobody() {
        Catalog catalog = new Catalog(List.of(Rig.washer(), Rig.fridge()));
        try (Rig rig = new Rig(catalog, IngestSettings.defaults().withCapacity(1, 1 << 20), IMPATIENT)) {
            rig.execute("create function telemetry.answer() returns trigger language plpgsql as $$ begin"
                    + " if new.vibration = 13 then raise exception 'never' using errcode = '0A000'; end if;"
                    + " return new; end $$");
            rig.execute("create trigger answer before insert on telemetry.washer for each row"
                    + " execute function telemetry.answer()");
            List<Future<Verdict>> futures = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                futures.add(rig.later(
                        rig.washers.get(i % 4),
                        MessageKind.TELEMETRY,
                        "{\"ts\":%d,\"values\":{\"vibration\":%d}}".formatted(Rig.ago(100 - i), i)));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> futures.stream().allMatch(Future::isComplete));
            for (int i = 0; i < 40; i++) {
                assertThat(futures.get(i).succeeded()).as("message " + i).isEqualTo(i != 13);
            }
            assertThat(rig.count("telemetry.washer")).isEqualTo(39);
            IngestMetrics metrics = rig.ingest.metrics();
            assertThat(metrics.stored()).isEqualTo(39);
            assertThat(metrics.rejected()).isEqualTo(1);
            assertThat(metrics.received()).isEqualTo(40);
            assertThat(metrics.inFlight()).isZero();
            assertThat(metrics.queuedMessages()).isZero();
        }
    }
}
