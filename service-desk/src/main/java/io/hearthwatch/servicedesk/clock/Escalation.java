package io.hearthwatch.servicedesk.clock;

import io.hearthwatch.servicedesk.Outbox;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What happens at a promise's instants, each step once: a warning to whoever has the job, at the breach the next person, and one more with
 * every further interval in which nobody acknowledges, up to headquarters. For one transaction, which has locked the ticket's row.
 */
final class Escalation {
    /** Who hears of it, in order. */
    static final List<String> ROLES =
            List.of("technician", "dispatcher", "station_chief", "region_supervisor", "headquarters");

    static final int LAST = ROLES.size() - 1;

    private static final int DISPATCHER = 1;
    private static final int CHIEF = 2;
    private static final Set<String> WITH_TECHNICIAN = Set.of("dispatched", "confirmed", "on_site");

    private final Connection connection;
    private final long ticket;
    private final TicketPromises promises;

    Escalation(Connection connection, long ticket) {
        this.connection = connection;
        this.ticket = ticket;
        this.promises = new TicketPromises(connection, ticket);
    }

    /**
     * Takes all steps that are due, each at its own instant.
     *
     * @return how many
     */
    int runDue(Instant upTo) throws SQLException {
        int steps = 0;
        boolean more = true;
        while (more) {
            more = false;
            for (TicketPromises.Open promise : promises.open()) {
                if (promise.next() != null && !promise.next().isAfter(upTo)) {
                    step(promise);
                    steps++;
                    more = true;
                }
            }
        }
        return steps + said(upTo) + SupportClock.runDue(connection, ticket, upTo);
    }

    /** What people promised by when, and nobody said that it was kept. */
    private int said(Instant upTo) throws SQLException {
        record Said(long id, Instant due) {}
        List<Said> due = Sql.list(
                connection,
                "select p.id, p.due_at from service.ticket_promise p join service.ticket t on t.id = p.ticket"
                        + " where p.ticket = ? and p.due_at <= ?" + Clocks.SAID + "order by p.due_at, p.id",
                row -> new Said(row.getLong("id"), Sql.instant(row, "due_at")),
                ticket,
                upTo);
        for (Said each : due) {
            TicketPromises.Ticket about = promises.ticket();
            Compensations.broken(connection, each.id(), about.centre(), "hearthwatch", each.due());
            alarm(null, about.centre(), "breach", CHIEF, "promise " + each.id(), "promise", each.due());
        }
        return due.size();
    }

    private void step(TicketPromises.Open promise) throws SQLException {
        Instant at = promise.next();
        TicketPromises.Ticket about = promises.ticket();
        boolean acknowledge = promise.promise().equals(PromiseRule.ACKNOWLEDGE);
        if (promise.breachedAt() == null && promise.warnedAt() == null && at.isBefore(promise.due())) {
            int level = start(about);
            raise(promise, about, "warning", level, at);
            Sql.update(
                    connection,
                    "update service.clock_promise set warned_at = ?, level = ?, next_at = due_at where id = ?",
                    at,
                    level,
                    promise.id());
        } else if (promise.breachedAt() == null) {
            int level = Math.min(last(about, promise), Math.max(start(about), promise.level()) + 1);
            raise(promise, about, acknowledge ? "not_acknowledged" : "breach", level, at);
            Sql.update(
                    connection,
                    "update service.clock_promise set breached_at = ?, level = ?, next_at = ? where id = ?",
                    at,
                    level,
                    level >= last(about, promise)
                            ? null
                            : promises.calendar(promise).due(at, promise.escalate()),
                    promise.id());
            compensate(promise, about, at);
        } else if (isAcknowledged(promise)) {
            // Somebody sees to it: the next person is spared.
            Sql.update(connection, "update service.clock_promise set next_at = null where id = ?", promise.id());
        } else {
            int level = Math.min(last(about, promise), promise.level() + 1);
            raise(promise, about, "escalation", level, at);
            Sql.update(
                    connection,
                    "update service.clock_promise set level = ?, next_at = ? where id = ?",
                    level,
                    level >= last(about, promise)
                            ? null
                            : promises.calendar(promise).due(at, promise.escalate()),
                    promise.id());
        }
    }

    /** Tells the dispatcher of a visit that is not as it was agreed; once, until that has ended. */
    static void dispatcher(Connection connection, long ticket, String kind, Instant at) throws SQLException {
        int raised = Sql.update(connection, """
                insert into service.alarm (ticket, kind, level, role, centre, subject, raised_at)
                select t.id, ?, ?, ?, t.centre,
                    'visit ' || 1 + (select count(*) from service.alarm a where a.ticket = t.id and a.kind = ?), ?
                from service.ticket t where t.id = ? and not exists (select from service.alarm a
                    where a.ticket = t.id and a.kind = ? and a.ended_at is null)
                """, kind, DISPATCHER, ROLES.get(DISPATCHER), kind, at, ticket, kind);
        if (raised == 0) {
            return;
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("kind", kind);
        detail.put("to", ROLES.get(DISPATCHER));
        Clocks.event(connection, ticket, at, "hearthwatch", "alarm", detail);
        Outbox.append(connection, at, "ticket.alarm", ticket, detail);
    }

    private static int start(TicketPromises.Ticket about) {
        return WITH_TECHNICIAN.contains(about.state()) ? 0 : DISPATCHER;
    }

    /** A customer who waits for nothing yet is no matter for those above the centre. */
    private static int last(TicketPromises.Ticket about, TicketPromises.Open promise) {
        return about.expects(promise.promise()) ? LAST : CHIEF;
    }

    private boolean isAcknowledged(TicketPromises.Open promise) throws SQLException {
        return Sql.first(connection, """
                        select acknowledged_at from service.alarm
                        where promise = ? and kind <> 'warning' and acknowledged_at is not null limit 1
                        """, row -> 1, promise.id()).isPresent();
    }

    private void raise(TicketPromises.Open promise, TicketPromises.Ticket about, String kind, int level, Instant at)
            throws SQLException {
        int round = Sql.first(
                        connection,
                        "select round from service.clock_promise where id = ?",
                        row -> row.getInt("round"),
                        promise.id())
                .orElseThrow();
        String subject = promise.promise() + " " + round;
        alarm(promise.id(), about.centre(), kind, level, subject, promise.promise(), at);
    }

    private void alarm(Long promise, String centre, String kind, int level, String subject, String what, Instant at)
            throws SQLException {
        Sql.update(connection, """
                insert into service.alarm (ticket, promise, kind, level, role, centre, subject, raised_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """, ticket, promise, kind, level, ROLES.get(level), centre, subject, at);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("promise", what);
        detail.put("kind", kind);
        detail.put("to", ROLES.get(level));
        Clocks.event(connection, ticket, at, "hearthwatch", kind.equals("breach") ? "breached" : "alarm", detail);
        Outbox.append(connection, at, "ticket.alarm", ticket, detail);
    }

    private void compensate(TicketPromises.Open promise, TicketPromises.Ticket about, Instant at) throws SQLException {
        // What is promised among ourselves costs the customer nothing.
        if (promise.promise().equals(PromiseRule.ACKNOWLEDGE)
                || promise.promise().equals(PromiseRule.CONFIRM)
                || !about.expects(promise.promise())) {
            return;
        }
        Compensations.open(
                connection,
                new Compensations.Broken(null, promise.id(), promise.promise(), ticket, about.centre(), at));
    }
}
