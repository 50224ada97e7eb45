package io.hearthwatch.predictor.learning;

import java.time.Duration;
import java.time.Instant;

/**
 * When a model decides: at anchor + k · interval for every whole k, and, if so set, whenever a fault arrives.
 *
 * @param interval time between decisions, at least an hour
 * @param anchor one of the instants
 * @param onFault whether the arrival of a fault is an instant too, for the appliance that raised it
 */
public record Schedule(Duration interval, Instant anchor, boolean onFault) {
    public Schedule {
        if (interval.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("decisions are at least an hour apart, not " + interval);
        }
    }

    /** The first scheduled instant after this one. */
    public Instant after(Instant instant) {
        return upTo(instant).plus(interval);
    }

    /** The last scheduled instant at or before this one. */
    public Instant upTo(Instant instant) {
        long step = interval.toMillis();
        long since = instant.toEpochMilli() - anchor.toEpochMilli();
        return anchor.plusMillis(Math.floorDiv(since, step) * step);
    }
}
