package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Who may be sent to a ticket. A centre that has registered its technicians sends one of them, at work, with a licence, and with the skill
 * unless somebody says why not; a centre that has registered none knows its people itself.
 */
final class Assignment {
    private static final int MOST_NAMED = 5;

    private Assignment() {}

    private record Known(String id, String centre, boolean barred) {}

    /**
     * The technician of that name, with a lock until the transaction ends, so that nobody is sent to two places at once.
     *
     * @param overridden whether somebody said why the rules of skill do not matter here
     * @return the id as it is registered, or the name where the centre has registered nobody
     * @throws TicketRefusal if the technician is none of the centre, has no licence, or lacks the skill
     */
    static String to(Connection connection, TicketRow ticket, String name, boolean overridden) throws SQLException {
        Sql.list(
                connection,
                "select pg_advisory_xact_lock(hashtext('service.technician'), hashtext(lower(?)))",
                row -> null,
                name);
        Optional<Known> known = Sql.first(
                connection,
                """
                select id, centre, revoked_at is not null or not active barred from service.technician
                where lower(id) = lower(?) order by id = ? desc limit 1
                """,
                row -> new Known(row.getString("id"), row.getString("centre"), row.getBoolean("barred")),
                name,
                name);
        String centre = ticket.centre();
        if (known.isEmpty() ? registered(connection, centre) : foreign(known.get(), centre)) {
            throw TicketRefusal.conflict(
                    name + " is no technician " + (centre == null ? "that is registered" : "of " + centre),
                    hint(connection, ticket));
        }
        if (known.isEmpty()) {
            return name;
        }
        String id = known.get().id();
        if (known.get().barred()) {
            throw TicketRefusal.conflict(
                    id + " has no licence at present, or is not at work", hint(connection, ticket));
        }
        if (!overridden && !skilled(connection, ticket, id)) {
            throw TicketRefusal.conflict(
                    id + " has not the skill for " + (ticket.faultClass() == null ? "work" : ticket.faultClass())
                            + " on a " + ticket.type(),
                    hint(connection, ticket) + ", or say why it fits as \"override\": \"…\"");
        }
        return id;
    }

    /** Whom the plan has for a ticket. */
    static Optional<String> planned(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.first(
                connection,
                "select technician from service.dispatch_visit where ticket = ? and ended_at is null and held_until is null",
                row -> row.getString("technician"),
                ticket.id());
    }

    private static boolean foreign(Known technician, String centre) {
        return centre != null && !centre.equals(technician.centre());
    }

    private static boolean registered(Connection connection, String centre) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from service.technician where active and (?::text is null or centre = ?) limit 1",
                        row -> true,
                        centre,
                        centre)
                .isPresent();
    }

    private static final String SKILLED = """
            (?::text is null or exists (select from service.technician_skill s where s.technician = t.id and s.type in (?, '*')
                and (?::text is null or s.fault_class in (?, '*'))))
            """;

    private static boolean skilled(Connection connection, TicketRow ticket, String id) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from service.technician t where id = ? and " + SKILLED,
                        row -> true,
                        id,
                        ticket.type(),
                        ticket.type(),
                        ticket.faultClass(),
                        ticket.faultClass())
                .isPresent();
    }

    /** Who could be sent instead. */
    private static String hint(Connection connection, TicketRow ticket) throws SQLException {
        List<String> others = Sql.list(
                connection,
                "select id from service.technician t where active and revoked_at is null and (?::text is null or centre = ?) and "
                        + SKILLED + " order by id limit " + MOST_NAMED,
                row -> row.getString("id"),
                ticket.centre(),
                ticket.centre(),
                ticket.type(),
                ticket.type(),
                ticket.faultClass(),
                ticket.faultClass());
        return others.isEmpty() ? "send another technician" : "send one who can, such as " + String.join(", ", others);
    }
}
