package io.hearthwatch.servicedesk.listing;

import java.util.List;
import java.util.Optional;

/**
 * Which tickets are asked for beyond their state, type and centre, in which order, and where the page begins.
 *
 * @param conditions that all hold
 * @param recognises what tells whether a ticket was found by its customer's name or phone, so that the look can be noted; null where nothing
 *     personal is searched
 * @param sort the order
 * @param after what comes after the page before; null for the first page
 */
public record TicketSearch(List<Condition> conditions, Condition recognises, TicketSort sort, Condition after) {
    /** All, the most urgent first. */
    public static final TicketSearch ALL = new TicketSearch(List.of(), null, TicketSort.URGENCY, null);

    public TicketSearch {
        conditions = List.copyOf(conditions);
    }

    /** Where the page begins, if it is not the first. */
    public Optional<Condition> begin() {
        return Optional.ofNullable(after);
    }
}
