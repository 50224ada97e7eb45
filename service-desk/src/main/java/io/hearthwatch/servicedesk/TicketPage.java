package io.hearthwatch.servicedesk;

import java.util.List;

/**
 * A page of a list of tickets.
 *
 * @param tickets open ones first; the most urgent first, then by due date
 * @param total how many the filter lets through
 */
public record TicketPage(List<TicketSummary> tickets, int total) {
    public TicketPage {
        tickets = List.copyOf(tickets);
    }
}
