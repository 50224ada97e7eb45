package io.hearthwatch.predictor.features;

import java.util.Map;

/**
 * What training read, in figures that tell later whether the same is stored still.
 *
 * @param parts by name: {@code appliances}, {@code hours}, {@code faults}, {@code repairs}, {@code failures}
 */
public record DataSummary(Map<String, Part> parts) {
    /**
     * One sort of what is stored.
     *
     * @param count how many
     * @param newest when the newest happened, or null
     * @param newestReceived when the last one to arrive was received, or null where that is not kept
     * @param hash of all of them in order: equal for equal data
     */
    public record Part(long count, String newest, String newestReceived, String hash) {}

    public DataSummary {
        parts = Map.copyOf(parts);
    }
}
