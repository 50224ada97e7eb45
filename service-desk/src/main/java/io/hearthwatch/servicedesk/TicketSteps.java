package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.policy.EndReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The one place where a ticket's state changes. Each step writes who, when, what, and how long the state before lasted; tells the
 * {@link TicketClocks}; and announces itself in the outbox. Whether a step is allowed is data ({@code service.ticket_transition}), which
 * the database holds everybody to. The caller has locked the ticket's pair or row.
 */
public final class TicketSteps {
    private final TicketClocks clocks;

    public TicketSteps(TicketClocks clocks) {
        this.clocks = clocks;
    }

    /**
     * How a ticket ends.
     *
     * @param state {@code closed} after work, {@code cancelled} where none was done
     * @param finding failure, no_failure or nothing_found; null where nobody looked
     */
    public record Ending(String state, EndReason reason, String finding) {
        /** In the state that usually goes with the reason. */
        public static Ending of(EndReason reason, String finding) {
            return new Ending(reason.state(), reason, finding);
        }
    }

    private record Before(String state, Instant since) {}

    /** Notes that a ticket was opened, whose row is there already. */
    public void opened(Connection connection, long ticket, String who, Map<String, ?> detail, Instant at)
            throws SQLException {
        Sql.update(connection, """
                insert into service.ticket_event (ticket, at, who, what, detail, to_state)
                values (?, ?, ?, 'opened', ?::jsonb, 'opened')
                """, ticket, at, who, Sql.json(detail));
        clocks.opened(connection, ticket, at);
        announce(connection, ticket, at, "ticket.opened");
    }

    /** The customer called about it, so that they wait for it from now on. */
    public void called(Connection connection, long ticket, Instant at) throws SQLException {
        clocks.called(connection, ticket, at);
    }

    /** The appliance of an open ticket raised a safety code that the ticket did not have. */
    public void safetyCode(Connection connection, long ticket, String code, Text said, Instant at) throws SQLException {
        clocks.safetyCode(connection, ticket, code, said, at);
    }

    /**
     * Nobody can come to the visit in its window any more.
     *
     * @param told whether the customer counts on it
     */
    public void missed(Connection connection, long ticket, boolean told, Instant at) throws SQLException {
        clocks.missed(connection, ticket, told, at);
    }

    /** A visit cannot begin at the time that a person pinned. */
    public void pinNotKept(Connection connection, long ticket, Instant at) throws SQLException {
        clocks.pinNotKept(connection, ticket, at);
    }

    /**
     * A campaign opened it, or has found it open about the same.
     *
     * @return whether the customer is told
     */
    public boolean campaign(Connection connection, long ticket, long campaign, Instant at) throws SQLException {
        return clocks.campaign(connection, ticket, campaign, at);
    }

    /** A ticket is about to go to another centre: before its parts are looked for there. */
    public void leaving(Connection connection, long ticket, String centre, String who, Instant at) throws SQLException {
        clocks.leaving(connection, ticket, centre, who, at);
    }

    /**
     * Gives a ticket to another centre, which keeps the window that the customer was promised: whoever was to come does not, and the
     * visit has to be planned there. After {@link #leaving} and after its parts.
     *
     * @param planned whether the ticket has a window
     */
    public void handOver(
            Connection connection,
            long ticket,
            String centre,
            boolean planned,
            String who,
            Map<String, ?> detail,
            Instant at)
            throws SQLException {
        Sql.update(connection, "update service.ticket set centre = ?, technician = null where id = ?", centre, ticket);
        event(connection, ticket, at, who, "handed_over", detail);
        clocks.handedOver(connection, ticket, at);
        if (planned) {
            step(connection, ticket, "scheduled", who, detail, at);
        }
        announce(connection, ticket, at, "ticket.handed_over");
    }

