package io.hearthwatch.servicedesk;

import java.util.List;
import java.util.Set;

/**
 * A page of a list of tickets.
 *
 * @param tickets in the order that was asked for
 * @param total how many the filter lets through, counted to {@value #MOST_COUNTED}
 * @param totalExact whether there are just as many, rather than that many or more
 * @param next what the next page begins after; null where this is the last
 * @param recognised households by whose name or phone tickets of the page were found
 */
public record TicketPage(
        List<TicketSummary> tickets, int total, boolean totalExact, String next, Set<String> recognised) {
    /** So many are counted at most: whoever finds more narrows the search, and needs no exact number for it. */
    public static final int MOST_COUNTED = 10_000;

    public TicketPage {
        tickets = List.copyOf(tickets);
        recognised = Set.copyOf(recognised);
    }
}
