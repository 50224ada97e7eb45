package io.hearthwatch.servicedesk.clock;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Centres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The promises of one ticket. For one transaction, which has locked the ticket's row first, so that everything about a ticket's clocks
 * happens one after the other, whoever does it.
 */
final class TicketPromises {
    private final Connection connection;
    private final long ticket;

    TicketPromises(Connection connection, long ticket) {
        this.connection = connection;
        this.ticket = ticket;
    }

    /**
     * What a promise's rule depends on.
     *
     * @param customerWaits whether the customer waits to hear from us: not of what a prediction opened, unless they have
     *     called, or the appliance may hurt somebody
     */
    record Ticket(String kind, int urgency, String centre, String state, boolean customerWaits) {
        /** Whether the customer knows that it is promised. */
        boolean expects(String promise) {
            return customerWaits || !promise.equals(PromiseRule.FIRST_CONTACT);
        }
    }

    /** A promise that has not ended. */
    record Open(
            long id,
            String promise,
            String centre,
            boolean roundTheClock,
            PromiseClock clock,
            Duration warn,
            Duration escalate,
            Instant pausedAt,
            Instant due,
            Instant next,
            int level,
            Instant warnedAt,
            Instant breachedAt,
            boolean acknowledged) {
        Open at(String other, PromiseClock running) {
            return with(other, roundTheClock, running, warn, escalate);
        }

        Open by(PromiseRule rule, PromiseClock running) {
            return with(centre, rule.roundTheClock(), running, rule.warn(), rule.escalate());
        }

        private Open with(String other, boolean always, PromiseClock running, Duration left, Duration next) {
            return new Open(
                    id,
                    promise,
                    other,
                    always,
                    running,
                    left,
                    next,
                    pausedAt,
                    due,
                    this.next,
                    level,
                    warnedAt,
                    breachedAt,
                    acknowledged);
        }
    }

    Ticket ticket() throws SQLException {
        return Sql.first(
                        connection,
                        """
                        select kind, urgency, centre, state,
                            source <> 'prediction' or joined_at is not null or times_reopened > 0
                                or exists (select from service.safety_fault f where f.ticket = t.id) customer_waits
                        from service.ticket t where id = ?
                        """,
                        row -> new Ticket(
                                row.getString("kind"),
                                row.getInt("urgency"),
                                row.getString("centre"),
                                row.getString("state"),
                                row.getBoolean("customer_waits")),
                        ticket)
                .orElseThrow();
    }

    List<Open> open() throws SQLException {
        return Sql.list(connection, """
                select p.*, exists (select from service.alarm a
                    where a.promise = p.id and a.kind <> 'warning' and a.acknowledged_at is not null) acknowledged
                from service.clock_promise p where ticket = ? and ended_at is null order by id for update of p
                """, TicketPromises::read, ticket);
    }

    Optional<Open> open(String promise) throws SQLException {
        return open().stream().filter(each -> each.promise().equals(promise)).findFirst();
    }

    private static Open read(ResultSet row) throws SQLException {
        return new Open(
                row.getLong("id"),
                row.getString("promise"),
                row.getString("centre"),
                row.getBoolean("round_the_clock"),
                new PromiseClock(
                        Duration.ofSeconds(row.getLong("promised_seconds")),
                        Duration.ofMillis(row.getLong("used_millis")),
                        Sql.instant(row, "runs_since")),
                Duration.ofSeconds(row.getLong("warn_seconds")),
                Duration.ofSeconds(row.getLong("escalate_seconds")),
                Sql.instant(row, "paused_at"),
                Sql.instant(row, "due_at"),
                Sql.instant(row, "next_at"),
                row.getInt("level"),
                Sql.instant(row, "warned_at"),
                Sql.instant(row, "breached_at"),
                row.getBoolean("acknowledged"));
    }

    WorkingCalendar calendar(Open promise) throws SQLException {
        return calendar(promise.centre(), promise.roundTheClock());
    }

    /** A ticket without a centre has nobody's working hours. */
    private WorkingCalendar calendar(String centre, boolean roundTheClock) throws SQLException {
        return roundTheClock || centre == null ? WorkingCalendar.ROUND_THE_CLOCK : Centres.calendar(connection, centre);
    }

