package io.hearthwatch.app.workspace;

import io.hearthwatch.predictor.FoundLabels;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.TicketFinding;
import io.hearthwatch.servicedesk.policy.EndReason;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The service desk's word on what decisions were worth, as the predictor asks for it. */
final class TicketFindings {
    private TicketFindings() {}

    static FoundLabels of(ServiceDesk desk) {
        return decisions -> {
            Map<UUID, FoundLabels.Found> found = new HashMap<>();
            desk.findings(decisions).forEach((id, ticket) -> found.put(id, found(ticket)));
            return found;
        };
    }

    /** A failure while it was open outweighs what was said afterwards; a finding outweighs the reason of the end. */
    private static FoundLabels.Found found(TicketFinding ticket) {
        if (ticket.hitAt().isPresent()) {
            return new FoundLabels.Found(
                    FoundLabels.Finding.FOUND, ticket.hitAt().get(), ticket.number());
        }
        if (ticket.end().isEmpty() || ticket.endedAt().isEmpty()) {
            return new FoundLabels.Found(FoundLabels.Finding.OPEN, null, ticket.number());
        }
        return new FoundLabels.Found(
                finding(ticket, ticket.end().get()), ticket.endedAt().get(), ticket.number());
    }

    private static FoundLabels.Finding finding(TicketFinding ticket, EndReason end) {
        if (ticket.failureFound().isPresent()) {
            return ticket.failureFound().get() ? FoundLabels.Finding.FOUND : FoundLabels.Finding.NOT_FOUND;
        }
        return switch (end) {
            case FALSE_ALARM, NOTHING_FOUND, REPAIRED, MISUSE -> FoundLabels.Finding.NOT_FOUND;
            case NOT_USEFUL -> FoundLabels.Finding.NOT_USEFUL;
            // Exchange and refund say nothing about the component unless somebody wrote down what was found.
            case EXPIRED,
                    DECLINED,
                    JOINED,
                    SUPERSEDED,
                    REMOTE,
                    ANSWERED,
                    INSTALLED,
                    MAINTAINED,
                    SURVEYED,
                    SETTLED,
                    UNFOUNDED,
                    EXCHANGED,
                    REFUNDED -> FoundLabels.Finding.NOT_LOOKED;
        };
    }
}
