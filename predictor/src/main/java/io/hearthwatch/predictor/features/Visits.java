package io.hearthwatch.predictor.features;

import java.util.Map;
import java.util.TreeMap;

/**
 * When components of an appliance were replaced, as far as known at an instant, and the rhythm in it: machines that are serviced on a
 * plan are repaired, and found broken, at multiples of the plan's interval.
 *
 * @param last the last visit, epoch milliseconds; meaningless when there was none
 * @param replacedAtLast components replaced then; 0 when there was no visit
 * @param interval usual time between visits in milliseconds; 0 when there is none
 */
record Visits(long last, int replacedAtLast, long interval) {
    private static final int LOOK_BACK = 25;

    static Visits knownAt(Events repairs, long at) {
        long last = 0;
        long earlier = 0;
        int replacedAtLast = 0;
        int visits = 0;
        Map<Long, Integer> intervals = new TreeMap<>();
        for (int i = repairs.upTo(at) - 1; i >= 0 && visits < LOOK_BACK; i--) {
            if (repairs.receivedAt(i) > at) {
                continue;
            }
            long time = repairs.time(i);
            if (visits == 0) {
                last = time;
                visits = 1;
            } else if (time != earlier) {
                intervals.merge((earlier - time) / FeatureExtractor.HOUR, 1, Integer::sum);
                visits++;
            }
            replacedAtLast += time == last ? 1 : 0;
            earlier = time;
        }
        return new Visits(last, replacedAtLast, mostCommon(intervals) * FeatureExtractor.HOUR);
    }

    /** The most common interval in hours; of several as common, the shortest. */
    private static long mostCommon(Map<Long, Integer> intervals) {
        long best = 0;
        int most = 0;
        for (Map.Entry<Long, Integer> interval : intervals.entrySet()) {
            if (interval.getKey() > 0 && interval.getValue() > most) {
                most = interval.getValue();
                best = interval.getKey();
            }
        }
        return best;
    }

    boolean any() {
        return replacedAtLast > 0;
    }

    /** Milliseconds until the next multiple of the interval after the last visit, more than 0; NaN without a rhythm. */
    double untilNext(long at) {
        return interval == 0 ? Double.NaN : interval - (at - last) % interval;
    }

    /** Milliseconds until the first multiple of the interval that lies in (at + lead, at + horizon]; NaN if none does. */
    double untilFirstWithin(long at, long lead, long horizon) {
        if (interval == 0) {
            return Double.NaN;
        }
        long next = interval - (at - last) % interval;
        long skipped = next > lead ? 0 : (lead - next) / interval + 1;
        long first = next + skipped * interval;
        return first <= horizon ? first : Double.NaN;
    }
}
