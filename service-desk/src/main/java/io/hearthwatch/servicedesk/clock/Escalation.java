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
        return steps;
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
            int level = Math.min(LAST, Math.max(start(about), promise.level()) + 1);
            raise(promise, about, acknowledge ? "not_acknowledged" : "breach", level, at);
            Sql.update(
                    connection,
                    "update service.clock_promise set breached_at = ?, level = ?, next_at = ? where id = ?",
                    at,
                    level,
                    level >= LAST ? null : promises.calendar(promise).due(at, promise.escalate()),
                    promise.id());
            compensate(promise, about, at);
        } else if (isAcknowledged(promise)) {
            // Somebody sees to it: the next person is spared.
            Sql.update(connection, "update service.clock_promise set next_at = null where id = ?", promise.id());
        } else {
            int level = Math.min(LAST, promise.level() + 1);
            raise(promise, about, "escalation", level, at);
            Sql.update(
                    connection,
                    "update service.clock_promise set level = ?, next_at = ? where id = ?",
                    level,
                    level >= LAST ? null : promises.calendar(promise).due(at, promise.escalate()),
                    promise.id());
        }
    }

    private static int start(TicketPromises.Ticket about) {
        return WITH_TECHNICIAN.contains(about.state()) ? 0 : DISPATCHER;
    }

    private boolean isAcknowledged(TicketPromises.Open promise) throws SQLException {
        return Sql.first(connection, """
                        select acknowledged_at from service.alarm where promise = ? and level = ? and kind <> 'warning'
                            and acknowledged_at is not null
                        """, row -> 1, promise.id(), promise.level())
                .isPresent();
    }

    private void raise(TicketPromises.Open promise, TicketPromises.Ticket about, String kind, int level, Instant at)
            throws SQLException {
        Sql.update(
                connection,
                """
                insert into service.alarm (ticket, promise, kind, level, role, centre, subject, raised_at)
                values (?, ?, ?, ?, ?, ?, ? || ' ' || (select round from service.clock_promise where id = ?), ?)
                """,
                ticket,
                promise.id(),
                kind,
                level,
                ROLES.get(level),
                about.centre(),
                promise.promise(),
                promise.id(),
                at);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("promise", promise.promise());
        detail.put("kind", kind);
        detail.put("to", ROLES.get(level));
        Clocks.event(connection, ticket, at, "hearthwatch", kind.equals("breach") ? "breached" : "alarm", detail);
        Outbox.append(connection, at, "ticket.alarm", ticket, detail);
    }

    private void compensate(TicketPromises.Open promise, TicketPromises.Ticket about, Instant at) throws SQLException {
        // What is promised among ourselves costs the customer nothing.
        if (promise.promise().equals(PromiseRule.ACKNOWLEDGE)
                || promise.promise().equals(PromiseRule.CONFIRM)) {
            return;
        }
        Sql.update(connection, """
                insert into service.breach_case (promise, ticket, centre, amount, currency, opened_at, state)
                select ?, ?, ?, t.amount, t.currency, ?, 'open' from (select 1) one
                left join service.breach_tariff t on t.promise = ? on conflict do nothing
                """, promise.id(), ticket, about.centre(), at, promise.promise());
    }
}
