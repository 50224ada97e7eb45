package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes and what stays, on whichever server there is. */
class HousekeepingTest {
    private static final Instant LONG_AGO = Rig.NOW.minus(Duration.ofDays(90));
    private final Rig rig = new Rig(TestDatabase.create());

    @AfterEach
    void close() {
        rig.close();
    }

    private Housekeeping keeping(Duration all, Map<String, Duration> byType) {
        KeepSettings defaults = KeepSettings.defaults();
        return rig.ingest.housekeeping(defaults.withReadings(defaults.compressAfter(), all, byType));
    }

    private void readings() {
        for (Instant at : new Instant[] {LONG_AGO, Rig.NOW.minusSeconds(60)}) {
            rig.telemetry(rig.fridge, "{'ts':%d,'values':{'temperature':5}}".formatted(at.toEpochMilli()));
            rig.telemetry(rig.washers.get(0), "{'ts':%d,'values':{'vibration':5}}".formatted(at.toEpochMilli()));
        }
        rig.ingest.hours().close(Rig.NOW);
    }

    @Test
    void nothingIsDroppedUntilRetentionIsSet() {
        readings();
        keeping(null, Map.of()).run(Rig.NOW);
        assertThat(rig.count("telemetry.fridge")).isEqualTo(2);
        assertThat(rig.ingest.housekeeping(KeepSettings.defaults()).types(Rig.NOW))
                .allSatisfy(type -> assertThat(type.nextDrop()).isNull());
    }

    @Test
    void eachTypeHasItsOwnRetention() {
        readings();
        Housekeeping keeping = keeping(Duration.ofDays(400), Map.of("fridge", Duration.ofDays(30)));
        assertThat(keeping.types(Rig.NOW)).anySatisfy(type -> {
            assertThat(type.type()).isEqualTo("fridge");
            assertThat(type.drops().rows() + type.drops().chunks()).isPositive();
        });
        keeping.run(Rig.NOW);
        assertThat(rig.count("telemetry.fridge")).isEqualTo(1);
        assertThat(rig.count("telemetry.washer")).isEqualTo(2);
        assertThat(keeping.run(Rig.NOW)).isZero();
    }

    @Test
    void readingsOfHoursThatAreNotClosedStay() {
        rig.telemetry(rig.fridge, "{'ts':%d,'values':{'temperature':5}}".formatted(LONG_AGO.toEpochMilli()));
        keeping(Duration.ofDays(30), Map.of()).run(Rig.NOW);
        assertThat(rig.count("telemetry.fridge")).isEqualTo(1);
    }

    @Test
    void statisticsOutliveTheirReadings() {
        readings();
        keeping(Duration.ofDays(30), Map.of()).run(Rig.NOW);
        rig.ingest.hours().close(Rig.NOW);
        assertThat(rig.count("telemetry.fridge_hourly")).isGreaterThanOrEqualTo(1);
        assertThat(rig.rows("select count(*) from telemetry.fridge_hourly where hour < '" + Rig.NOW.minusSeconds(86_400)
                        + "'"))
                .containsExactly("1");
    }

    @Test
    void statisticsWhoseReadingsWereDroppedAreNeverComputedAgain() {
        readings();
        keeping(Duration.ofDays(30), Map.of()).run(Rig.NOW);
        String kept = "select count, temperature_mean from telemetry.fridge_hourly order by hour limit 1";
        assertThat(rig.rows(kept)).containsExactly("1 5");

        Instant late = LONG_AGO.minusSeconds(10);
        String payload = "{'ts':%d,'values':{'temperature':9}}".formatted(late.toEpochMilli());
        assertThat(rig.telemetry(rig.fridge, payload).reason()).isEqualTo("too_late");
        BulkReading old = new BulkReading(1, rig.fridge, late, late, new String[] {"9"});
        assertThat(rig.ingest.bulk().readings(List.of(old)).rejects())
                .extracting(r -> r.reason() + " " + r.detail().contains("retention"))
                .containsExactly("too_late true");

        // A process that did not know yet.
        rig.execute(
                "insert into telemetry.fridge (appliance_no, time, received_at, temperature) values (%d, '%s', '%s', 9)"
                        .formatted(rig.fridge.no(), late, late));
        rig.execute(
                "insert into telemetry.hour_dirty (type, appliance_no, hour) select 'fridge', %d, min(hour) from telemetry.fridge_hourly"
                        .formatted(rig.fridge.no()));
        rig.ingest.hours().close(Rig.NOW);
        assertThat(rig.rows(kept)).containsExactly("1 5");
        assertThat(rig.ingest.hours().backlog()).isZero();

        rig.ingest.close();
        rig.ingest = new Ingest(rig.test.database(), rig.catalog, rig.fleet, () -> Rig.NOW, IngestSettings.defaults());
        assertThat(rig.telemetry(rig.fridge, payload).reason()).isEqualTo("too_late");
        assertThat(rig.telemetry(rig.fridge, "{'ts':%d,'values':{'temperature':9}}".formatted(Rig.ago(5)))
                        .stored())
                .isEqualTo(1);
    }

    @Test
    void commandsGoOnceTheyAreDoneWith() {
        rig.execute(
                "insert into telemetry.command (appliance_no, id, name, created_at, expires_at, state, state_at) values "
                        + "(1, 'a', 'x', '2026-01-01', '2026-01-02', 'delivered', '2026-01-01'),"
                        + "(1, 'b', 'x', '2026-01-01', '2029-01-02', 'queued', '2026-01-01')");
        rig.execute("insert into telemetry.command_result (appliance_no, command_id, received_at, ok)"
                + " values (1, 'a', '2026-01-01', true)");
        Housekeeping keeping = rig.ingest.housekeeping(KeepSettings.defaults());
        keeping.run(Instant.parse("2026-12-31T00:00:00Z"));
        assertThat(rig.count("telemetry.command")).isEqualTo(2);
        keeping.run(Instant.parse("2027-06-01T00:00:00Z"));
        assertThat(rig.rows("select id from telemetry.command")).containsExactly("b");
        assertThat(rig.count("telemetry.command_result")).isZero();
    }

    @Test
    void refusedItemsAndDetailsOfFaultsGoAfterTheirTime() {
        rig.telemetry(rig.fridge, "{'ts':%d,'values':{'temperature':999}}".formatted(Rig.ago(5)));
        rig.faults(rig.fridge, "{'ts':%d,'code':'F1','state':'raised','detail':{'a':1}}".formatted(Rig.ago(5)));
        Housekeeping keeping = rig.ingest.housekeeping(KeepSettings.defaults());
        keeping.run(Rig.NOW.plus(Duration.ofDays(29)));
        assertThat(rig.count("telemetry.rejected")).isEqualTo(1);
        keeping.run(Rig.NOW.plus(Duration.ofDays(31)));
        assertThat(rig.count("telemetry.rejected")).isZero();
        assertThat(rig.rows("select detail from telemetry.fault")).containsExactly("{\"a\": 1}");
        keeping.run(Rig.NOW.plus(Duration.ofDays(401)));
        assertThat(rig.rows("select code, detail from telemetry.fault")).containsExactly("F1 null");
    }
}
