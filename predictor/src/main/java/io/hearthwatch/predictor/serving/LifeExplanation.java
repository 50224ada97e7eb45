package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.Text;
import java.time.Instant;
import java.util.List;

/**
 * Why a remaining-life model says what it says of one appliance at one instant.
 *
 * @param model the model's id
 * @param appliance by the maker's id
 * @param at the instant
 * @param components those that it estimates
 * @param unlearnt components of which too little has failed to be estimated
 */
public record LifeExplanation(
        String model, String appliance, Instant at, List<Part> components, List<String> unlearnt) {
    /**
     * One component. Base and contributions add up to the sum, which is held between nothing and the model's cap to be the estimate.
     *
     * @param hours the estimate
     * @param low the interval's low end, hours
     * @param high its high end
     * @param openEnded whether it may last longer than the high end
     * @param base where every estimate begins, hours
     * @param contributions what each feature added, the strongest first, those of 0 left out
     * @param sum base and contributions together
     */
    public record Part(
            String component,
            double hours,
            double low,
            double high,
            boolean openEnded,
            double base,
            List<Contribution> contributions,
            double sum) {
        public Part {
            contributions = List.copyOf(contributions);
        }
    }

    /**
     * What one feature added.
     *
     * @param feature its name
     * @param words what people call it
     * @param value its value; null where it is not known
     * @param unit what it is counted in; {@code sd} are standard deviations
     * @param hours what it added: less than nothing where it shortens the life
     */
    public record Contribution(String feature, Text words, Double value, String unit, double hours) {}

    public LifeExplanation {
        components = List.copyOf(components);
        unlearnt = List.copyOf(unlearnt);
    }
}
