package io.hearthwatch.servicedesk.clock;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketClocks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Promises and their clocks. Steps of tickets start and end them ({@link #opened}, {@link #stepped}); {@link #runDue} warns, notes breaches
 * and tells the next person; people pause them while the customer or a part is waited for. Everything about one ticket's clocks happens one
 * after the other, under the lock of its row, so several processes on one database raise each alarm once. Thread-safe.
 *
 * <p>A ticket that a prediction opened promises nobody anything until somebody takes it up.
 */
public final class Clocks implements TicketClocks {
    private static final int AT_ONCE = 200;
    private static final Duration LONGEST = Duration.ofDays(366);

    private final Database database;
    private final InstantSource clock;
    private final ClockReads reads;

    /** On a database whose schema {@code service} is up to date. */
    public Clocks(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.reads = new ClockReads(database, clock);
    }

    /** What people see of promises and alarms. */
    public ClockReads reads() {
        return reads;
    }

    // What tickets tell

    @Override
    public void opened(Connection connection, long ticket, Instant at) throws SQLException {
        TicketPromises promises = new TicketPromises(connection, ticket);
        TicketPromises.Ticket about = promises.ticket();
        if (!about.source().equals("prediction")) {
            promises.start(about, PromiseRule.FIRST_CONTACT, at);
            work(promises, about, at);
        }
    }

    /** Promises about the work itself. */
    private static void work(TicketPromises promises, TicketPromises.Ticket about, Instant at) throws SQLException {
        if (PromiseRule.hasVisit(about.kind())) {
            promises.start(about, PromiseRule.VISIT, at);
        }
        promises.start(about, PromiseRule.FINISHED, at);
    }

    @Override
    public void stepped(Connection connection, long ticket, String from, String to, Instant at) throws SQLException {
        // What was due before the step happened before it, even if nobody has looked since.
        new Escalation(connection, ticket).runDue(at);
        TicketPromises promises = new TicketPromises(connection, ticket);
        TicketPromises.Ticket about = promises.ticket();
        if (from.equals("opened")) {
            end(promises, false, at, PromiseRule.FIRST_CONTACT);
        }
        if (from.equals("dispatched")) {
            end(promises, !to.equals("confirmed"), at, PromiseRule.ACKNOWLEDGE, PromiseRule.CONFIRM);
        }
        switch (to) {
            case "triaged" -> work(promises, about, at);
            case "reopened" -> {
                promises.start(about, PromiseRule.FIRST_CONTACT, at);
                work(promises, about, at);
            }
            case "dispatched" -> {
                promises.start(about, PromiseRule.ACKNOWLEDGE, at);
                promises.start(about, PromiseRule.CONFIRM, at);
            }
            case "on_site", "workshop" -> end(promises, false, at, PromiseRule.VISIT);
            case "exchange", "refund" -> end(promises, true, at, PromiseRule.VISIT);
            case "repaired", "accepted" ->
                end(promises, false, at, PromiseRule.FIRST_CONTACT, PromiseRule.VISIT, PromiseRule.FINISHED);
            case "closed" -> {
                end(promises, true, at, PromiseRule.VISIT);
                endAll(promises, false, at);
            }
            case "cancelled" -> endAll(promises, true, at);
            default -> {
                // Every other step leaves the clocks as they are.
            }
        }
        if (from.equals("reopened")) {
            end(promises, false, at, PromiseRule.FIRST_CONTACT);
        }
        if (to.equals("closed") || to.equals("cancelled")) {
            Sql.update(
                    connection,
                    "update service.ticket_wait set ended_at = greatest(since, ?), ended_by = 'hearthwatch'"
                            + " where ticket = ? and ended_at is null",
                    at,
                    ticket);
            Sql.update(
                    connection,
                    "update service.alarm set ended_at = ? where ticket = ? and ended_at is null",
                    at,
                    ticket);
        }
    }

    private static void end(TicketPromises promises, boolean dropped, Instant at, String... names) throws SQLException {
        for (String name : names) {
            Optional<TicketPromises.Open> open = promises.open(name);
            if (open.isPresent()) {
                promises.end(open.get(), dropped, at);
            }
        }
    }

    private static void endAll(TicketPromises promises, boolean dropped, Instant at) throws SQLException {
        for (TicketPromises.Open open : promises.open()) {
            promises.end(open, dropped, at);
        }
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
                            (select min(due_at) from service.due_call)) next_at
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
            List<Long> tickets = database.withConnection(
                    connection -> Sql.list(connection, """
                    select ticket, min(next_at) next_at from service.clock_promise where next_at <= ?
                    group by ticket order by next_at, ticket limit ?
                    """, row -> row.getLong("ticket"), upTo, AT_ONCE));
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

    /** Check-backs and follow-up calls that nobody made in time. */
    private static int calls(Connection connection, Instant upTo) throws SQLException {
        Sql.update(connection, """
                update service.alarm a set ended_at = ? where ended_at is null and (
                    kind = 'check_back' and exists (select from service.ticket_guidance g
                        where 'check_back ' || g.id = a.subject and g.checked_at is not null)
                    or kind = 'follow_up' and exists (select from service.ticket_follow_up f
                        where 'follow_up ' || f.id = a.subject and f.at is not null))
                """, upTo);
        return Sql.update(connection, """
                insert into service.alarm (ticket, kind, level, role, centre, subject, raised_at)
                select ticket, kind, 1, 'dispatcher', centre, subject, due_at from service.due_call where due_at <= ?
                on conflict do nothing
                """, upTo);
    }

    private static void lock(Connection connection, long ticket) throws SQLException {
        if (Sql.list(connection, "select 1 from service.ticket where id = ? for update", row -> 1, ticket)
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

    /** Somebody sees to what an alarm is about; the next person is spared. */
    public void acknowledgeAlarm(long ticket, long alarm, String who) {
        change(ticket, (connection, promises, at) -> {
            int changed = Sql.update(connection, """
                    update service.alarm set acknowledged_at = ?, acknowledged_by = ?
                    where id = ? and ticket = ? and acknowledged_at is null
                    """, at, who, alarm, ticket);
            if (changed == 0) {
                throw Refusal.conflict("somebody acknowledged the alarm already", "look at /api/v1/alarms");
            }
            event(connection, ticket, at, who, "alarm_acknowledged", Map.of("alarm", alarm));
        });
    }

    /** Pays what a broken promise costs, or says why it is not paid. */
    public void settle(long breach, boolean paid, java.math.BigDecimal amount, String note, String who) {
        database.inTransaction(connection -> {
            int changed = Sql.update(
                    connection,
                    """
                    update service.breach_case set state = ?, ended_at = ?, ended_by = ?, note = ?, amount = coalesce(?, amount)
                    where id = ? and state = 'open' and (? or ?::text is not null) and (not ? or coalesce(?, amount) is not null)
                    """,
                    paid ? "paid" : "refused",
                    clock.instant(),
                    who,
                    note,
                    amount,
                    breach,
                    paid,
                    note,
                    paid,
                    amount);
            if (changed == 0) {
                throw Refusal.conflict(
                        "the case is settled already, or says too little: paying needs an amount, refusing a note",
                        "look at /api/v1/breaches");
            }
            return null;
        });
    }
}
