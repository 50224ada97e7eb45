package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.Urgency;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A ticket as those who work on it need it, with what the registry knows about its appliance.
 *
 * @param applianceNo null where it is about none
 * @param round how often it was reopened; what was done before counts for the round before
 */
record TicketRow(
        long id,
        String number,
        Integer applianceNo,
        String appliance,
        String type,
        String model,
        LocalDate producedOn,
        LocalDate purchasedOn,
        String component,
        String household,
        String centre,
        String source,
        String kind,
        String state,
        int version,
        Instant openedAt,
        Instant endedAt,
        Instant hitAt,
        Instant calledAt,
        String way,
        String faultClass,
        List<String> faultCodes,
        Instant windowFrom,
        Instant windowTo,
        String technician,
        int round,
        Urgency urgency) {
    static final String UNKNOWN = "unknown";

    private static final String SELECT = """
            select t.*, coalesce(t.type, a.type) about, a.id appliance, a.model, a.produced_on, a.purchased_on
            from service.ticket t left join fleet.appliance a using (appliance_no)
            """;

    boolean open() {
        return endedAt == null;
    }

    boolean knowsComponent() {
        return !UNKNOWN.equals(component);
    }

    static Optional<TicketRow> find(Connection connection, long id) throws SQLException {
        return Sql.first(connection, SELECT + " where t.id = ?", TicketRow::read, id);
    }

    /** The id of a ticket by its number for people, or by the id itself. */
    static long id(Connection connection, String name) throws SQLException {
        boolean isId = name.matches("\\d{1,18}");
        return Sql.first(
                        connection,
                        "select id from service.ticket where " + (isId ? "id = ?" : "number = ?"),
                        row -> row.getLong(1),
                        isId ? (Object) Long.parseLong(name) : name)
                .orElseThrow(() -> TicketRefusal.notFound(
                        "there is no ticket '" + TicketInput.shortened(name) + "'",
                        "look at /api/v1/tickets?state=all"));
    }

    static TicketRow read(ResultSet row) throws SQLException {
        return new TicketRow(
                row.getLong("id"),
                row.getString("number"),
                row.getObject("appliance_no", Integer.class),
                row.getString("appliance"),
                row.getString("about"),
                row.getString("model"),
                row.getObject("produced_on", LocalDate.class),
                row.getObject("purchased_on", LocalDate.class),
                row.getString("component"),
                row.getString("household"),
                row.getString("centre"),
                row.getString("source"),
                row.getString("kind"),
                row.getString("state"),
                row.getInt("version"),
                Sql.instant(row, "opened_at"),
                Sql.instant(row, "ended_at"),
                Sql.instant(row, "hit_at"),
                Sql.instant(row, "called_at"),
                row.getString("way"),
                row.getString("fault_class"),
                List.copyOf(Arrays.asList((String[]) row.getArray("fault_codes").getArray())),
                Sql.instant(row, "window_from"),
                Sql.instant(row, "window_to"),
                row.getString("technician"),
                row.getInt("times_reopened"),
                Urgency.ofLevel(row.getInt("urgency")));
    }
}
