package io.hearthwatch.predictor.features;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Puts the days of a fleet together from the daily means of its appliances. Appliances must be added in order of their numbers: then the
 * result is the same to the last bit, wherever it is computed. Not thread-safe while it is filled.
 */
public final class FleetDayTable implements FleetDays {
    /** Hourly means are added up as whole numbers of this share of a unit, so that the order does not matter. */
    public static final long FIXED_POINT = 1 << 20;

    private final Map<Key, Sums> sums = new HashMap<>();

    /** A line's day of a metric. */
    public record Key(String line, long dayEnd, String metric) {}

    private static final class Sums {
        private int appliances;
        private double sum;
        private double squares;
        private Day known;
    }

    /** Adds one appliance's day: the sum of its hourly means in fixed point, and how many there are. */
    public void add(String line, long dayEnd, String metric, double sumInFixedPoint, long hours) {
        double mean = sumInFixedPoint / FIXED_POINT / hours;
        Sums day = sums.computeIfAbsent(new Key(line, dayEnd, metric), key -> new Sums());
        day.appliances++;
        day.sum += mean;
        day.squares += mean * mean;
    }

    /** Takes a day over as it was computed before. */
    public void put(Key key, Day day) {
        Sums taken = new Sums();
        taken.known = day;
        sums.put(key, taken);
    }

    /** All that is known, in no order. */
    public void forEach(BiConsumer<Key, Day> consumer) {
        sums.forEach((key, day) -> consumer.accept(key, of(day)));
    }

    @Override
    public Day day(String line, long dayEnd, String metric) {
        Sums day = sums.get(new Key(line, dayEnd, metric));
        return day == null ? null : of(day);
    }

    private static Day of(Sums day) {
        if (day.known != null) {
            return day.known;
        }
        double mean = day.sum / day.appliances;
        double variance = Math.max(0, day.squares / day.appliances - mean * mean);
        return new Day(day.appliances, mean, Math.sqrt(variance));
    }
}
