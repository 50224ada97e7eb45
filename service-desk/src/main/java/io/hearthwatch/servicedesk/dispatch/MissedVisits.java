package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.TicketClocks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Lets customers hear of visits that nobody comes to, and of no step that a plan takes: their windows stay as they are. */
record MissedVisits(TicketClocks customers) implements TicketClocks {
    @Override
    public void opened(Connection connection, long ticket, Instant at) {}

    @Override
    public void stepped(Connection connection, long ticket, String from, String to, Instant at) {}

    @Override
    public void missed(Connection connection, long ticket, boolean told, Instant at) throws SQLException {
        customers.missed(connection, ticket, told, at);
    }
}
