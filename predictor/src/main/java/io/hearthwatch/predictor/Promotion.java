package io.hearthwatch.predictor;

/**
 * What a promotion came to.
 *
 * @param model the champion now
 * @param previous the champion before; null if there was none, the same if the model was it already
 * @param verdict how the two compare; null where nothing was compared
 */
public record Promotion(String model, String previous, PromotionJudge.Verdict verdict) {}
