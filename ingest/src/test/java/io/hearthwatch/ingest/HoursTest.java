package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hearthwatch.fleet.Appliance;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hourly statistics: what they say, when they are computed, and that no row is left out of them. */
class HoursTest {
    private static final Instant EVER = Instant.MAX;
    private static Rig rig;
    private static Appliance washer;
    private static Hours hours;

    @BeforeAll
    static void open() {
        rig = new Rig();
        washer = rig.washers.get(0);
        hours = rig.ingest.hours();
    }

    @BeforeEach
    void empty() {
        rig.empty();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private List<HourRow> hourly(String type) {
        List<HourRow> rows = new ArrayList<>();
        rig.ingest.stored().hourly(type, null, Instant.MIN, EVER, rows::add);
        return rows;
    }

    private void vibration(int minutesAgo, double value) {
        rig.telemetry(washer, "{'ts':%d,'values':{'vibration':%s}}".formatted(Rig.ago(minutesAgo), value));
    }

    @Test
    void aTypeWhoseHoursCannotBeComputedDoesNotHoldUpTheOthers() {
        rig.telemetry(washer, "{'ts':%d,'values':{'vibration':3}}".formatted(Rig.ago(30)));
        rig.telemetry(rig.fridge, "{'ts':%d,'values':{'temperature':4}}".formatted(Rig.ago(30)));
        for (String broken : List.of("washer", "fridge")) {
            rig.execute("alter table telemetry." + broken + "_hourly rename to away");
            try {
                Assertions.assertThatThrownBy(() -> hours.close(Rig.NOW)).hasMessageContaining(broken + "_hourly");
            } finally {
                rig.execute("alter table telemetry.away rename to " + broken + "_hourly");
            }
            assertThat(rig.rows("select type from telemetry.hour_dirty")).containsExactly(broken);
            rig.telemetry(washer, "{'ts':%d,'values':{'vibration':3}}".formatted(Rig.ago(29)));
            rig.telemetry(rig.fridge, "{'ts':%d,'values':{'temperature':4}}".formatted(Rig.ago(29)));
        }
        hours.close(Rig.NOW);
        assertThat(hours.nextDue()).isEmpty();
    }

    @Test
    void hourSaysCountMeanLimitsDeviationLastAndIncrease() {
        rig.telemetry(washer, """
                [{'ts':%d,'values':{'vibration':2,'energy':100,'door':'open'}},
                 {'ts':%d,'values':{'vibration':4,'energy':130}},
                 {'ts':%d,'values':{'vibration':9,'energy':5,'door':'closed'}}]""".formatted(Rig.ago(50), Rig.ago(40), Rig.ago(30)));
        assertThat(hours.close(Rig.NOW)).isEqualTo(1);
        HourRow hour = hourly("washer").get(0);
        assertThat(hour.applianceNo()).isEqualTo(washer.no());
        assertThat(hour.hour()).isEqualTo(Rig.NOW);
        assertThat(hour.count()).containsExactly(3, 3, 0, 2);
        assertThat(hour.mean()[0]).isEqualTo(5);
        assertThat(hour.min()[0]).isEqualTo(2);
        assertThat(hour.max()[0]).isEqualTo(9);
        assertThat(hour.sd()[0]).isCloseTo((float) Math.sqrt(26 / 3.0), within(1e-6f));
        assertThat(hour.last()[0]).isEqualTo(9);
        assertThat(hour.increase()[0]).isNaN();
        assertThat(hour.increase()[1]).isEqualTo(35); // 30, and 5 after it began again
        assertThat(hour.mean()[2]).isNaN();
        assertThat(hour.mean()[3]).isEqualTo(0.5f); // open half of the readings
        assertThat(rig.rows("select count from telemetry.washer_hourly")).containsExactly("3");
    }

    @Test
    void hourIsClosedAtItsRightEnd() {
        vibration(60, 1); // at 11:00:00, the end of hour 11
        vibration(59, 2);
        vibration(0, 3); // at 12:00:00, the end of hour 12
        assertThat(hours.nextDue()).contains(Rig.NOW.minus(Duration.ofHours(1)));
        assertThat(hours.close(Rig.NOW.minus(Duration.ofHours(1)))).isEqualTo(1);
        assertThat(hours.nextDue()).contains(Rig.NOW);
        assertThat(hours.close(Rig.NOW)).isEqualTo(1);
        assertThat(hours.nextDue()).isEmpty();
        assertThat(hourly("washer"))
                .extracting(HourRow::hour)
                .containsExactly(Rig.NOW.minus(Duration.ofHours(1)), Rig.NOW);
        assertThat(hourly("washer")).extracting(hour -> hour.mean()[0]).containsExactly(1f, 2.5f);
    }

    @Test
    void lateReadingMakesItsHourBeComputedAgain() {
        vibration(30, 1);
        hours.close(EVER);
        vibration(20, 3);
        assertThat(hourly("washer")).as("a dirty hour is not shown").isEmpty();
        assertThat(hours.close(EVER)).isEqualTo(1);
        assertThat(hourly("washer").get(0).mean()[0]).isEqualTo(2);
        assertThat(hours.close(EVER)).isZero();
    }

    @Test
    void repeatedReadingLeavesItsHourClean() {
        vibration(30, 1);
        hours.close(EVER);
        vibration(30, 1);
        assertThat(hours.nextDue()).isEmpty();
    }

    @Test
    void statisticsAreTheSameToTheBitHoweverTheRowsLie() {
        Random random = new Random(7);
        List<BulkReading> readings = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            String[] values = {
                String.valueOf(random.nextDouble() * 60), String.valueOf(i * 1e6 + random.nextDouble()), null, null
            };
            Instant time = Rig.NOW.minusSeconds(i * 17L);
            readings.add(new BulkReading(i, rig.washers.get(i % 4), time, time, values));
        }
        Collections.shuffle(readings, random);
        rig.ingest.bulk().readings(readings);
        hours.close(EVER);
        String bits = "select md5(string_agg(h::text, ',' order by appliance_no, hour)) from telemetry.washer_hourly h";
        List<String> first = rig.rows(bits);
        rig.execute("create table public.other as select * from telemetry.washer order by vibration");
        rig.execute("truncate telemetry.washer");
        rig.execute("insert into telemetry.washer select * from public.other");
        rig.execute(
                "insert into telemetry.hour_dirty select 'washer', appliance_no, hour from telemetry.washer_hourly");
        assertThat(hours.close(EVER)).isGreaterThan(300);
        assertThat(rig.rows(bits)).isEqualTo(first);
        assertThat(rig.rows("""
                select count(*) from telemetry.washer_hourly h join (
                    select appliance_no, to_timestamp(ceil(extract(epoch from time) / 3600) * 3600) as hour,
                           count(*) n, avg(vibration) mean, stddev_pop(vibration::float8) sd
                    from telemetry.washer group by 1, 2) r using (appliance_no, hour)
                where r.n = h.count and abs(r.mean - h.vibration_mean) < 1e-4 and abs(r.sd - h.vibration_sd) < 1e-4""")).isEqualTo(rig.rows("select count(*) from telemetry.washer_hourly"));
    }

