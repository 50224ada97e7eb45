package io.hearthwatch.predictor.learning;

import io.hearthwatch.predictor.features.ApplianceHistory;
import java.time.Instant;
import java.util.function.Consumer;

/** Where histories come from: the database, or memory in tests. */
@FunctionalInterface
public interface HistorySource {
    /** Before anything that is stored. */
    Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");

    /**
     * Gives each appliance's history once, in order of its number, holding only a few at a time.
     *
     * @param telemetryAfter telemetry of hours that end after this; everything else is given from its beginning
     * @param upTo nothing later than this
     */
    void forEach(Instant telemetryAfter, Instant upTo, Consumer<ApplianceHistory> consumer);
}
