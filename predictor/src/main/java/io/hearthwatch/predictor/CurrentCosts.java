package io.hearthwatch.predictor;

import io.hearthwatch.catalog.Costs;
import java.util.Map;

/**
 * What outcomes cost now, asked anew whenever decisions are made, so that a changed cost moves the threshold at once. A model's
 * probabilities are calibrated, so nothing has to be learnt anew for it.
 */
@FunctionalInterface
public interface CurrentCosts {
    /** Nobody knows: the thresholds that were stored with the model hold. */
    CurrentCosts AS_TRAINED = type -> Map.of();

    /** Costs by component of a type; for a component that is missing, the model's stored threshold holds. */
    Map<String, Costs> of(String type);
}
