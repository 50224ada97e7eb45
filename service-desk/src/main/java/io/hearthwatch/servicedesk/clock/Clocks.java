package io.hearthwatch.servicedesk.clock;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketClocks;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Promises and their clocks. Steps of tickets start and end them ({@link #listener}); {@link #runDue} warns, notes breaches
 * and tells the next person; people pause them while the customer or a part is waited for. Everything about one ticket's clocks happens one
 * after the other, under the lock of its row, so several processes on one database raise each alarm once. Thread-safe.
 */
public final class Clocks {
    /** Of what people promised on a ticket that was cancelled, only what was due before counts. */
    static final String SAID = " and p.state = 'open' and (t.state <> 'cancelled' or p.due_at < t.ended_at) ";

    private static final int AT_ONCE = 200;
    private static final Duration LONGEST = Duration.ofDays(366);

    private final Database database;
    private final InstantSource clock;
    private final ClockReads reads;
    private final TicketClocks steps = new ClockSteps();

    /** On a database whose schema {@code service} is up to date. */
    public Clocks(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.reads = new ClockReads(database, clock);
    }

    /** What hears of tickets' steps. */
    public TicketClocks listener() {
        return steps;
    }

    /** What people see of promises and alarms. */
    public ClockReads reads() {
        return reads;
    }

    static void event(Connection connection, long ticket, Instant at, String who, String what, Map<String, ?> detail)
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

    // What time brings

    /** The next instant at which a promise needs something done. */
    public Optional<Instant> nextDue() {
        return database.withConnection(connection -> Sql.first(
                        connection, """
                        select least((select min(next_at) from service.clock_promise where next_at is not null),
                            (select min(next_at) from service.support_request where next_at is not null),
                            (select min(p.due_at) from service.ticket_promise p join service.ticket t on t.id = p.ticket
                                where p.due_at is not null""" + SAID + """
                            ),
                            (select min(due_at) from service.due_call), (select min(due_at) from service.due_loaner)) next_at
                        """, row -> Optional.ofNullable(Sql.instant(row, "next_at")))
                .flatMap(next -> next));
    }

    /**
     * Warns, notes breaches, and tells the next person, for all that is due; each step at its own instant, and once.
     *
     * @return how many alarms were raised
     */
    public int runDue(Instant upTo) {
        int steps = database.inTransaction(connection -> calls(connection, upTo));
        while (true) {
            List<Long> tickets = database.withConnection(connection ->
                    Sql.list(connection, """
                    select ticket, min(next_at) next_at from (
                        select ticket, next_at from service.clock_promise where next_at <= ?
                        union all select ticket, next_at from service.support_request where next_at <= ?
                        union all select p.ticket, p.due_at from service.ticket_promise p join service.ticket t on t.id = p.ticket
                            where p.due_at <= ?""" + SAID + """
                        ) due
                    group by ticket order by next_at, ticket limit ?
                    """, row -> row.getLong("ticket"), upTo, upTo, upTo, AT_ONCE));
            if (tickets.isEmpty()) {
                return steps;
            }
            for (long ticket : tickets) {
                steps += database.inTransaction(connection -> {
                    lock(connection, ticket);
                    return new Escalation(connection, ticket).runDue(upTo);
                });
            }
        }
    }

    /** Check-backs and follow-up calls that nobody made in time, and loaners that are not back. */
    private static int calls(Connection connection, Instant upTo) throws SQLException {
        Sql.update(connection, """
                update service.alarm a set ended_at = ? where ended_at is null and (
                    kind = 'check_back' and exists (select from service.ticket_guidance g
                        where 'check_back ' || g.id = a.subject and g.checked_at is not null)
                    or kind = 'follow_up' and exists (select from service.ticket_follow_up f
                        where 'follow_up ' || f.id = a.subject and f.at is not null)
                    or kind = 'loaner' and not exists (select from service.loaner l
                        where l.ticket = a.ticket and l.returned_at is null
                            and 'loaner ' || l.id || ' ' || extract(epoch from l.due_at)::bigint = a.subject))
                """, upTo);
        return Sql.update(connection, """
                insert into service.alarm (ticket, kind, level, role, centre, subject, raised_at)
                select ticket, kind, 1, 'dispatcher', centre, subject, due_at
                from (select * from service.due_call union all select * from service.due_loaner) due where due_at <= ?
                on conflict do nothing
                """, upTo);
    }

    private static void lock(Connection connection, long ticket) throws SQLException {
        if (Sql.list(connection, "select 1 from service.ticket where id = ? for no key update", row -> 1, ticket)
                .isEmpty()) {
            throw Refusal.notFound("ticket", String.valueOf(ticket), "look at /api/v1/tickets");
        }
    }

    // What people do

    /** Whether anything changes under the ticket's lock, with what was due before it done first. */
    @FunctionalInterface
    private interface Work {
        void run(Connection connection, TicketPromises promises, Instant at) throws SQLException;
    }

    private void change(long ticket, Work work) {
        database.inTransaction(connection -> {
            lock(connection, ticket);
            Instant at = clock.instant();
            new Escalation(connection, ticket).runDue(at);
            work.run(connection, new TicketPromises(connection, ticket), at);
            return null;
        });
    }

    /**
     * The ticket waits: its clocks stand until {@link #resume}. The clocks of a job's acknowledgement go on.
     *
     * @param forWhat customer or part
     * @throws Refusal if it waits already, or has ended
     */
    public void pause(long ticket, String forWhat, String reason, String who) {
        if (!forWhat.equals("customer") && !forWhat.equals("part")) {
            throw Refusal.invalid("a ticket does not wait for '" + forWhat + "'", "use customer or part");
        }
        change(ticket, (connection, promises, at) -> {
            if (promises.isWaiting()) {
                throw Refusal.conflict("the ticket waits already", "resume it first");
            }
            String state = promises.ticket().state();
            if (state.equals("closed") || state.equals("cancelled")) {
                throw Refusal.conflict("the ticket has ended: it is " + state, "reopen it first");
            }
            Sql.update(
                    connection,
                    "insert into service.ticket_wait (ticket, for_what, reason, since, who) values (?, ?, ?, ?, ?)",
                    ticket,
                    forWhat,
                    reason,
                    at,
                    who);
            for (TicketPromises.Open open : promises.open()) {
                if (!open.promise().equals(PromiseRule.ACKNOWLEDGE)) {
                    promises.pause(open, at);
                }
            }
            event(connection, ticket, at, who, "waits", Map.of("for", forWhat, "reason", reason));
        });
    }

    /** The ticket waits no longer. */
    public void resume(long ticket, String who) {
        change(ticket, (connection, promises, at) -> {
            if (!promises.isWaiting()) {
                throw Refusal.conflict("the ticket does not wait", "nothing is to be done");
            }
            Sql.update(
                    connection,
                    "update service.ticket_wait set ended_at = ?, ended_by = ? where ticket = ? and ended_at is null",
                    at,
                    who,
                    ticket);
            for (TicketPromises.Open open : promises.open()) {
                promises.resume(open, at);
            }
            event(connection, ticket, at, who, "goes_on", Map.of());
        });
    }

    /** Promises another time, agreed with the customer; what was used and what was waited stays. */
    public void promise(long ticket, String promise, Duration promised, String reason, String who) {
        if (promised.isNegative() || promised.isZero() || promised.compareTo(LONGEST) > 0) {
            throw Refusal.invalid("the time promised must be more than none, and at most a year", "such as PT8H");
        }
        change(ticket, (connection, promises, at) -> {
            TicketPromises.Open open = promises.open(promise)
                    .orElseThrow(() -> Refusal.notFound(
                            "running promise", promise, "look at /api/v1/tickets/" + ticket + "/clocks"));
            if (open.breachedAt() != null) {
                throw Refusal.conflict(
                        "the promise is broken already, and another time does not mend it", "finish the work");
            }
            promises.change(open, promised);
            event(
                    connection,
                    ticket,
                    at,
                    who,
                    "promised",
                    Map.of("promise", promise, "time", promised.toString(), "reason", reason));
        });
    }

    /** The technician has seen the job. */
    public void acknowledgeJob(long ticket, String who) {
        change(ticket, (connection, promises, at) -> {
            TicketPromises.Open open = promises.open(PromiseRule.ACKNOWLEDGE)
                    .orElseThrow(() -> Refusal.conflict(
                            "no job of this ticket waits for an acknowledgement",
                            "it is acknowledged already, or not dispatched"));
            promises.end(open, false, at);
            event(connection, ticket, at, who, "acknowledged", Map.of());
        });
    }

    /** Somebody sees to what an alarm is about: its other alarms end, whichever it was, and nobody further hears of it. */
    public void acknowledgeAlarm(long ticket, long alarm, String who) {
        change(ticket, (connection, promises, at) -> {
            Optional<String> subject =
                    Sql.first(connection, """
                    update service.alarm set acknowledged_at = ?, acknowledged_by = ?
                    where id = ? and ticket = ? and acknowledged_at is null returning subject
                    """, row -> row.getString("subject"), at, who, alarm, ticket);
            if (subject.isEmpty()) {
                throw Refusal.conflict("somebody acknowledged the alarm already", "look at /api/v1/alarms");
            }
            Sql.update(connection, """
                    update service.alarm set ended_at = ?
                    where ticket = ? and subject = ? and id <> ? and acknowledged_at is null and ended_at is null
                    """, at, ticket, subject.get(), alarm);
            event(connection, ticket, at, who, "alarm_acknowledged", Map.of("alarm", alarm));
        });
    }

    /** Pays what a broken promise costs, drawn from the centre's deposit, or says why it is not paid. */
    public void settle(long id, boolean paid, BigDecimal amount, String currency, String note, String who) {
        settle(id, paid, amount, currency, note, who, true);
    }

    /**
     * The same, by somebody.
     *
     * @param headquarters whether they may pay more than the tariff's
     */
    public void settle(
            long id, boolean paid, BigDecimal amount, String currency, String note, String who, boolean headquarters) {
        database.inTransaction(connection -> {
            Compensations.settle(
                    connection,
                    new Compensations.Settlement(
                            id, null, paid, amount, currency, note, who, headquarters, clock.instant()));
            return null;
        });
    }
}
