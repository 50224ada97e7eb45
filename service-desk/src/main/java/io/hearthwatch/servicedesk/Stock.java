package io.hearthwatch.servicedesk;

import io.hearthwatch.servicedesk.parts.TicketStock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Parts held for tickets, in the ticket's own transaction; {@code parts} has what is behind it. */
final class Stock {
    private Stock() {}

    /**
     * Which warehouses a centre draws from, and which parts none of them has.
     *
     * @param warehouses nearest first; empty where there is no centre
     */
    record Held(List<String> warehouses, List<String> missing) {}

    /** Holds one unit of each part at the nearest warehouse that has it, walking up the parents from the centre's own. */
    static Held hold(Connection connection, long ticket, String centre, Collection<String> parts, Instant at)
            throws SQLException {
        TicketStock.Held held = TicketStock.hold(connection, ticket, centre, parts, at);
        return new Held(held.warehouses(), held.missing());
    }

    /**
     * Ends what a ticket holds.
     *
     * @param used whether the parts were used up; otherwise they go back
     */
    static void end(Connection connection, long ticket, boolean used, Instant at) throws SQLException {
        TicketStock.end(connection, ticket, used, at);
    }
}
