package io.hearthwatch.predictor.features;

/**
 * Where a metric of an appliance usually is.
 *
 * @param low mean less a standard deviation of its hours
 * @param high mean and a standard deviation of its hours
 */
public record UsualRange(double low, double high) {}
