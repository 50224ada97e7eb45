package io.hearthwatch.servicedesk.ticket;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Parts for a ticket, in the caller's transaction. Both lock stock, so the outbox comes after them. */
public interface PartHolding {
    /**
     * Holds one unit of each part as near to the centre as there is one, and has the others bought.
     *
     * @param centre service centre, or null where none is responsible
     * @param due when they are needed
     * @return the parts that nobody had
     */
    List<String> hold(
            Connection connection, long ticket, String centre, Collection<String> parts, Instant due, Instant at)
            throws SQLException;

    /**
     * Ends what a ticket holds, and what is to be bought for it.
     *
     * @param builtIn units that were built in, by part; the others go back
     */
    void end(Connection connection, long ticket, Map<String, Integer> builtIn, Instant at) throws SQLException;

    /**
     * What became of parts that went to another centre.
     *
     * @param held parts that are held for it now
     * @param missing parts that nobody there has; they are to be bought
     * @param bringBack parts that a technician of the old centre has and brings back
     */
    record Moved(List<String> held, List<String> missing, List<String> bringBack) {}

    /** Gives back what a ticket holds, and holds it as near to another centre as there is one. */
    Moved move(Connection connection, long ticket, String centre, Instant due, Instant at) throws SQLException;

    /**
     * A part is built in: uses up what the ticket holds of it, else what the nearest shelf has, and notes the numbers of both units.
     *
     * @return how many units came from outside stock, as no shelf in reach has them
     * @throws TicketRefusal if the new unit is not genuine, or was fitted before, or its number is due and was not given
     */
    int use(Connection connection, long ticket, Unit unit, Instant at) throws SQLException;

    /**
     * What is built in.
     *
     * @param newSerial of the new unit, or null
     * @param faultySerial of the faulty one, or null
     */
    record Unit(String part, int quantity, String newSerial, String faultySerial) {}
}
