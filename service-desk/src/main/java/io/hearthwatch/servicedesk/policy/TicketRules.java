package io.hearthwatch.servicedesk.policy;

import java.time.Duration;
import java.time.Instant;

/**
 * The rules of a prediction ticket for one appliance and component. Pure: the live desk asks them about rows that it has locked, the
 * simulation about objects in memory, and so both do the same. At one instant failures come first, then repairs, then expiry, then
 * decisions.
 */
public final class TicketRules {
    /** How long after a ticket that led to nothing a like one is held back. */
    public static final Duration QUIET = Duration.ofDays(14);
    /** How much likelier than the ticket before a failure must be to be heard in the quiet time. */
    public static final double LOUDER = 2;
    /** A ticket gets at least this long to be booked. */
    public static final Duration SHORTEST_LIFE = Duration.ofDays(7);

    private TicketRules() {}

    /**
     * A ticket that has not ended.
     *
     * @param expiresAt when it ends unless something happens before, or null where it does not end by itself
     * @param hitAt when the component failed, or null if it has not
     */
    public record Open(Instant openedAt, Instant expiresAt, Instant hitAt) {}

    /** The prediction ticket of the pair that ended last. */
    public record Ended(EndReason reason, Instant endedAt, double probability) {}

    /**
     * A decision that asks for a ticket.
     *
     * @param newestSafetyFault when the newest safety code that points at the component was raised, or null
     */
    public record Ask(double probability, Instant asOf, Instant newestSafetyFault) {}

    /** What becomes of a decision. */
    public enum Ruling {
        OPEN,
        ALREADY_OPEN,
        SUPPRESSED
    }

    /**
     * Whether a decision opens a ticket.
     *
     * @param open the pair's open ticket, or null
     * @param last the pair's prediction ticket that ended last, or null
     */
    public static Ruling rule(Open open, Ended last, Ask ask) {
        if (open != null) {
            return Ruling.ALREADY_OPEN;
        }
        if (last == null || !last.reason().quiets()) {
            return Ruling.OPEN;
        }
        if (!ask.asOf().isBefore(last.endedAt().plus(QUIET))) {
            return Ruling.OPEN;
        }
        if (ask.probability() >= LOUDER * last.probability()) {
            return Ruling.OPEN;
        }
        boolean safety =
                ask.newestSafetyFault() != null && ask.newestSafetyFault().isAfter(last.endedAt());
        return safety ? Ruling.OPEN : Ruling.SUPPRESSED;
    }

    /** When a ticket that nobody books ends. */
    public static Instant expiresAt(Instant openedAt, Duration horizon) {
        return openedAt.plus(horizon.compareTo(SHORTEST_LIFE) > 0 ? horizon : SHORTEST_LIFE);
    }

    /** Whether a ticket has expired when work due at the instant runs, such as a decision. */
    public static boolean expiredForWork(Open ticket, Instant at) {
        return ticket.hitAt() == null
                && ticket.expiresAt() != null
                && !ticket.expiresAt().isAfter(at);
    }

    /** Whether a ticket had expired when something happened; what happens at the very instant comes before expiry. */
    public static boolean expiredForEvent(Open ticket, Instant at) {
        return ticket.hitAt() == null
                && ticket.expiresAt() != null
                && ticket.expiresAt().isBefore(at);
    }

    /** Whether a failure hits an open ticket. One at the instant of opening came before it. */
    public static boolean isHitBy(Open ticket, Instant failure) {
        return ticket.hitAt() == null && ticket.openedAt().isBefore(failure);
    }

    /** Whether a repair closes an open ticket. One at the instant of opening came before it. */
    public static boolean isClosedBy(Open ticket, Instant repair) {
        return ticket.openedAt().isBefore(repair);
    }
}
