package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.servicedesk.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Windows that somebody can really come in, and their places, which two customers never get both. For transactions of the caller. */
public interface VisitSlots {
    /** Windows of the next two weeks in which this ticket's visit fits. */
    List<Slot> free(Connection connection, long ticket, Instant now) throws SQLException;

    /**
     * Keeps a place in a window for this ticket for a moment, in which it is booked.
     *
     * @param from begin of a window that is offered
     * @return the window
     * @throws Refusal if it is not free any more
     */
    Slot hold(Connection connection, long ticket, Instant from, Instant now) throws SQLException;

    /** Gives a place back that was kept and not booked. */
    void release(Connection connection, long ticket, Instant now) throws SQLException;
}
