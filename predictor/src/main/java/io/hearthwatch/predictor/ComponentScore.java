package io.hearthwatch.predictor;

import java.time.Instant;

/**
 * The latest probability of one component of an appliance.
 *
 * @param applianceNo the registry's number
 * @param component component id
 * @param modelId the model that computed it
 * @param asOf the instant up to which the model knew
 * @param probability that the component fails within the model's horizon, 0..1
 * @param trained false where the model had too little data, so that the probability is only how often such a component fails
 */
public record ComponentScore(
        int applianceNo, String component, String modelId, Instant asOf, double probability, boolean trained) {}
