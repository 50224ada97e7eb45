package io.hearthwatch.predictor.learning;

import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.FleetDayTable;
import io.hearthwatch.predictor.features.FleetDays;
import io.hearthwatch.predictor.features.Vocabulary;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A fleet made up as it is read, one appliance at a time: the element fails now and then, hotter for three days before; the lid in one
 * appliance of fifty. Every six hours a reading of each metric. The same appliance comes out the same each time.
 *
 * @param appliances how many
 * @param days of history
 * @param metrics how many; the first tells of failures, the others are noise
 */
record ManyHeaters(int appliances, int days, int metrics) implements HistorySource {
    static final long HOUR = 3_600_000L;
    static final long DAY = 24 * HOUR;
    static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    Vocabulary vocabulary() {
        return new Vocabulary(
                "heater",
                java.util.stream.IntStream.range(0, metrics)
                        .mapToObj(m -> new Vocabulary.MetricName("m" + m, MetricKind.GAUGE))
                        .toList(),
                List.of("E1"),
                List.of("element", "lid", "case"),
                List.of("A", "B"));
    }

    Instant end() {
        return START.plusMillis(days * DAY);
    }

    @Override
    public void forEach(Instant telemetryAfter, Instant upTo, Consumer<ApplianceHistory> consumer) {
        FleetDayTable fleet = new FleetDayTable();
        for (int line = 0; line < 2; line++) {
            for (int day = 1; day <= days; day++) {
                for (int m = 0; m < metrics; m++) {
                    fleet.put(
                            new FleetDayTable.Key(line == 0 ? "A" : "B", START.toEpochMilli() + day * DAY, "m" + m),
                            new FleetDays.Day(appliances / 2, 50, 1.2));
                }
            }
        }
        for (int no = 1; no <= appliances; no++) {
            ApplianceHistory history = appliance(no);
            history.setFleet(fleet);
            consumer.accept(history);
        }
    }

    ApplianceHistory appliance(int no) {
        Random random = new Random(no * 7919L);
        long start = START.toEpochMilli();
        ApplianceHistory history =
                new ApplianceHistory(no, "H-" + no, no % 2 == 0 ? "A" : "B", start - 100 * DAY, metrics);
        long failsAt = start + (20 + random.nextInt(100)) * DAY;
        int[] counts = new int[metrics];
        float[] values = new float[metrics];
        java.util.Arrays.fill(counts, 1);
        for (long at = start; at <= start + days * DAY; at += 6 * HOUR) {
            for (int m = 0; m < metrics; m++) {
                values[m] = 50 + (float) random.nextGaussian();
            }
            if (at > failsAt - 3 * DAY && at < failsAt) {
                values[0] += 4;
            }
            history.addHour(at, counts, values, values, values, new float[metrics]);
            if (at >= failsAt) {
                history.failures().add(failsAt, failsAt, 0);
                history.repairs().add(failsAt, failsAt, 0);
                failsAt += (20 + random.nextInt(100)) * DAY;
            }
        }
        if (no % 50 == 0 && no <= 150) {
            history.failures().add(start + days * DAY, start + days * DAY, 1);
        }
        return history;
    }
}
