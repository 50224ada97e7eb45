package io.hearthwatch.predictor.tuning;

import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.learning.Trial;

/**
 * A trial of a tuning.
 *
 * @param no its place in the sequence, from 1
 * @param settings what was tried
 * @param trial what came of it
 * @param seconds how long it took
 */
public record NumberedTrial(int no, LearningSettings settings, Trial trial, double seconds) {}
