package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Text;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * What has to hear of every ticket that is opened and of every step, in the transaction that does it: promises and their clocks. Called
 * after the ticket's row and its event are written, and before the outbox; so it may lock rows of the ticket, but no stock.
 */
public interface TicketClocks {
    /** Nobody listens. */
    TicketClocks NONE = new TicketClocks() {
        @Override
        public void opened(Connection connection, long ticket, Instant at) {}

        @Override
        public void stepped(Connection connection, long ticket, String from, String to, Instant at) {}
    };

    /** Several that have to hear, one after the other. */
    static TicketClocks all(TicketClocks... listeners) {
        List<TicketClocks> all = List.of(listeners);
        return new TicketClocks() {
            @Override
            public void opened(Connection connection, long ticket, Instant at) throws SQLException {
                for (TicketClocks each : all) {
                    each.opened(connection, ticket, at);
                }
            }

            @Override
            public void called(Connection connection, long ticket, Instant at) throws SQLException {
                for (TicketClocks each : all) {
                    each.called(connection, ticket, at);
                }
            }

            @Override
            public void safetyCode(Connection connection, long ticket, String code, Text said, Instant at)
                    throws SQLException {
                for (TicketClocks each : all) {
                    each.safetyCode(connection, ticket, code, said, at);
                }
            }

            @Override
            public boolean campaign(Connection connection, long ticket, long campaign, Instant at) throws SQLException {
                boolean told = false;
                for (TicketClocks each : all) {
                    told |= each.campaign(connection, ticket, campaign, at);
                }
                return told;
            }

            @Override
            public void leaving(Connection connection, long ticket, String centre, String who, Instant at)
                    throws SQLException {
                for (TicketClocks each : all) {
                    each.leaving(connection, ticket, centre, who, at);
                }
            }

            @Override
            public void handedOver(Connection connection, long ticket, Instant at) throws SQLException {
                for (TicketClocks each : all) {
                    each.handedOver(connection, ticket, at);
                }
            }

            @Override
            public void missed(Connection connection, long ticket, boolean told, Instant at) throws SQLException {
                for (TicketClocks each : all) {
                    each.missed(connection, ticket, told, at);
                }
            }

            @Override
            public void pinNotKept(Connection connection, long ticket, Instant at) throws SQLException {
                for (TicketClocks each : all) {
                    each.pinNotKept(connection, ticket, at);
                }
            }

            @Override
            public void stepped(Connection connection, long ticket, String from, String to, Instant at)
                    throws SQLException {
                for (TicketClocks each : all) {
                    each.stepped(connection, ticket, from, to, at);
                }
            }
        };
    }

    /** A ticket was opened. */
    void opened(Connection connection, long ticket, Instant at) throws SQLException;

    /** The customer called about a ticket that was open. */
    default void called(Connection connection, long ticket, Instant at) throws SQLException {}

    /**
     * The appliance of a ticket that was open raised a safety code that the ticket did not have; it is critical by now.
     *
     * @param said what the code means
     */
    default void safetyCode(Connection connection, long ticket, String code, Text said, Instant at)
            throws SQLException {}

    /**
     * A campaign opened the ticket, or has found it open about the same.
     *
     * @return whether the customer is told
     */
    default boolean campaign(Connection connection, long ticket, long campaign, Instant at) throws SQLException {
        return false;
    }

    /**
     * A ticket is about to go to another service centre; its row still names the one that it leaves, and no stock is locked yet.
     *
     * @param centre the one that it goes to
     */
    default void leaving(Connection connection, long ticket, String centre, String who, Instant at)
            throws SQLException {}

    /** A ticket has come to another service centre, which its row names now. */
    default void handedOver(Connection connection, long ticket, Instant at) throws SQLException {}

    /**
     * Nobody can come to a visit any more in the window that was agreed.
     *
     * @param told whether somebody had been sent, so that the customer counts on it
     */
    default void missed(Connection connection, long ticket, boolean told, Instant at) throws SQLException {}

    /** A visit cannot begin at the time that a person pinned; somebody comes later, in the window. */
    default void pinNotKept(Connection connection, long ticket, Instant at) throws SQLException {}

    /** A ticket went from one state to another; the last step of a ticket is to {@code closed} or {@code cancelled}. */
    void stepped(Connection connection, long ticket, String from, String to, Instant at) throws SQLException;
}
