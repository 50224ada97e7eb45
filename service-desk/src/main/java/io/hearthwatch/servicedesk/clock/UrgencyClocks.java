package io.hearthwatch.servicedesk.clock;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** What a ticket's urgency does to its clocks once it runs; for a transaction that has locked the ticket. Stateless. */
public final class UrgencyClocks {
    private UrgencyClocks() {}

    /** The ticket is more urgent than it was: what is promised is promised sooner, from now on; what was promised sooner stays. */
    public static void moreUrgent(Connection connection, long ticket, Instant at) throws SQLException {
        new Escalation(connection, ticket).runDue(at);
        TicketPromises promises = new TicketPromises(connection, ticket);
        promises.hasten(promises.ticket(), at);
    }
}
