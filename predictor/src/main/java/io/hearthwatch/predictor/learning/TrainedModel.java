package io.hearthwatch.predictor.learning;

import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Horizons;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything that training made. Immutable and thread-safe.
 *
 * @param extractor the features that the classifiers know, and the windows that they look at
 * @param until nothing later was looked at
 * @param schedule when it decides
 * @param components in the order of the vocabulary's components
 * @param codeRule baseline, for the acting horizon
 * @param ageRule baseline, for the acting horizon
 * @param anomaly what is strange, whatever failures say
 * @param settings how it was learnt
 * @param span what it was trained on
 */
public record TrainedModel(
        FeatureExtractor extractor,
        Instant until,
        Schedule schedule,
        List<ComponentModel> components,
        FaultCodeRule codeRule,
        AgeRule ageRule,
        AnomalyRule anomaly,
        LearningSettings settings,
        Span span) {

    /**
     * What a model was trained on.
     *
     * @param appliances appliances with at least one decision
     * @param decisions scheduled decisions
     * @param faultDecisions decisions at the arrival of a fault, besides
     * @param rows how many of all these were kept to learn from, the others being sampled away
     * @param first first decision, or null if there was none
     * @param last last decision, or null if there was none
     */
    public record Span(int appliances, long decisions, long faultDecisions, int rows, Instant first, Instant last) {}

    public TrainedModel {
        components = List.copyOf(components);
    }

    /** The windows that it looks at. */
    public Horizons horizons() {
        return extractor.horizons();
    }

    /** The horizon that decisions are made for: a failure counts if it comes at most this long after the decision. */
    public Duration horizon() {
        return horizons().actingEnd();
    }

    /** And later than this after it. */
    public Duration lead() {
        return horizons().lead();
    }
}
