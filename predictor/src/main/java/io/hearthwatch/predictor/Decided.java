package io.hearthwatch.predictor;

/**
 * What a run of due work did.
 *
 * @param scored (appliance, instant) pairs scored
 * @param decisions decisions committed
 * @param leftOut pieces of work that a challenger failed at and that were left out; a champion's are tried again
 */
public record Decided(int scored, int decisions, int leftOut) {
    /** Nothing was due. */
    public static final Decided NOTHING = new Decided(0, 0, 0);

    /** Without failures. */
    public Decided(int scored, int decisions) {
        this(scored, decisions, 0);
    }

    /** Both together. */
    public Decided plus(Decided other) {
        return new Decided(scored + other.scored, decisions + other.decisions, leftOut + other.leftOut);
    }
}
