package io.hearthwatch.servicedesk.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The tickets of one appliance and component under the rules, event by event in the order of time. Not thread-safe. */
final class PairLife {
    private final List<Life> lives = new ArrayList<>(1);
    private TicketRules.Open open;
    private double openProbability;
    private TicketRules.Ended last;

    /**
     * A ticket from its opening to its end.
     *
     * @param endedAt null while it is open
     */
    record Life(Instant openedAt, Instant endedAt, double probability) {
        /** Whether it was open when the component failed, since so long before. */
        boolean covers(Instant failure, Duration minLead) {
            return openedAt.isBefore(failure)
                    && !openedAt.isAfter(failure.minus(minLead))
                    && (endedAt == null || !endedAt.isBefore(failure));
        }
    }

    void failed(Instant at) {
        expireForEvent(at);
        if (open != null && TicketRules.isHitBy(open, at)) {
            open = new TicketRules.Open(open.openedAt(), open.expiresAt(), at);
        }
    }

    void repaired(Instant at) {
        expireForEvent(at);
        if (open != null && TicketRules.isClosedBy(open, at)) {
            end(EndReason.REPAIRED, at);
        }
    }

    /** What the rules say to a decision; nothing is opened yet. */
    TicketRules.Ruling asks(TicketRules.Ask ask) {
        if (open != null && TicketRules.expiredForWork(open, ask.asOf())) {
            end(EndReason.EXPIRED, open.expiresAt());
        }
        return TicketRules.rule(open, last, ask);
    }

    /** Opens a ticket, as {@link #asks} allowed. */
    void open(TicketRules.Ask ask, Duration horizon) {
        open = new TicketRules.Open(ask.asOf(), TicketRules.expiresAt(ask.asOf(), horizon), null);
        openProbability = ask.probability();
    }

    private void expireForEvent(Instant at) {
        if (open != null && TicketRules.expiredForEvent(open, at)) {
            end(EndReason.EXPIRED, open.expiresAt());
        }
    }

    private void end(EndReason reason, Instant at) {
        lives.add(new Life(open.openedAt(), at, openProbability));
        last = new TicketRules.Ended(reason, at, openProbability);
        open = null;
    }

    /** All tickets so far, the open one last, as they stand at an instant. */
    List<Life> finish(Instant to) {
        if (open != null && TicketRules.expiredForWork(open, to)) {
            end(EndReason.EXPIRED, open.expiresAt());
        }
        if (open != null) {
            lives.add(new Life(open.openedAt(), null, openProbability));
            open = null;
        }
        return lives;
    }
}
