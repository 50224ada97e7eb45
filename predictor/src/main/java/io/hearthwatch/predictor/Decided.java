package io.hearthwatch.predictor;

/**
 * What a run of due work did.
 *
 * @param scored (appliance, instant) pairs scored
 * @param decisions decisions committed
 */
public record Decided(int scored, int decisions) {
    /** Nothing was due. */
    public static final Decided NOTHING = new Decided(0, 0);

    /** Both together. */
    public Decided plus(Decided other) {
        return new Decided(scored + other.scored, decisions + other.decisions);
    }
}
