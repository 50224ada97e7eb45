package io.hearthwatch.predictor.learning;

import io.hearthwatch.predictor.features.FeatureExtractor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything that training made. Immutable and thread-safe.
 *
 * @param extractor the features that the trees know
 * @param horizon a failure counts if it comes at most this long after the decision
 * @param lead and later than this after it
 * @param until nothing later was looked at
 * @param schedule when it decides
 * @param components in the order of the vocabulary's components
 * @param codeRule baseline
 * @param ageRule baseline
 * @param settings how the trees were grown
 * @param span what it was trained on
 */
public record TrainedModel(
        FeatureExtractor extractor,
        Duration horizon,
        Duration lead,
        Instant until,
        Schedule schedule,
        List<ComponentModel> components,
        FaultCodeRule codeRule,
        AgeRule ageRule,
        TreeSettings settings,
        Span span) {

    /**
     * What a model was trained on.
     *
     * @param appliances appliances with at least one decision
     * @param decisions scheduled decisions
     * @param faultDecisions decisions at the arrival of a fault, besides
     * @param first first decision, or null if there was none
     * @param last last decision, or null if there was none
     */
    public record Span(int appliances, int decisions, int faultDecisions, Instant first, Instant last) {}

    public TrainedModel {
        components = List.copyOf(components);
    }
}
