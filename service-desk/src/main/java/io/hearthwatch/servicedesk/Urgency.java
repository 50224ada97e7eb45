package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Severity;
import java.time.Duration;

/** How soon people should act on a ticket; stored as its level. */
public enum Urgency {
    LOW(0),
    NORMAL(1),
    HIGH(2),
    CRITICAL(3);

    private static final Duration SOON = Duration.ofDays(1);

    private final int level;

    Urgency(int level) {
        this.level = level;
    }

    /** 0 for the least urgent to 3; for sorting. */
    public int level() {
        return level;
    }

    /** The urgency of a level; what is beyond the scale is its end. */
    public static Urgency ofLevel(int level) {
        return switch (level) {
            case 0 -> LOW;
            case 1 -> NORMAL;
            case 2 -> HIGH;
            default -> CRITICAL;
        };
    }

    /**
     * One step each for: more likely than not; four in five; a critical fault code; due within a day. A safety code that points at the
     * component is always critical.
     *
     * @param worst the worst severity among the recent fault codes that point at the component, or null
     * @param untilDue from opening to the due date
     */
    static Urgency of(double probability, Severity worst, Duration untilDue) {
        if (worst == Severity.SAFETY) {
            return CRITICAL;
        }
        int steps = (probability >= .5 ? 1 : 0)
                + (probability >= .8 ? 1 : 0)
                + (worst == Severity.CRITICAL ? 1 : 0)
                + (untilDue.compareTo(SOON) <= 0 ? 1 : 0);
        return ofLevel(steps);
    }
}
