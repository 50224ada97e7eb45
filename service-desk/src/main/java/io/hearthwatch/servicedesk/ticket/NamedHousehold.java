package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The household that somebody names for a ticket. The register says where an appliance stands: a ticket about it is of that household, so that
 * its address, who pays and who is told are those of the ones who own it. Naming another one is refused, and so is naming one that is not
 * there. An appliance that the register has in no household may be named with any: the ticket is that household's, and the register stays as
 * it is, since connecting them is for those who may register.
 */
final class NamedHousehold {
    private static final String REGISTER = "register it by POST /api/v1/households, or load it by a service file";

    private NamedHousehold() {}

    /**
     * The household named in the input under {@code household}.
     *
     * @param appliance id of the appliance that it is about, or null
     * @return its id; empty if none is named
     * @throws TicketRefusal if it is not known, or the appliance stands in another one
     */
    static Optional<String> of(Connection connection, TicketInput input, String appliance, Scope scope)
            throws SQLException {
        Optional<String> named = input.text("household");
        if (named.isEmpty()) {
            return named;
        }
        if (Sql.first(connection, "select 1 from service.household where id = ?", row -> true, named.get())
                .isEmpty()) {
            throw input.wrong("household", "is not known: " + TicketInput.shortened(named.get()), REGISTER);
        }
        Optional<Owner> owner = owner(connection, appliance);
        if (owner.isPresent() && !owner.get().household().equals(named.get())) {
            throw elsewhere(owner.get(), named.get(), appliance, scope);
        }
        return named;
    }

    /** Refuses a call that names another household than the ticket's that it would join. */
    static void requireSame(String named, TicketRow open) {
        if (named != null && open.household() != null && !named.equals(open.household())) {
            throw TicketRefusal.conflict(
                            open.number() + " is open about the same appliance, of household " + open.household()
                                    + ", not " + named,
                            "compare the serial number on the type plate; if it is right, leave the household out")
                    .with("ticket", open.number())
                    .with("household", open.household());
        }
    }

    /** Where people connect an appliance with the household that was named for it; empty where the register knows its household. */
    static Optional<String> unregistered(Connection connection, String household, String appliance)
            throws SQLException {
        return household == null
                        || appliance == null
                        || owner(connection, appliance).isPresent()
                ? Optional.empty()
                : Optional.of("/api/v1/households/" + household + "/appliances/" + appliance);
    }

    private record Owner(String household, String centre) {}

    private static Optional<Owner> owner(Connection connection, String appliance) throws SQLException {
        return appliance == null
                ? Optional.empty()
                : Sql.first(connection, """
                        select h.id, h.centre from service.household_appliance a join service.household h on h.id = a.household
                        where a.appliance = ?
                        """, row -> new Owner(row.getString("id"), row.getString("centre")), appliance);
    }

    /** Names the household that has it only to those who may know of it. */
    private static TicketRefusal elsewhere(Owner owner, String named, String appliance, Scope scope) {
        if (!scope.contains(owner.centre())) {
            return TicketRefusal.conflict(
                    appliance + " stands in another household than " + named + ", one that is not of your centre",
                    "compare the serial number on the type plate; if it is right, ask headquarters to correct the register");
        }
        return TicketRefusal.conflict(
                        "the register has " + appliance + " in household " + owner.household() + ", not in " + named,
                        "leave the household out, or name " + owner.household()
                                + "; if the appliance has moved, disconnect it by DELETE /api/v1/households/"
                                + owner.household() + "/appliances/" + appliance
                                + " and connect it by PUT /api/v1/households/" + named + "/appliances/" + appliance)
                .with("household", owner.household());
    }
}
