package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.FleetRejectedException;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The appliance that is handed over in an exchange: it leaves the stock, and takes the old one's place in its household. */
final class Exchanges {
    private final Fleet fleet;
    private final PartHolding parts;

    Exchanges(Fleet fleet, PartHolding parts) {
        this.fleet = fleet;
        this.parts = parts;
    }

    /**
     * Hands it over. The caller's transaction is also the fleet's.
     *
     * @param stock part number under which such appliances are kept, or null if it comes from outside stock
     * @return what became of it
     */
    Map<String, Object> handOver(Connection connection, TicketRow ticket, String serial, String stock, Instant at)
            throws SQLException {
        Map<String, Object> result = new LinkedHashMap<>();
        if (stock != null) {
            result.put(
                    "outside_stock",
                    parts.use(connection, ticket.id(), new PartHolding.Unit(stock, 1, serial, null), at));
        }
        if (ticket.appliance() == null) {
            return result;
        }
        register(ticket, serial, at);
        Optional<String> elsewhere = Sql.first(
                connection,
                "select household from service.household_appliance where appliance = ?",
                row -> row.getString("household"),
                serial);
        if (elsewhere.isPresent()) {
            throw TicketRefusal.conflict(
                    "appliance " + serial + " is in a household already", "read the new one's type plate again");
        }
        int moved = Sql.update(
                connection,
                "update service.household_appliance set appliance = ? where appliance = ?",
                serial,
                ticket.appliance());
        result.put("appliance", serial);
        result.put("in_household", moved == 1);
        return result;
    }

    private void register(TicketRow ticket, String serial, Instant at) {
        Optional<Appliance> known = fleet.find(serial);
        if (known.isPresent() && !known.get().type().equals(ticket.type())) {
            throw TicketRefusal.conflict(
                    "appliance " + serial + " is a " + known.get().type() + ", not a " + ticket.type(),
                    "read the new one's type plate again");
        }
        if (serial.equals(ticket.appliance())) {
            throw TicketRefusal.invalid(
                    "new_serial is that of the appliance which came back", "read the new one's type plate");
        }
        try {
            fleet.add(new NewAppliance(
                    serial, ticket.type(), ticket.model(), null, null, Payers.day(at), null, Map.of()));
        } catch (FleetRejectedException e) {
            throw TicketRefusal.invalid("new_serial: " + e.getMessage(), "read the new one's type plate again");
        }
    }
}
