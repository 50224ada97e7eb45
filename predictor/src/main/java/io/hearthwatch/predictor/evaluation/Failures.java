package io.hearthwatch.predictor.evaluation;

import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Events;
import java.util.stream.IntStream;

/** When a component failed. */
final class Failures {
    private Failures() {}

    /** Instants of a component's failures up to one, ascending; two at the same instant are one. */
    static long[] of(ApplianceHistory history, int component, long upTo) {
        Events failures = history.failures();
        return IntStream.range(0, failures.size())
                .filter(i -> failures.what(i) == component && failures.time(i) <= upTo)
                .mapToLong(failures::time)
                .sorted()
                .distinct()
                .toArray();
    }
}
