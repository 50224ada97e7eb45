package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What others read of what was stored. */
class StoredTelemetryTest {
    private static Rig rig;
    private static StoredTelemetry stored;

    @BeforeAll
    static void open() {
        rig = new Rig();
        stored = rig.ingest.stored();
        for (int i = 0; i < 100; i++) {
            rig.telemetry(rig.washers.get(0), "{'ts':%d,'values':{'vibration':%d}}".formatted(Rig.ago(i), i % 10));
        }
        rig.faults(rig.washers.get(0), """
                [{'ts':%1$d,'code':'E20','state':'raised'},{'ts':%1$d,'code':'E18','state':'raised'},
                 {'ts':%2$d,'code':'E18','state':'cleared'}]""".formatted(Rig.ago(20), Rig.ago(10)));
        rig.faults(rig.fridge, "{'ts':%d,'code':'F1','state':'raised'}".formatted(Rig.ago(-15)));
        rig.telemetry(rig.fridge, "{'what':1}");
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void faultsComeByApplianceTimeAndCode() {
        List<String> seen = new ArrayList<>();
        stored.faults("washer", null, Instant.MIN, Instant.MAX, Rig.NOW, f -> seen.add(f.code() + f.raised()));
        assertThat(seen).containsExactly("E18true", "E20true", "E18false");
    }

    @Test
    void faultNotYetReceivedIsNotKnown() {
        List<FaultRow> seen = new ArrayList<>();
        stored.faults("washer", null, Instant.MIN, Instant.MAX, Rig.NOW.minusSeconds(1), seen::add);
        int[] washer = {rig.washers.get(1).no()};
        stored.faults("washer", washer, Instant.MIN, Instant.MAX, Rig.NOW, seen::add);
        assertThat(seen).isEmpty();
    }

    @Test
    void recentFaultsComeNewestFirst() {
        assertThat(stored.recentFaults(rig.washers.get(0).no(), Instant.MIN, Rig.NOW, 2))
                .extracting(FaultRow::code, FaultRow::raised)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("E18", false),
                        org.assertj.core.groups.Tuple.tuple("E20", true));
    }

    @Test
    void shortSeriesIsTheReadingsThemselves() {
        Instant from = Rig.NOW.minus(Duration.ofMinutes(3));
        assertThat(stored.series(rig.washers.get(0).no(), "washer", "vibration", from, Rig.NOW, 100))
                .containsExactly(
                        new Point(from.plusSeconds(60), 2, 2, 2),
                        new Point(from.plusSeconds(120), 1, 1, 1),
                        new Point(Rig.NOW, 0, 0, 0));
    }

    @Test
    void longSeriesIsSummarised() {
        Instant from = Rig.NOW.minus(Duration.ofMinutes(100));
        List<Point> points = stored.series(rig.washers.get(0).no(), "washer", "vibration", from, Rig.NOW, 10);
        assertThat(points)
                .hasSize(10)
                .allSatisfy(point -> assertThat(point).isEqualTo(new Point(point.time(), 4.5, 0, 9)));
        assertThat(points.get(9).time()).isEqualTo(Rig.NOW);
        assertThatThrownBy(() -> stored.series(1, "washer", "x\"; --", from, Rig.NOW, 10))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void newestEventIsReadingOrFault() {
        assertThat(stored.newestEvent("washer")).contains(Rig.NOW);
        assertThat(stored.newestEvent(null)).contains(Rig.NOW.plus(Duration.ofMinutes(15)));
        assertThat(stored.lastReading(rig.washers.get(0).no(), "washer")).contains(Rig.NOW);
        assertThat(stored.lastReading(rig.washers.get(1).no(), "washer")).isEmpty();
    }

    @Test
    void countsAreOfTheSpan() {
        assertThat(stored.counts(null, Instant.MIN, Instant.MAX)).isEqualTo(new StoredCounts(100, 4, 1));
        assertThat(stored.counts("fridge", Instant.MIN, Instant.MAX)).isEqualTo(new StoredCounts(0, 1, 1));
        assertThat(stored.counts("washer", Rig.NOW.minus(Duration.ofMinutes(10)), Rig.NOW))
                .isEqualTo(new StoredCounts(10, 0, 0));
    }

    @Test
    void consumerThatFailsLeavesTheConnectionUsable() {
        rig.ingest.hours().close(Rig.NOW);
        for (int i = 0; i < 15; i++) { // more than there are connections
            assertThatThrownBy(() -> stored.hourly("washer", null, Instant.MIN, Instant.MAX, hour -> {
                        throw new IllegalStateException("enough");
                    }))
                    .hasMessage("enough");
        }
        assertThat(stored.newestEvent("washer")).isPresent();
    }
}
