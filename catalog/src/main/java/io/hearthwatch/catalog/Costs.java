package io.hearthwatch.catalog;

/**
 * What an outcome costs for one component, in the maker's currency. A decision compares these, not a fixed 0.5.
 *
 * @param missedFailure a failure that no ticket preceded: emergency visit, second visit for the part, goodwill
 * @param needlessVisit a visit that finds nothing
 * @param heldPart holding one part in reserve until a ticket ends
 */
public record Costs(double missedFailure, double needlessVisit, double heldPart) {

    /** Used where neither the catalog nor the service data says otherwise. */
    public static final Costs DEFAULT = new Costs(400, 90, 5);

    /** The same with missed failures weighing more. */
    public Costs weighing(double safetyWeight) {
        return new Costs(missedFailure * safetyWeight, needlessVisit, heldPart);
    }

    /**
     * The probability above which opening a ticket is expected to cost less than waiting: opening costs
     * {@code heldPart + (1 - p) * needlessVisit}, waiting costs {@code p * missedFailure}.
     */
    public double threshold() {
        return (heldPart + needlessVisit) / (missedFailure + needlessVisit);
    }
}
