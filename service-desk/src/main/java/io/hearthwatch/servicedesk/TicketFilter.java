package io.hearthwatch.servicedesk;

import io.hearthwatch.servicedesk.listing.TicketSearch;
import io.hearthwatch.servicedesk.organisation.Scope;

/**
 * Which tickets to list; null means any.
 *
 * @param state which states
 * @param type appliance type
 * @param centre service centre
 * @param appliance number of the appliance in the registry
 * @param scope what the one who asks may see; never null
 * @param search what else is asked for, in which order, and where the page begins; never null
 * @param offset tickets to leave out at the front
 * @param limit most tickets wanted, 1..{@value #MOST}
 */
public record TicketFilter(
        State state,
        String type,
        String centre,
        Integer appliance,
        Scope scope,
        TicketSearch search,
        int offset,
        int limit) {
    /** The most tickets in one page. */
    public static final int MOST = 500;

    /** States as people ask for them. */
    public enum State {
        OPEN,
        /** Closed or cancelled. */
        ENDED,
        CLOSED,
        CANCELLED
    }

    public TicketFilter {
        if (offset < 0 || limit < 1 || limit > MOST) {
            throw new IllegalArgumentException(
                    "offset " + offset + " and limit " + limit + " must be at least 0, and within 1.." + MOST);
        }
    }

    /** In all of the organisation. */
    public TicketFilter(State state, String type, String centre, int offset, int limit) {
        this(state, type, centre, null, Scope.EVERYTHING, TicketSearch.ALL, offset, limit);
    }

    /** The first page of open tickets. */
    public static TicketFilter open() {
        return new TicketFilter(State.OPEN, null, null, 0, 100);
    }
}
