package io.hearthwatch.predictor.features;

import java.time.Duration;
import java.util.List;

/**
 * The windows that a model looks at, one after the other: (T + lead, T + first end], (first end, second end], and so on. One end is the
 * usual case; several make a chain, such as a day to act and a week and a month to order parts.
 *
 * @param lead how long from the decision the first window does not look at
 * @param ends where each window ends, ascending, after the lead
 * @param acting the window up to whose end decisions are made: an index into {@code ends}
 */
public record Horizons(Duration lead, List<Duration> ends, int acting) {
    /** More windows than anybody can act on; the features and the time to train grow with them. */
    public static final int MOST = 6;

    public Horizons {
        ends = List.copyOf(ends);
        if (ends.isEmpty() || ends.size() > MOST) {
            throw new IllegalArgumentException("a model has 1 to " + MOST + " horizons, not " + ends.size());
        }
        Duration before = lead;
        for (Duration end : ends) {
            if (end.compareTo(before) <= 0) {
                throw new IllegalArgumentException("horizons ascend, and are longer than the lead");
            }
            before = end;
        }
        if (lead.isNegative() || acting < 0 || acting >= ends.size()) {
            throw new IllegalArgumentException("no such lead or acting horizon");
        }
    }

    /** One window, (T + lead, T + horizon]. */
    public static Horizons of(Duration lead, Duration horizon) {
        return new Horizons(lead, List.of(horizon), 0);
    }

    /** Number of windows. */
    public int size() {
        return ends.size();
    }

    /** Where a window begins, in milliseconds after the decision, exclusive. */
    public long from(int window) {
        return window == 0 ? lead.toMillis() : ends.get(window - 1).toMillis();
    }

    /** Where a window ends, in milliseconds after the decision, inclusive. */
    public long to(int window) {
        return ends.get(window).toMillis();
    }

    /** The horizon that decisions are made for. */
    public Duration actingEnd() {
        return ends.get(acting);
    }

    /** The farthest end. */
    public Duration last() {
        return ends.get(ends.size() - 1);
    }
}
