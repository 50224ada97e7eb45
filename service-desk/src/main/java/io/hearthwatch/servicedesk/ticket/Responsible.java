package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Who is served, and which centre serves them; either may be null. */
record Responsible(String household, String centre) {

    /**
     * The household named, else the appliance's; the centre named, else the household's, else the one that serves the type.
     */
    static Responsible of(Connection connection, String appliance, String type, String household, String centre)
            throws SQLException {
        return Sql.first(
                        connection,
                        """
                        select h.id household, coalesce(?, h.centre, d.centre) centre from (select 1) always
                        left join service.household h on h.id = coalesce(?,
                            (select household from service.household_appliance where appliance = ?))
                        left join service.default_centre d on d.type = ?
                        """,
                        row -> new Responsible(row.getString("household"), row.getString("centre")),
                        centre,
                        household,
                        appliance,
                        type)
                .orElseThrow();
    }
}
