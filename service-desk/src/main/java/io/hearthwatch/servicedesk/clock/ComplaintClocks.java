package io.hearthwatch.servicedesk.clock;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** What moves a complaint's clocks besides its steps; for a transaction that has locked the ticket. Stateless. */
public final class ComplaintClocks {
    private ComplaintClocks() {}

    /** The customer has an answer: the promise of the first one ends. */
    public static void answered(Connection connection, long ticket, Instant at) throws SQLException {
        new Escalation(connection, ticket).runDue(at);
        TicketPromises promises = new TicketPromises(connection, ticket);
        Optional<TicketPromises.Open> open = promises.open(PromiseRule.FIRST_ANSWER);
        if (open.isPresent()) {
            promises.end(open.get(), false, at);
        }
    }
}
