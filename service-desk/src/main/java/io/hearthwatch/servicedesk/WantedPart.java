package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Text;
import java.time.Instant;

/**
 * A part that no warehouse had when a ticket, still open, was opened.
 *
 * @param ticket the ticket's id
 * @param ticketNumber the ticket's number for people
 * @param warehouse where the part should arrive, or null where no service centre is responsible
 * @param neededBy when it should be there
 */
public record WantedPart(
        long ticket,
        String ticketNumber,
        String part,
        Text partName,
        int quantity,
        String warehouse,
        Instant neededBy) {}
