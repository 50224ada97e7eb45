package io.hearthwatch.servicedesk;

import io.hearthwatch.servicedesk.parts.PartsRefusedException;
import io.hearthwatch.servicedesk.parts.Rehoming;
import io.hearthwatch.servicedesk.parts.Serials;
import io.hearthwatch.servicedesk.parts.TicketStock;
import io.hearthwatch.servicedesk.ticket.PartHolding;
import io.hearthwatch.servicedesk.ticket.TicketRefusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Parts for tickets, from the stock. */
final class HeldParts implements PartHolding {
    @Override
    public List<String> hold(
            Connection connection, long ticket, String centre, Collection<String> parts, Instant due, Instant at)
            throws SQLException {
        Stock.Held held = Stock.hold(connection, ticket, centre, parts, at);
        for (String part : held.missing()) {
            Proposals.proposePurchase(connection, ticket, held.warehouses(), part, due, at);
        }
        return held.missing();
    }

    @Override
    public Moved move(Connection connection, long ticket, String centre, Instant due, Instant at) throws SQLException {
        Rehoming.Moved moved = Rehoming.to(connection, ticket, centre, due, at);
        return new Moved(moved.held(), moved.missing(), moved.bringBack());
    }

    @Override
    public void end(Connection connection, long ticket, Map<String, Integer> builtIn, Instant at) throws SQLException {
        TicketStock.endUsing(connection, ticket, builtIn, at);
        TicketStock.withdrawPurchases(connection, ticket, at);
    }

    @Override
    public int use(Connection connection, long ticket, Unit unit, Instant at) throws SQLException {
        try {
            return TicketStock.use(
                    connection,
                    ticket,
                    unit.part(),
                    unit.quantity(),
                    new Serials.Fitted(unit.newSerial(), unit.faultySerial()),
                    at);
        } catch (PartsRefusedException e) {
            throw e.kind() == PartsRefusedException.Kind.INVALID
                    ? TicketRefusal.invalid(e.getMessage(), e.hint())
                    : TicketRefusal.conflict(e.getMessage(), e.hint());
        }
    }
}
