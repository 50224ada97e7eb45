package io.hearthwatch.servicedesk;

import java.util.Optional;

/**
 * What became of a proposal.
 *
 * @param kind what was done
 * @param ticketId the ticket that was opened, or that is open already, or null where there is none
 * @param reason why it was suppressed or has to wait, or null
 * @param wouldBe what would have been done if it had not been shadowed, or null where it was not
 */
public record Outcome(Kind kind, Long ticketId, String reason, Kind wouldBe) {
    /** What was done. */
    public enum Kind {
        /** A ticket was opened. */
        OPENED,
        /** The appliance and component have an open ticket. */
        ALREADY_OPEN,
        /** A like ticket led to nothing lately, or the component was repaired meanwhile; counted, no ticket. */
        SUPPRESSED,
        /** The centre has opened as many tickets today as it takes in a day; the next scoring decides anew. */
        WAITING,
        /** Only what would have been done was noted: the type is in shadow, or the switch is on, or the model is a challenger. */
        SHADOWED,
        /** This decision was answered before; nothing was done now. */
        REPEATED
    }

    Outcome(Kind kind, Long ticketId, String reason) {
        this(kind, ticketId, reason, null);
    }

    /** The ticket, where there is one. */
    public Optional<Long> ticket() {
        return Optional.ofNullable(ticketId);
    }
}