    @Test
    void closingWaitsForWriterUnderWay() throws Exception {
        vibration(30, 1);
        try (Connection writer = rig.test.database().dataSource().getConnection();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            insertAndMark(writer, statement, "11:31:00", 3);
            CompletableFuture<Integer> closing = CompletableFuture.supplyAsync(() -> hours.close(EVER));
            Assertions.assertThatThrownBy(() -> closing.get(500, TimeUnit.MILLISECONDS))
                    .isNotNull();
            writer.commit();
            assertThat(closing.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        }
        assertThat(hourly("washer").get(0).mean()[0]).isEqualTo(2);
    }

    @Test
    void writerThatComesWhileAnHourIsClosedMarksItAgain() throws Exception {
        vibration(30, 1);
        try (Connection closer = rig.test.database().dataSource().getConnection();
                Connection writer = rig.test.database().dataSource().getConnection();
                Statement delete = closer.createStatement();
                Statement statement = writer.createStatement()) {
            closer.setAutoCommit(false);
            delete.execute("delete from telemetry.hour_dirty"); // as closing does first
            writer.setAutoCommit(false);
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                try {
                    insertAndMark(writer, statement, "11:31:00", 3);
                    writer.commit();
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            Assertions.assertThatThrownBy(() -> writing.get(500, TimeUnit.MILLISECONDS))
                    .isNotNull();
            closer.commit();
            writing.get(10, TimeUnit.SECONDS);
        }
        assertThat(hours.nextDue()).contains(Rig.NOW);
    }

    private void insertAndMark(Connection writer, Statement statement, String time, int value) throws SQLException {
        statement.execute("insert into telemetry.washer (appliance_no, time, received_at, vibration) values ("
                + washer.no() + ", '2026-03-01 " + time + "+00', '2026-03-01 12:00+00', " + value + ")");
        HourMarks marks = new HourMarks();
        marks.add(washer.no(), Micros.hour(Micros.of(Rig.NOW)));
        marks.write(writer, "washer");
    }

    @Test
    void noReadingIsLeftOutWhileTwoCloseAndOthersWrite() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Void>> closers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            closers.add(CompletableFuture.runAsync(() -> {
                while (!done.get()) {
                    hours.close(EVER);
                }
            }));
        }
        Random random = new Random(3);
        for (int i = 0; i < 400; i++) {
            List<String> items = new ArrayList<>();
            for (int j = 0; j < 5; j++) {
                items.add("{'ts':%d,'values':{'vibration':%d}}"
                        .formatted(Rig.ago(i * 5 + j) / 1000 * 1000, random.nextInt(60)));
            }
            Collections.shuffle(items, random);
            rig.later(
                    rig.washers.get(i % 4),
                    MessageKind.TELEMETRY,
                    items.toString().replace('\'', '"'));
        }
        rig.telemetry(rig.washers.get(1), "{'vibration':1}");
        rig.telemetry(rig.washers.get(2), "{'vibration':1}");
        done.set(true);
        for (CompletableFuture<Void> closer : closers) {
            closer.get(20, TimeUnit.SECONDS);
        }
        hours.close(EVER);
        double counted =
                hourly("washer").stream().mapToDouble(hour -> hour.count()[0]).sum();
        assertThat((long) counted).isEqualTo(rig.count("telemetry.washer")).isEqualTo(2_002);
    }

    @Test
    void onlyWantedAppliancesAreRead() {
        for (Appliance appliance : rig.washers) {
            rig.telemetry(appliance, "{'vibration':1}");
        }
        hours.close(EVER);
        int[] wanted = {rig.washers.get(1).no(), rig.washers.get(3).no()};
        List<Integer> seen = new ArrayList<>();
        rig.ingest.stored().hourly("washer", wanted, Instant.MIN, EVER, hour -> seen.add(hour.applianceNo()));
        assertThat(seen).containsExactlyElementsOf(Arrays.stream(wanted).boxed().toList());
    }
}
