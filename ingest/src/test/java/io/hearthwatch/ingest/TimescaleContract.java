package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.database.StoredTable;
import io.hearthwatch.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every TimescaleDB must do for us; run against each one that can be had. */
abstract class TimescaleContract {
    /** The middle of a chunk some weeks ago, whatever the day on which the server lets chunks begin. */
    static final Instant OLD = Rig.NOW.minus(Duration.ofDays(60));

    static final KeepSettings KEEP = KeepSettings.defaults();

    Rig rig;

    /** An empty database with TimescaleDB; aborts the test, saying why, if none can be had. */
    abstract TestDatabase open() throws Exception;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(open());
    }

    @AfterEach
    void close() {
        if (rig != null) {
            rig.close();
        }
    }

    void run(KeepSettings settings, Instant now) {
        rig.ingest.housekeeping(settings).run(now);
    }

    static KeepSettings keepFor(Duration retention) {
        return KEEP.withReadings(KEEP.compressAfter(), retention, Map.of());
    }

    StoredTable fridge() {
        return type("fridge").readings();
    }

    TypeStorage type(String id) {
        return rig.ingest.housekeeping(keepFor(Duration.ofDays(400))).types(Rig.NOW).stream()
                .filter(type -> type.type().equals(id))
                .findFirst()
                .orElseThrow();
    }

    Verdict read(Instant at, String values) {
        return rig.telemetry(rig.fridge, "{'ts':%d,'values':{%s}}".formatted(at.toEpochMilli(), values));
    }

    /** A day of readings of the fridge, one a minute. */
    void aDay(Instant from) {
        StringBuilder items = new StringBuilder();
        for (int minute = 0; minute < 1_440; minute++) {
            items.append(minute == 0 ? "[" : ",")
                    .append("{'ts':%d,'values':{'temperature':%d}}"
                            .formatted(from.plus(Duration.ofMinutes(minute)).toEpochMilli(), minute % 7));
        }
        assertThat(rig.telemetry(rig.fridge, items + "]").stored()).isEqualTo(1_440);
    }

    @Test
    void typesAreHypertablesWithTheirPrimaryKeyAsOnlyIndex() {
        assertThat(rig.rows("select hypertable_name, compression_enabled from timescaledb_information.hypertables"
                        + " where hypertable_schema = 'telemetry' order by 1"))
                .containsExactly("fridge t", "washer t");
        read(OLD, "'temperature':5");
        assertThat(rig.rows("select count(*) from pg_indexes where tablename like '\\_hyper%chunk'"))
                .containsExactly("1");
    }

    @Test
    void oldChunksAreCompressedAndReadTheSame() {
        aDay(OLD);
        aDay(Rig.NOW.minus(Duration.ofDays(1)));
        List<Point> before = points();
        run(KEEP, Rig.NOW);
        StoredTable stored = fridge();
        assertThat(stored.compressedChunks()).isGreaterThanOrEqualTo(1).isLessThan(stored.chunks());
        assertThat(stored.compressionRatio().orElseThrow()).isGreaterThan(1);
        assertThat(points()).isEqualTo(before);
        assertThat(rig.count("telemetry.fridge")).isEqualTo(2_880);
    }

    private List<Point> points() {
        return rig.ingest.stored().series(rig.fridge.no(), "fridge", "temperature", Instant.EPOCH, Rig.NOW, 10_000);
    }

    @Test
    void compressingAgainFindsNothingToDo() {
        aDay(OLD);
        assertThat(rig.ingest.housekeeping(KEEP).run(Rig.NOW)).isPositive();
        assertThat(rig.ingest.housekeeping(KEEP).run(Rig.NOW)).isZero();
    }

    @Test
    void lateReadingLandsInACompressedChunkAndIsCompressedByTheNextRound() {
        aDay(OLD);
        run(KEEP, Rig.NOW);
        assertThat(read(OLD.plusSeconds(30), "'temperature':21")).isEqualTo(new Verdict(1, 0, 0, null));
        assertThat(rig.count("telemetry.fridge")).isEqualTo(1_441);
        assertThat(rig.ingest.housekeeping(KEEP).run(Rig.NOW)).isPositive();
        assertThat(rig.ingest.housekeeping(KEEP).run(Rig.NOW)).isZero();
        assertThat(rig.rows("select temperature from telemetry.fridge where time = '" + OLD.plusSeconds(30) + "'"))
                .containsExactly("21");
        assertThat(rig.count("telemetry.fridge")).isEqualTo(1_441);
    }

    @Test
    void hourOfALateReadingIsComputedFromCompressedRows() {
        aDay(OLD);
        rig.ingest.hours().close(Rig.NOW);
        run(KEEP, Rig.NOW);
        read(OLD.plus(Duration.ofMinutes(90)).plusSeconds(1), "'temperature':27");
        rig.ingest.hours().close(Rig.NOW);
        List<HourRow> hours = new ArrayList<>();
        rig.ingest.stored().hourly("fridge", null, OLD, OLD.plus(Duration.ofHours(3)), hours::add);
        assertThat(hours).hasSize(3);
        assertThat(hours.get(1).count()[0]).isEqualTo(61);
        assertThat(hours.get(1).max()[0]).isEqualTo(27);
        assertThat(hours.get(0).count()[0]).isEqualTo(60);
    }

    @Test
    void repeatedRowsOfACompressedChunkAreMerged() {
        String old = "{'ts':" + OLD.toEpochMilli() + ",'values':{%s}}";
        rig.telemetry(rig.washers.get(0), old.formatted("'vibration':3"));
        rig.telemetry(rig.washers.get(1), old.formatted("'vibration':4"));
        run(KEEP, Rig.NOW);
        assertThat(rig.telemetry(rig.washers.get(0), old.formatted("'vibration':3")))
                .isEqualTo(new Verdict(0, 1, 0, null));
        assertThat(rig.telemetry(rig.washers.get(0), old.formatted("'vibration':3,'energy':7.5,'programme':'spin'")))
                .isEqualTo(new Verdict(1, 0, 0, null));
        assertThat(rig.telemetry(rig.washers.get(1), old.formatted("'vibration':5"))
                        .rejected())
                .isEqualTo(1);
        assertThat(rig.rows("select vibration, energy, programme from telemetry.washer order by appliance_no"))
                .containsExactly("3 7.5 2", "4 null null");
        run(KEEP, Rig.NOW);
        assertThat(rig.rows("select vibration, energy, programme from telemetry.washer order by appliance_no"))
                .containsExactly("3 7.5 2", "4 null null");
    }

    @Test
    void retentionDropsWholeChunksAndSaysBefore() {
        aDay(OLD);
        aDay(Rig.NOW.minus(Duration.ofDays(1)));
        rig.ingest.hours().close(Rig.NOW);
        run(KEEP, Rig.NOW);
        TypeStorage kept = type("fridge");
        assertThat(kept.drops().chunks()).isZero();
        assertThat(kept.nextDrop()).isAfter(Rig.NOW);
        Duration month = Duration.ofDays(30);
        TypeStorage announced = rig.ingest.housekeeping(keepFor(month)).types(Rig.NOW).stream()
                .filter(type -> type.type().equals("fridge"))
                .findFirst()
                .orElseThrow();
        assertThat(announced.drops().chunks()).isPositive();
        assertThat(announced.drops().rows()).isEqualTo(1_440);
        assertThat(announced.drops().bytes()).isPositive();
        run(keepFor(month), Rig.NOW);
        assertThat(rig.count("telemetry.fridge")).isEqualTo(1_440);
        assertThat(fridge().oldest()).isEqualTo(Rig.NOW.minus(Duration.ofDays(1)));
        // The statistics of hours outlive the readings.
        assertThat(rig.count("telemetry.fridge_hourly")).isEqualTo(50);
    }

    @Test
    void readingsOfAnOpenHourAreNotDropped() {
        aDay(OLD);
        run(keepFor(Duration.ofDays(30)), Rig.NOW);
        assertThat(rig.count("telemetry.fridge")).isEqualTo(1_440);
    }

    @Test
    void newMetricIsAddedToATableWithCompressedChunks() {
        aDay(OLD);
        run(KEEP, Rig.NOW);
        List<Metric> metrics = new ArrayList<>(Rig.fridge().metrics());
        metrics.add(Rig.metric("door_openings", MetricKind.COUNTER, 0, 1e9));
        metrics.add(Rig.metric("mode", MetricKind.STATE, 0, 0, "eco", "boost"));
        reopen(Rig.type("fridge", metrics, "F1"), Rig.washer());
        assertThat(read(OLD, "'door_openings':12")).isEqualTo(new Verdict(1, 0, 0, null));
        assertThat(read(OLD.plusSeconds(1), "'temperature':4,'mode':'boost'")).isEqualTo(new Verdict(1, 0, 0, null));
        run(KEEP, Rig.NOW);
        assertThat(rig.rows("select temperature, door_openings, mode from telemetry.fridge order by time limit 3"))
                .containsExactly("0 12 null", "4 null 1", "1 null null");
        // A metric that the catalog lost leaves its column, and comes back with it.
        reopen(Rig.fridge(), Rig.washer());
        assertThat(read(OLD.plusSeconds(2), "'temperature':4").stored()).isEqualTo(1);
        reopen(Rig.type("fridge", metrics, "F1"), Rig.washer());
        assertThat(rig.rows("select count(door_openings) from telemetry.fridge"))
                .containsExactly("1");
    }

    void reopen(ApplianceType... types) {
        rig.ingest.close();
        rig.ingest = new Ingest(
                rig.test.database(), new Catalog(List.of(types)), rig.fleet, () -> Rig.NOW, IngestSettings.defaults());
    }

    @Test
    void figuresTellSizeRowsAndSpan() {
        StoredTable empty = fridge();
        assertThat(empty.rows()).isZero();
        assertThat(empty.oldest()).isNull();
        assertThat(empty.compressionRatio()).isEmpty();
        aDay(OLD);
        StoredTable stored = fridge();
        assertThat(stored.rows()).isEqualTo(1_440);
        assertThat(stored.rowsExact()).isTrue();
        assertThat(stored.chunks()).isPositive();
        assertThat(stored.compressedChunks()).isZero();
        assertThat(stored.oldest()).isEqualTo(OLD);
        assertThat(stored.newest()).isEqualTo(OLD.plus(Duration.ofMinutes(1_439)));
        run(KEEP, Rig.NOW);
        StoredTable compressed = fridge();
        assertThat(compressed.bytes()).isLessThan(stored.bytes());
        assertThat((double) compressed.bytesBefore() / compressed.bytesAfter())
                .isCloseTo(compressed.compressionRatio().orElseThrow(), within(1e-9));
        assertThat(compressed.rows()).isEqualTo(1_440);
    }

    @Test
    void describesItself() {
        assertThat(rig.test.database().storage().describe()).contains("with TimescaleDB");
    }
}