    /**
     * Takes a step that does not end the ticket.
     *
     * @return the instant at which it counts as taken: never before the step before it, even if a clock was set back
     */
    public Instant step(
            Connection connection, long ticket, String toState, String who, Map<String, ?> detail, Instant at)
            throws SQLException {
        Before before = before(connection, ticket);
        Instant when = at.isBefore(before.since()) ? before.since() : at;
        Sql.update(connection, """
                update service.ticket set state = ?, stepped_at = ?, ended_at = null, end_reason = null, finding = null,
                    expires_at = null, times_reopened = times_reopened + ? where id = ?
                """, toState, when, "reopened".equals(toState) ? 1 : 0, ticket);
        written(connection, ticket, before, toState, who, detail, when);
        return when;
    }

    /**
     * Takes the last step: to {@code closed}, or to {@code cancelled} where nothing was done.
     *
     * @return the instant of the end
     */
    public Instant end(Connection connection, long ticket, Ending ending, String who, Map<String, ?> detail, Instant at)
            throws SQLException {
        Before before = before(connection, ticket);
        Instant when = at.isBefore(before.since()) ? before.since() : at;
        String state = ending.state();
        Sql.update(
                connection,
                "update service.ticket set state = ?, stepped_at = ?, ended_at = ?, end_reason = ?, finding = ? where id = ?",
                state,
                when,
                when,
                ending.reason().id(),
                ending.finding(),
                ticket);
        Map<String, Object> all = new LinkedHashMap<>(detail);
        all.put("reason", ending.reason().id());
        if (ending.finding() != null) {
            all.put("finding", ending.finding());
        }
        written(connection, ticket, before, state, who, all, when);
        return when;
    }

    private static Before before(Connection connection, long ticket) throws SQLException {
        return Sql.first(
                        connection,
                        "select state, stepped_at from service.ticket where id = ? for no key update",
                        row -> new Before(row.getString("state"), Sql.instant(row, "stepped_at")),
                        ticket)
                .orElseThrow(() -> new NoSuchTicketException(ticket));
    }

    private void written(
            Connection connection,
            long ticket,
            Before before,
            String toState,
            String who,
            Map<String, ?> detail,
            Instant at)
            throws SQLException {
        Sql.update(
                connection,
                """
                insert into service.ticket_event (ticket, at, who, what, detail, from_state, to_state, lasted_seconds)
                values (?, ?, ?, ?, ?::jsonb, ?, ?, ?)
                """,
                ticket,
                at,
                who,
                toState,
                Sql.json(detail),
                before.state(),
                toState,
                Duration.between(before.since(), at).toSeconds());
        clocks.stepped(connection, ticket, before.state(), toState, at);
        announce(connection, ticket, at, "ticket." + toState);
    }

    /** Something about a ticket that is not a step. */
    public static void event(
            Connection connection, long ticket, Instant at, String who, String what, Map<String, ?> detail)
            throws SQLException {
        Sql.update(
                connection,
                "insert into service.ticket_event (ticket, at, who, what, detail) values (?, ?, ?, ?, ?::jsonb)",
                ticket,
                at,
                who,
                what,
                Sql.json(detail));
    }

    /** Tells the outbox; the last thing a transaction does, save for more of the same. */
    public static void announce(Connection connection, long ticket, Instant at, String kind) throws SQLException {
        Map<String, Object> payload = Sql.first(
                        connection,
                        """
                        select t.number, a.id appliance, t.type, t.component, t.state, t.kind, t.version
                        from service.ticket t left join fleet.appliance a using (appliance_no) where t.id = ?
                        """,
                        row -> {
                            Map<String, Object> about = new LinkedHashMap<>();
                            about.put("number", row.getString("number"));
                            about.put("appliance", row.getString("appliance"));
                            about.put("type", row.getString("type"));
                            about.put("component", row.getString("component"));
                            about.put("state", row.getString("state"));
                            about.put("kind", row.getString("kind"));
                            about.put("version", row.getInt("version"));
                            return about;
                        },
                        ticket)
                .orElseThrow();
        Outbox.append(connection, at, kind, ticket, payload);
    }
}
