package io.hearthwatch.predictor.learning;

/**
 * How a logistic regression is fitted.
 *
 * @param epochs passes over the rows
 * @param rate learning rate of AdaGrad
 * @param minibatch rows a step
 */
public record LogisticSettings(int epochs, double rate, int minibatch) {
    /** Enough to settle on standardised inputs. */
    public static final LogisticSettings DEFAULT = new LogisticSettings(12, 0.1, 16);
}
