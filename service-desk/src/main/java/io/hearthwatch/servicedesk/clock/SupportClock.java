package io.hearthwatch.servicedesk.clock;

import io.hearthwatch.servicedesk.Outbox;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Centres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The clock of a question to technical support: each level has its time in the centre's working hours ({@code service.support_level}); it is
 * warned before, and what it leaves unanswered goes up to the next level by itself. For one transaction, which has locked the ticket's row.
 */
public final class SupportClock {
    /** Who answers, in the order in which a question goes up. */
    public static final List<String> LEVELS = List.of("colleague", "centre", "headquarters");

    /** Whom each level's alarms go to. */
    private static final Map<String, Integer> TOLD =
            Map.of("colleague", 1, "centre", 2, "headquarters", Escalation.LAST);

    private SupportClock() {}

    private record Open(long id, String level, String question, Instant due, Instant next, boolean warned) {}

    /** Starts the clock of a question that was just asked. */
    public static void start(Connection connection, long request, String centre, String level, Instant at)
            throws SQLException {
        WorkingCalendar calendar =
                centre == null ? WorkingCalendar.ROUND_THE_CLOCK : Centres.calendar(connection, centre);
        record Time(Duration answer, Duration warn) {}
        Time time = Sql.first(
                        connection,
                        "select seconds, warn_seconds from service.support_level where level = ?",
                        row -> new Time(
                                Duration.ofSeconds(row.getLong("seconds")),
                                Duration.ofSeconds(row.getLong("warn_seconds"))),
                        level)
                .orElseThrow();
        Duration until = time.answer().minus(time.warn());
        Sql.update(
                connection,
                "update service.support_request set due_at = ?, next_at = ? where id = ?",
                calendar.due(at, time.answer()),
                until.isZero() ? at : calendar.due(at, until),
                request);
    }

    /** Ends a ticket's question's clock and alarms: it was answered, or handed up by a person. */
    public static void end(Connection connection, long ticket, Instant at) throws SQLException {
        Sql.update(connection, "update service.support_request set next_at = null where ticket = ?", ticket);
        Sql.update(
                connection,
                "update service.alarm set ended_at = greatest(?, raised_at) where ticket = ? and ended_at is null and subject like 'support %'",
                at,
                ticket);
    }

    /**
     * Takes all steps that are due, each at its own instant.
     *
     * @return how many
     */
    static int runDue(Connection connection, long ticket, Instant upTo) throws SQLException {
        int steps = 0;
        while (true) {
            Optional<Open> due = Sql.first(
                    connection,
                    """
                    select * from service.support_request where ticket = ? and next_at <= ? and answered_at is null
                    """,
                    row -> new Open(
                            row.getLong("id"),
                            row.getString("level"),
                            row.getString("question"),
                            Sql.instant(row, "due_at"),
                            Sql.instant(row, "next_at"),
                            row.getObject("warned_at") != null),
                    ticket,
                    upTo);
            if (due.isEmpty()) {
                return steps;
            }
            step(connection, ticket, due.get());
            steps++;
        }
    }

    private static void step(Connection connection, long ticket, Open open) throws SQLException {
        record About(String centre, boolean ended) {}
        About about = Sql.first(
                        connection,
                        "select centre, ended_at is not null ended from service.ticket where id = ?",
                        row -> new About(row.getString("centre"), row.getBoolean("ended")),
                        ticket)
                .orElseThrow();
        Instant at = open.next();
        if (about.ended()) {
            Sql.update(connection, "update service.support_request set next_at = null where id = ?", open.id());
        } else if (!open.warned() && at.isBefore(open.due())) {
            alarm(connection, ticket, about.centre(), "warning", open, at);
            Sql.update(
                    connection,
                    "update service.support_request set warned_at = ?, next_at = due_at where id = ?",
                    at,
                    open.id());
        } else {
            alarm(connection, ticket, about.centre(), "breach", open, at);
            int level = LEVELS.indexOf(open.level());
            boolean last = level == LEVELS.size() - 1;
            Sql.update(
                    connection,
                    last ? "update service.support_request set breached_at = ?, next_at = null where id = ?" : """
                              update service.support_request set breached_at = ?, next_at = null,
                                  answered_at = greatest(due_at, asked_at), answered_by = 'hearthwatch', handed_up = true where id = ?
                              """,
                    at,
                    open.id());
            if (!last) {
                handUp(connection, ticket, about.centre(), LEVELS.get(level + 1), open, at);
            }
        }
    }

    private static void handUp(Connection connection, long ticket, String centre, String level, Open open, Instant at)
            throws SQLException {
        long id = Sql.first(connection, """
                        insert into service.support_request (ticket, level, question, who, asked_at, by_itself)
                        values (?, ?, ?, 'hearthwatch', ?, true) returning id
                        """, row -> row.getLong("id"), ticket, level, open.question(), at)
                .orElseThrow();
        start(connection, id, centre, level, at);
        Clocks.event(
                connection, ticket, at, "hearthwatch", "support_asked", Map.of("level", level, "from", open.level()));
    }

    private static void alarm(Connection connection, long ticket, String centre, String kind, Open open, Instant at)
            throws SQLException {
        int told = TOLD.get(open.level());
        Sql.update(connection, """
                insert into service.alarm (ticket, kind, level, role, centre, subject, raised_at)
                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """, ticket, kind, told, Escalation.ROLES.get(told), centre, "support " + open.id(), at);
        Map<String, Object> detail =
                Map.of("promise", "support", "kind", kind, "to", Escalation.ROLES.get(told), "level", open.level());
        Clocks.event(connection, ticket, at, "hearthwatch", kind.equals("breach") ? "breached" : "alarm", detail);
        Outbox.append(connection, at, "ticket.alarm", ticket, detail);
    }
}
