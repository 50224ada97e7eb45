package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The ids under which other systems know tickets: each leads to one ticket, and a ticket has one in each system. */
final class ExternalIds {
    private static final String KEY = "external";

    private ExternalIds() {}

    private record Id(String system, String id) {
        static Id of(String system, TicketInput input) {
            if (!system.matches("[a-z0-9][a-z0-9._-]{0,59}")) {
                throw TicketRefusal.invalid(
                        "the system '" + TicketInput.shortened(system) + "' is not up to 60 small letters and digits",
                        "use a short name such as erp");
            }
            String id = input.required("id", "send the id that the ticket has there");
            if (id.length() > 200) {
                throw TicketRefusal.invalid("the id is longer than 200 characters", "send a shorter one");
            }
            return new Id(system, id);
        }

        Optional<Long> ticket(Connection connection) throws SQLException {
            return Sql.first(
                    connection,
                    "select ticket from service.ticket_external where system = ? and external_id = ?",
                    row -> row.getLong("ticket"),
                    system,
                    id);
        }

        /** Two who tell of the same id at once are one after the other. */
        void lock(Connection connection) throws SQLException {
            Sql.list(
                    connection,
                    "select pg_advisory_xact_lock(hashtext('service.ticket_external'), hashtext(?))",
                    row -> null,
                    system + "\n" + id);
        }
    }

    /** What opens a ticket for a request that says nothing of other systems. */
    @FunctionalInterface
    interface Open {
        Writing.Opened run(TicketRequest request) throws SQLException;
    }

    /** Opens a ticket that another system knows; if it told of it before, that ticket is the answer. */
    static Writing.Opened open(Connection connection, TicketRequest request, Instant at, Open open)
            throws SQLException {
        if (!request.input().has(KEY)) {
            return open.run(request);
        }
        TicketInput said = request.input().object(KEY).allow("system", "id");
        Id id = Id.of(said.required("system", "say which system knows the ticket under that id"), said);
        id.lock(connection);
        Optional<Long> known = id.ticket(connection);
        if (known.isPresent()) {
            TicketRow ticket = TicketRow.find(connection, known.get()).orElseThrow();
            if (!request.scope().contains(ticket.centre())) {
                throw TicketRefusal.notFound("the ticket of that id is not yours", "ask headquarters");
            }
            return new Writing.Opened(ticket.id(), false, Map.of("known", true));
        }
        Writing.Opened opened = open.run(new TicketRequest(
                request.who(),
                request.version(),
                request.once(),
                request.fingerprint(),
                request.scope(),
                request.input().without(KEY)));
        TicketRow ticket = TicketRow.find(connection, opened.ticket()).orElseThrow();
        return new Writing.Opened(
                opened.ticket(),
                opened.fresh(),
                with(opened.result(), note(connection, ticket, id, request.who(), at)));
    }

    private static Map<String, Object> with(Map<String, Object> result, Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(result);
        all.putAll(more);
        return all;
    }

    /** Notes the id of a ticket that is there; saying the same again changes nothing. */
    static Map<String, Object> note(
            Connection connection, TicketRow ticket, String system, TicketRequest request, Instant at)
            throws SQLException {
        Id id = Id.of(system, request.input().allow("id"));
        id.lock(connection);
        return note(connection, ticket, id, request.who(), at);
    }

    private static Map<String, Object> note(Connection connection, TicketRow ticket, Id id, String who, Instant at)
            throws SQLException {
        Map<String, Object> told = Map.of("system", id.system(), "id", id.id());
        Optional<Long> other = id.ticket(connection);
        if (other.isPresent() && other.get() == ticket.id()) {
            return Map.of(KEY, told);
        }
        if (other.isPresent()) {
            String number =
                    TicketRow.find(connection, other.get()).orElseThrow().number();
            throw TicketRefusal.conflict(
                            "the id " + id.id() + " of " + id.system() + " is that of " + number, "work on that ticket")
                    .with("ticket", number);
        }
        Optional<String> before = Sql.first(
                connection,
                "select external_id from service.ticket_external where ticket = ? and system = ?",
                row -> row.getString("external_id"),
                ticket.id(),
                id.system());
        if (before.isPresent()) {
            throw TicketRefusal.conflict(
                    ticket.number() + " has the id " + before.get() + " in " + id.system(),
                    "open another ticket for another case there");
        }
        Sql.update(
                connection,
                "insert into service.ticket_external (system, external_id, ticket, who, at) values (?, ?, ?, ?, ?)",
                id.system(),
                id.id(),
                ticket.id(),
                who,
                at);
        Writing.note(connection, ticket, at, who, "external_reference", told);
        return Map.of(KEY, told);
    }

    /** The ticket that a system knows under an id. */
    static Optional<Long> find(Connection connection, String system, String id) throws SQLException {
        return new Id(system, id).ticket(connection);
    }
}
