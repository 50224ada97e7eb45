package io.hearthwatch.predictor.watch;

import io.hearthwatch.catalog.Text;
import java.time.Instant;

/**
 * A model was found to hold no longer in one respect.
 *
 * @param modelId the model
 * @param sign the respect
 * @param began when
 * @param words the figure behind it, as of the last look
 */
public record Warning(String modelId, Sign.Kind sign, Instant began, Text words) {}
