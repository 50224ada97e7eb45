package io.hearthwatch.servicedesk;

import java.time.Instant;
import java.util.Map;

/**
 * How the policy stands for an appliance type.
 *
 * @param type the appliance type
 * @param mode what becomes of decisions
 * @param decided whether somebody has enabled or disabled it; otherwise it is new
 * @param since when that was, or null
 * @param stop the emergency switch that is on for it, or null
 * @param counts what became of decisions since the instant asked for
 */
public record TypePolicy(String type, Mode mode, boolean decided, Instant since, Stop stop, Counts counts) {
    /** What becomes of decisions. */
    public enum Mode {
        /** They open tickets. */
        ENABLED,
        /** They are noted as would-be tickets. */
        SHADOW,
        /** The same, because somebody pulled the emergency switch. */
        STOPPED
    }

    /**
     * The emergency switch.
     *
     * @param all whether it is on for all types
     */
    public record Stop(boolean all, Instant at, String who, String reason) {}

    /**
     * What became of decisions.
     *
     * @param open tickets that are open now, whenever they were opened
     * @param opened tickets opened
     * @param wouldBe tickets that would have been opened, by reason; challengers' not among them
     * @param suppressed decisions held back because a like ticket led to nothing
     * @param waiting appliances and components that wait for room at their centre now
     * @param waited decisions that found no room
     */
    public record Counts(
            int open, int opened, Map<ShadowReason, Integer> wouldBe, int suppressed, int waiting, int waited) {}
}
