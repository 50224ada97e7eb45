package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The component that a ticket is about: unknown at first, named once. */
final class Components {
    private Components() {}

    /** Whether the ticket is about one component that is known. */
    static boolean isAbout(TicketRow ticket) {
        return ticket.knowsComponent()
                && (ticket.kind().equals("repair") || ticket.kind().equals("part_replacement"));
    }

    /** Names the component; the same name again does nothing. */
    static void name(Connection connection, Catalog catalog, TicketRow ticket, String component, TicketInput input)
            throws SQLException {
        if (ticket.component().equals(component)) {
            return;
        }
        if (ticket.knowsComponent()) {
            throw TicketRefusal.conflict(
                    ticket.number() + " is about the " + ticket.component() + ", which never changes",
                    "write down another cause as a finding");
        }
        ApplianceType type =
                ticket.type() == null ? null : catalog.find(ticket.type()).orElse(null);
        if (type == null || type.component(ticket.model(), component).isEmpty()) {
            throw input.wrong(
                    "component",
                    "is not one of the appliance: " + TicketInput.shortened(component),
                    type == null
                            ? "leave it out"
                            : "use one of "
                                    + String.join(", ", type.components().keySet()));
        }
        if (ticket.applianceNo() != null) {
            Writing.lockPair(connection, ticket.applianceNo(), component);
            Optional<String> other = openTicket(connection, ticket.applianceNo(), component, ticket.id());
            if (other.isPresent() && !ticket.kind().equals("complaint")) {
                throw TicketRefusal.conflict(
                                other.get() + " is open about the same appliance and component",
                                "cancel this ticket as declined with a note, and work on " + other.get())
                        .with("ticket", other.get());
            }
        }
        Sql.update(connection, "update service.ticket set component = ? where id = ?", component, ticket.id());
    }

    /**
     * Names the component of a ticket of which nobody knew it, unless another ticket is open about that one.
     *
     * @param component one of the appliance's
     * @return whether it is named
     */
    static boolean nameIfFree(Connection connection, TicketRow ticket, String component) throws SQLException {
        Writing.lockPair(connection, ticket.applianceNo(), component);
        boolean free = openTicket(connection, ticket.applianceNo(), component, ticket.id())
                .isEmpty();
        if (free) {
            Sql.update(connection, "update service.ticket set component = ? where id = ?", component, ticket.id());
        }
        return free;
    }

    /** The number of another open ticket about the same component. */
    static Optional<String> openTicket(Connection connection, TicketRow ticket) throws SQLException {
        return ticket.applianceNo() == null
                        || !(ticket.kind().equals("repair") || ticket.kind().equals("part_replacement"))
                ? Optional.empty()
                : openTicket(connection, ticket.applianceNo(), ticket.component(), ticket.id());
    }

    private static Optional<String> openTicket(Connection connection, int applianceNo, String component, long but)
            throws SQLException {
        return Sql.first(connection, """
                select number from service.ticket
                where appliance_no = ? and component = ? and ended_at is null and kind in ('repair', 'part_replacement') and id <> ?
                """, row -> row.getString("number"), applianceNo, component, but);
    }
}
