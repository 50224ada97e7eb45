package io.hearthwatch.servicedesk;

import java.util.Optional;

/**
 * What became of a proposal.
 *
 * @param kind what was done
 * @param ticketId the ticket that was opened, or that is open already, or null where there is none
 * @param reason why it was suppressed, or null
 */
public record Outcome(Kind kind, Long ticketId, String reason) {
    /** What was done. */
    public enum Kind {
        /** A ticket was opened. */
        OPENED,
        /** The appliance and component have an open ticket. */
        ALREADY_OPEN,
        /** A like ticket led to nothing lately, or the component was repaired meanwhile; counted, no ticket. */
        SUPPRESSED,
        /** This decision was answered before; nothing was done now. */
        REPEATED
    }

    /** The ticket, where there is one. */
    public Optional<Long> ticket() {
        return Optional.ofNullable(ticketId);
    }
}
