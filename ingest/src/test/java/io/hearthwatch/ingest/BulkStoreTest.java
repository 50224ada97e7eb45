package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recorded history in, as often as one likes. */
class BulkStoreTest {
    private static final Instant LONG_AGO = Instant.parse("1969-07-20T20:17:00Z");
    private final Rig rig = new Rig();
    private final BulkStore bulk = rig.ingest.bulk();

    @AfterEach
    void close() {
        rig.close();
    }

    private BulkReading reading(long row, Instant time, String... values) {
        return new BulkReading(row, rig.washers.get(0), time, time, values);
    }

    @Test
    void historyIsStoredOnceHoweverOftenItIsImported() {
        List<BulkReading> rows = new ArrayList<>();
        for (int i = 0; i < 25_000; i++) {
            Instant time = LONG_AGO.plus(Duration.ofMinutes(i / 4));
            rows.add(
                    new BulkReading(i, rig.washers.get(i % 4), time, time, new String[] {"1.5", "" + i, "wash", null}));
        }
        assertThat(bulk.readings(rows)).isEqualTo(new BulkResult(25_000, 0, List.of()));
        assertThat(bulk.readings(rows)).isEqualTo(new BulkResult(0, 25_000, List.of()));
        assertThat(rig.count("telemetry.washer")).isEqualTo(25_000);
        int hours = rig.ingest.hours().close(Rig.NOW);
        assertThat((long) hours).isEqualTo(rig.count("telemetry.washer_hourly")).isEqualTo(4 * 105);
    }

    @Test
    void refusedRowsAreHandedBackWithTheCallersNumbers() {
        bulk.readings(List.of(reading(1, LONG_AGO, "1", null, null, null)));
        BulkResult result = bulk.readings(List.of(
                reading(10, LONG_AGO, "1", "", null, "open"),
                reading(11, LONG_AGO, "2", null, null, null),
                reading(12, LONG_AGO.plusSeconds(1), "fast", null, null, null),
                reading(13, LONG_AGO.plusSeconds(2), "0x1p3", null, null, null),
                reading(14, LONG_AGO.plusSeconds(3), "-7", null, null, null),
                reading(15, LONG_AGO.plusSeconds(4), "NaN", null, null, null),
                reading(16, LONG_AGO.plusSeconds(5), null, null, "2", "true"),
                reading(17, LONG_AGO.plusSeconds(6), null, null, null, null)));
        assertThat(result.stored()).isEqualTo(2);
        assertThat(result.rejects())
                .extracting(r -> r.row() + " " + r.reason())
                .containsExactly(
                        "11 conflict",
                        "12 wrong_type",
                        "13 wrong_type",
                        "14 out_of_range",
                        "15 not_a_number",
                        "17 missing_field");
        assertThat(rig.rows("select vibration, energy, programme, door from telemetry.washer order by time"))
                .containsExactly("1 null null 1", "null null 2 1");
        assertThat(rig.count("telemetry.rejected")).isZero();
    }

    @Test
    void importedFaultsAreStoredOnceAndNotScored() {
        List<BulkFault> faults = List.of(
                new BulkFault(1, rig.washers.get(0), LONG_AGO, LONG_AGO, "E18", true),
                new BulkFault(2, rig.washers.get(0), LONG_AGO, LONG_AGO, "E18", true),
                new BulkFault(3, rig.fridge, LONG_AGO, LONG_AGO, "E18", true));
        BulkResult result = bulk.faults(faults);
        assertThat(result.stored()).isEqualTo(1);
        assertThat(result.repeated()).isEqualTo(1);
        assertThat(result.rejects()).extracting(r -> r.row() + " " + r.reason()).containsExactly("3 unknown_fault");
        assertThat(bulk.faults(faults.subList(0, 1)).repeated()).isEqualTo(1);
        assertThat(rig.count("telemetry.pending_score")).isZero();
    }
}
