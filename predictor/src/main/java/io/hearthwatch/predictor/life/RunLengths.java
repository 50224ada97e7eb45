package io.hearthwatch.predictor.life;

import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Events;
import java.time.Duration;
import java.util.Optional;

/**
 * How long components usually last until they fail, from events alone: what decides how often to look where nobody says so. Keeps a
 * histogram, so that its size does not grow with the fleet.
 */
public final class RunLengths {
    private static final double HOUR = 3_600_000.0;
    /** Decisions in a usual life: enough to see it go by, few enough that neighbours differ. */
    private static final int DECISIONS = 300;

    private static final long[] INTERVALS = {1, 2, 3, 4, 6, 8, 12, 24};

    /** By the logarithm of the hours, sixteen steps for each doubling. */
    private final long[] histogram = new long[16 * 32];

    private long runs;

    /** Adds an appliance's runs: from its first reading, or the component's failure or replacement before, to a failure. */
    public void add(ApplianceHistory history) {
        Events failures = history.failures();
        for (int i = 0; i < failures.size(); i++) {
            long begin = Math.max(
                    history.firstSeen(),
                    Math.max(before(failures, failures, i), before(history.repairs(), failures, i)));
            double hours = (failures.time(i) - begin) / HOUR;
            if (begin != ApplianceHistory.UNKNOWN && hours >= 1) {
                int step = (int) (16 * Math.log(hours) / Math.log(2));
                histogram[Math.min(step, histogram.length - 1)]++;
                runs++;
            }
        }
    }

    private static long before(Events events, Events failures, int failure) {
        for (int i = events.upTo(failures.time(failure) - 1) - 1; i >= 0; i--) {
            if (events.what(i) == failures.what(failure)) {
                return events.time(i);
            }
        }
        return ApplianceHistory.UNKNOWN;
    }

    /** The usual time from start to failure; empty where nothing failed. */
    public Optional<Duration> median() {
        long sum = 0;
        for (int step = 0; step < histogram.length; step++) {
            sum += histogram[step];
            if (runs > 0 && 2 * sum >= runs) {
                return Optional.of(Duration.ofHours(Math.round(Math.pow(2, (step + 0.5) / 16))));
            }
        }
        return Optional.empty();
    }

    /**
     * How often to look at lives of that length: every hour where they take a few hundred, daily where they take a year or more.
     *
     * @param life the usual life
     * @param cap the longest that is told apart, or null
     */
    public static Duration interval(Duration life, Duration cap) {
        Duration span = cap != null && cap.compareTo(life) < 0 ? cap : life;
        long wanted = span.toHours() / DECISIONS;
        long chosen = INTERVALS[0];
        for (long hours : INTERVALS) {
            chosen = hours <= wanted ? hours : chosen;
        }
        return Duration.ofHours(chosen);
    }
}
