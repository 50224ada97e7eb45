package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.learning.Basis;
import io.hearthwatch.predictor.learning.Calibration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Why a model says what it says of one appliance at one instant.
 *
 * @param model the model's id
 * @param appliance by the maker's id
 * @param at the instant
 * @param components by component
 */
public record Explanation(String model, String appliance, Instant at, List<Part> components) {
    /**
     * One component.
     *
     * @param headline the sentence that says it all
     * @param reasons what raised the probability by the acting horizon most, in words
     * @param windows by window of the chain
     */
    public record Part(String component, Text headline, List<Text> reasons, List<Window> windows) {
        public Part {
            reasons = List.copyOf(reasons);
            windows = List.copyOf(windows);
        }
    }

    /**
     * One window. Without a classifier there are no contributions, and the figures before the hazard are null.
     *
     * @param from when it begins, after the decision
     * @param to when it ends
     * @param basis what the hazard rests on
     * @param base where every score begins, in log-odds
     * @param contributions what each feature added, in log-odds, the strongest first, those of 0 left out
     * @param sum base and contributions together
     * @param score the probability that the sum stands for, as the classifier gives it
     * @param calibration how scores are turned into hazards
     * @param calibrated the sum after calibration, in log-odds
     * @param hazard the probability of failing in this window, if not before; null where there is no number to give
     * @param probability of failing by the end of this window
     */
    public record Window(
            Duration from,
            Duration to,
            Basis basis,
            Double base,
            List<Contribution> contributions,
            Double sum,
            Double score,
            Calibration.Method calibration,
            Double calibrated,
            Double hazard,
            Double probability) {
        public Window {
            contributions = List.copyOf(contributions);
        }
    }

    /**
     * What one feature added.
     *
     * @param feature its name
     * @param value its value; null where it is not known
     * @param unit what it is counted in; {@code sd} are standard deviations
     * @param usualLow where the appliance's own readings of it usually begin; null where that cannot be said
     * @param usualHigh where they usually end
     * @param logOdds what it added
     */
    public record Contribution(
            String feature, Double value, String unit, Double usualLow, Double usualHigh, double logOdds) {}

    public Explanation {
        components = List.copyOf(components);
    }
}
