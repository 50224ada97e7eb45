package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.catalog.Catalog;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What PostgreSQL may answer although nothing is wrong with the rows: the batch is kept and tried again, never refused. */
class PassingErrorsTest {
    private static final String[] STATES = {
        "08006", // connection failure
        "25006", // read-only transaction: the server became a standby
        "40001", // serialization failure
        "40P01", // deadlock
        "53000",
        "53100",
        "53200",
        "53300",
        "53400", // resources: disk, memory, connections, limits
        "55006",
        "55P03", // in use, lock not available
        "57014",
        "57P01",
        "57P02",
        "57P03",
        "57P04", // cancelled, shut down, crashed, starting, dropped
        "58000",
        "58030", // system error, input and output
        "XX000",
        "XX001" // internal error, corruption
    };

    @Test
    void errorThatHasNothingToDoWithRowsNeverRefusesOne() {
        Catalog catalog = new Catalog(List.of(Rig.washer(), Rig.fridge()));
        Shard.BackOff shortly = attempt -> TimeUnit.MILLISECONDS.sleep(5);
        try (Rig rig = new Rig(catalog, IngestSettings.defaults().withCapacity(1, 1 << 20), shortly)) {
            answer(rig, "null;");
            rig.execute("create trigger answer before insert on telemetry.washer for each statement"
                    + " execute function telemetry.answer()");
            int number = 0;
            for (String state : STATES) {
                answer(rig, "raise exception 'not now' using errcode = '" + state + "';");
                long before = rig.ingest.metrics().retries();
                Future<Verdict> future = rig.later(
                        rig.washers.get(0),
                        MessageKind.TELEMETRY,
                        "{\"ts\":%d,\"values\":{\"vibration\":1}}".formatted(Rig.ago(number)));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> rig.ingest.metrics().retries() >= before + 2);
                assertThat(future.isComplete()).as(state).isFalse();
                answer(rig, "null;");
                Verdict verdict = Rig.await(future);
                assertThat(verdict.stored()).as(state).isEqualTo(1);
                number++;
            }
            assertThat(rig.count("telemetry.washer")).isEqualTo(STATES.length);
            assertThat(rig.count("telemetry.rejected")).isZero();
        }
    }

    private static void answer(Rig rig, String body) {
        rig.execute("create or replace function telemetry.answer() returns trigger language plpgsql as $$ begin " + body
                + " return null; end $$");
    }
}