    /** Makes a promise, if it is not made already. */
    void start(Ticket about, String promise, Instant at) throws SQLException {
        if (open(promise).isPresent()) {
            return;
        }
        PromiseRule rule = rule(about, promise);
        WorkingCalendar calendar = calendar(about.centre(), rule.roundTheClock());
        PromiseClock clock = PromiseClock.start(rule.promised(), at);
        Instant warn = clock.warn(calendar, rule.warn());
        Sql.update(
                connection,
                """
                insert into service.clock_promise (ticket, promise, round, centre, round_the_clock, promised_seconds, warn_seconds,
                    escalate_seconds, started_at, runs_since, due_at, warn_at, next_at)
                values (?, ?, (select coalesce(max(round), 0) + 1 from service.clock_promise where ticket = ? and promise = ?),
                    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                ticket,
                promise,
                ticket,
                promise,
                about.centre(),
                rule.roundTheClock(),
                rule.promised().toSeconds(),
                rule.warn().toSeconds(),
                rule.escalate().toSeconds(),
                at,
                at,
                clock.due(calendar),
                warn,
                warn);
        if (isWaiting()) {
            pause(open(promise).orElseThrow(), at);
        }
    }

    private PromiseRule rule(Ticket about, String promise) throws SQLException {
        PromiseRule rule = Sql.first(
                        connection,
                        """
                        select * from service.clock_rule where kind in (?, '*') and promise = ? and urgency = ?
                        order by kind = '*' limit 1
                        """,
                        row -> new PromiseRule(
                                Duration.ofSeconds(row.getLong("seconds")),
                                Duration.ofSeconds(row.getLong("warn_seconds")),
                                Duration.ofSeconds(row.getLong("escalate_seconds")),
                                row.getBoolean("round_the_clock")),
                        about.kind(),
                        promise,
                        about.urgency())
                .orElseGet(() -> PromiseRule.builtIn(about.kind(), promise, about.urgency()));
        return about.expects(promise) ? rule : rule.inWorkingHours();
    }

    /**
     * Promises by the rule of the ticket's urgency by now, as from this instant, what is promised sooner by that. What is broken stays broken.
     */
    void hasten(Ticket about, Instant at) throws SQLException {
        for (Open open : open()) {
            PromiseRule rule = rule(about, open.promise());
            boolean running = open.clock().isRunning();
            PromiseClock clock = new PromiseClock(rule.promised(), Duration.ZERO, running ? at : null);
            boolean sooner = running
                    ? clock.due(calendar(open.centre(), rule.roundTheClock())).isBefore(open.due())
                    : rule.promised()
                                    .compareTo(open.clock()
                                            .promised()
                                            .minus(open.clock().used()))
                            < 0;
            if (open.breachedAt() == null && sooner) {
                Sql.update(
                        connection,
                        "update service.clock_promise set round_the_clock = ?, warn_seconds = ?, escalate_seconds = ? where id = ?",
                        rule.roundTheClock(),
                        rule.warn().toSeconds(),
                        rule.escalate().toSeconds(),
                        open.id());
                store(open.by(rule, clock), clock, open.pausedAt(), null);
            }
        }
    }

    /**
     * Another centre has the ticket. What the customer was promised stays as it was, by the hours of the centre that promised it; what is
     * promised among ourselves runs on in the new one's working hours, with the time that was used.
     */
    void handedOver(Ticket about, Instant at) throws SQLException {
        for (Open open : open()) {
            if (about.expects(open.promise()) && !PromiseRule.isInternal(open.promise())) {
                continue;
            }
            boolean running = open.clock().isRunning();
            PromiseClock clock = new PromiseClock(
                    open.clock().promised(), open.clock().usedBy(calendar(open), at), running ? at : null);
            Sql.update(
                    connection, "update service.clock_promise set centre = ? where id = ?", about.centre(), open.id());
            store(open.at(about.centre(), clock), clock, open.pausedAt(), null);
        }
    }

    /** Whether an instant belongs to an earlier round, before the ticket was reopened. */
    boolean isBeforeRound(Open promise, Instant at) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from service.clock_promise where id = ? and round > 1 and started_at > ?",
                        row -> 1,
                        promise.id(),
                        at)
                .isPresent();
    }

    boolean isWaiting() throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from service.ticket_wait where ticket = ? and ended_at is null",
                        row -> 1,
                        ticket)
                .isPresent();
    }

    void pause(Open promise, Instant at) throws SQLException {
        if (promise.clock().isRunning()) {
            store(promise, promise.clock().pause(calendar(promise), at), at, null);
        }
    }

    void resume(Open promise, Instant at) throws SQLException {
        if (!promise.clock().isRunning()) {
            store(promise, promise.clock().resume(at), null, at);
        }
    }

    /** Promises another time; what was used and what was waited stays. */
    void change(Open promise, Duration promised) throws SQLException {
        store(promise, promise.clock().promise(promised), promise.pausedAt(), null);
    }

    private void store(Open promise, PromiseClock clock, Instant pausedAt, Instant resumedAt) throws SQLException {
        WorkingCalendar calendar = calendar(promise);
        Instant due = clock.due(calendar);
        Instant warn = clock.warn(calendar, promise.warn());
        long waited = promise.pausedAt() == null || resumedAt == null
                ? 0
                : Duration.between(promise.pausedAt(), resumedAt).toMillis();
        // After a breach the escalation goes on as it was, but stands while the ticket waits.
        Instant next;
        if (due == null) {
            next = null;
        } else if (promise.breachedAt() != null) {
            next = promise.next() != null || promise.level() >= Escalation.LAST || promise.acknowledged()
                    ? promise.next()
                    : calendar.due(clock.runningSince(), promise.escalate());
        } else {
            next = promise.warnedAt() == null ? warn : due;
        }
        Sql.update(
                connection,
                """
                update service.clock_promise set promised_seconds = ?, used_millis = ?, runs_since = ?, due_at = ?, warn_at = ?,
                    next_at = ?, paused_at = ?, paused_millis = paused_millis + ? where id = ?
                """,
                clock.promised().toSeconds(),
                clock.used().toMillis(),
                clock.runningSince(),
                due,
                warn,
                next,
                pausedAt,
                waited,
                promise.id());
    }

    /** Ends a promise: met, or late where its time had run out; or dropped, because nobody waits for it any more. */
    void end(Open promise, boolean dropped, Instant at) throws SQLException {
        String outcome = dropped ? "dropped" : promise.breachedAt() == null ? "met" : "late";
        long waited = promise.pausedAt() == null
                ? 0
                : Duration.between(promise.pausedAt(), at).toMillis();
        Sql.update(
                connection,
                """
                update service.clock_promise set ended_at = ?, outcome = ?, used_millis = ?, runs_since = null, next_at = null,
                    paused_millis = paused_millis + ?, paused_at = null where id = ?
                """,
                at,
                outcome,
                promise.clock().usedBy(calendar(promise), at).toMillis(),
                waited,
                promise.id());
        Sql.update(
                connection,
                "update service.alarm set ended_at = ? where promise = ? and ended_at is null",
                at,
                promise.id());
    }
}
