package io.hearthwatch.predictor.export;

import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Horizons;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a feature table: who and when, the features by name, and what came of it.
 *
 * @param features names of the features, in order
 * @param labels names of what came of it, by component and in it by window, such as {@code fails.drain_pump.24h} and
 *     {@code fails.drain_pump.24h_168h}
 */
public record DecisionTable(List<String> features, List<String> labels) {
    /** The columns before the features: appliance, model line, instant, whether on the schedule, and how many decisions a row stands for. */
    public static final List<String> FIRST = List.of("appliance", "line", "at", "scheduled", "weight");

    public DecisionTable {
        features = List.copyOf(features);
        labels = List.copyOf(labels);
    }

    /** The table of what an extractor computes. */
    public static DecisionTable of(FeatureExtractor extractor) {
        Horizons horizons = extractor.horizons();
        List<String> labels = new ArrayList<>();
        for (String component : extractor.vocabulary().components()) {
            for (int w = 0; w < horizons.size(); w++) {
                String from = horizons.from(w) == 0 ? "" : span(horizons.from(w)) + "_";
                labels.add("fails." + component + "." + from + span(horizons.to(w)));
            }
        }
        return new DecisionTable(extractor.names(), labels);
    }

    private static String span(long millis) {
        Duration span = Duration.ofMillis(millis);
        return span.toMinutesPart() == 0 ? span.toHours() + "h" : span.toMinutes() + "m";
    }

    /** All columns' names, in order. */
    public List<String> columns() {
        List<String> columns = new ArrayList<>(FIRST);
        columns.addAll(features);
        columns.addAll(labels);
        return columns;
    }

    /**
     * One decision.
     *
     * @param appliance by the maker's id
     * @param line model number, or null
     * @param at the instant, epoch milliseconds
     * @param scheduled whether the instant is on the schedule; else a fault arrived
     * @param features NaN is "not known"
     * @param labels whether the component fails in the window; null where that is not known yet
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    public record Row(String appliance, String line, long at, boolean scheduled, float[] features, Boolean[] labels) {}
}
