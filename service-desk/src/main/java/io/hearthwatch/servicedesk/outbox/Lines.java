package io.hearthwatch.servicedesk.outbox;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The lines of tickets at subscriptions. Only the first waiting event of a line is ever sent, by the process that has leased the line; the
 * next one follows once it was taken, or skipped by a person. A process that dies leaves leases that run out. Stateless; thread-safe.
 */
final class Lines {
    private final Database database;
    private final OutboxSettings settings;
    private final Backoff backoff;

    Lines(Database database, OutboxSettings settings) {
        this.database = database;
        this.settings = settings;
        this.backoff = new Backoff(settings);
    }

    /** How one request ended, for the line that it was about. */
    record Ended(Line line, Attempt attempt) {}

    /** What became of an attempt. */
    enum Fate {
        DELIVERED,
        TRIED_LATER,
        PARKED,
        /** Another process had taken over the line, or a person changed it: what came of it counts for nothing. */
        OVERTAKEN,
        /** The database refused to note it: the lease runs out, and it is sent again. */
        NOT_NOTED
    }

    /** Active subscriptions with something due. */
    List<Long> due(Instant now) {
        return database.withConnection(
                connection -> Sql.list(connection, """
                select w.id from service.webhook w
                where w.active and (w.wait_until is null or w.wait_until <= ?) and exists (
                    select from service.webhook_line l
                    where l.webhook = w.id and l.next_at <= ? and (l.leased_until is null or l.leased_until <= ?))
                order by w.id
                """, row -> row.getLong("id"), now, now, now));
    }

    /**
     * Leases lines that are due.
     *
     * @param now by the clock that pauses and leases go by
     * @param at by the service's clock, for secrets and for the record of looks
     */
    List<Line> claim(long webhook, int most, Instant now, Instant at) {
        return database.inTransaction(connection -> {
            UUID lease = UUID.randomUUID();
            List<Long> tickets = Sql.list(
                    connection,
                    """
                    update service.webhook_line l set leased_until = ?, lease = ?
                    from (select ticket from service.webhook_line
                        where webhook = ? and next_at <= ? and (leased_until is null or leased_until <= ?)
                        order by next_at, ticket limit ? for update skip locked) due
                    where l.webhook = ? and l.ticket = due.ticket returning l.ticket
                    """,
                    row -> row.getLong("ticket"),
                    now.plus(settings.lease()),
                    lease,
                    webhook,
                    now,
                    now,
                    most,
                    webhook);
            if (tickets.isEmpty()) {
                return List.of();
            }
            List<Secret> secrets = Webhooks.secrets(connection, webhook, at);
            List<Line> lines = new ArrayList<>();
            for (long ticket : tickets) {
                Optional<Line> head = head(connection, webhook, ticket, lease, secrets, at);
                if (head.isEmpty()) {
                    Sql.update(
                            connection,
                            "update service.webhook_line set next_at = null, leased_until = null, lease = null where webhook = ? and ticket = ?",
                            webhook,
                            ticket);
                }
                head.ifPresent(lines::add);
            }
            return lines;
        });
    }

    private static Optional<Line> head(
            Connection connection, long webhook, long ticket, UUID lease, List<Secret> secrets, Instant at)
            throws SQLException {
        record Found(Line line, boolean personal, String household, String name) {}
        Optional<Found> found = Sql.first(
                connection,
                """
                select e.*, w.url, w.mode, w.personal, w.name, l.attempts failed, l.first_tried
                from service.webhook_delivery d join service.event e on e.id = d.event join service.webhook w on w.id = d.webhook
                    join service.webhook_line l on l.webhook = d.webhook and l.ticket = d.ticket
                where d.webhook = ? and d.ticket = ? and d.state = 'waiting' order by d.place limit 1
                """,
                row -> {
                    OutgoingEvent event = OutgoingEvent.read(row);
                    return new Found(
                            new Line(
                                    webhook,
                                    ticket,
                                    lease,
                                    row.getLong("id"),
                                    event,
                                    URI.create(row.getString("url")),
                                    row.getString("mode").equals("binary"),
                                    secrets,
                                    row.getInt("failed"),
                                    Sql.instant(row, "first_tried")),
                            row.getBoolean("personal"),
                            (String) event.data().get("household"),
                            row.getString("name"));
                },
                webhook,
                ticket);
        if (found.isPresent() && !found.get().personal()) {
            return found.map(each -> each.line().with(each.line().content().withoutWords()));
        }
        if (found.isEmpty() || found.get().household() == null) {
            return found.map(Found::line);
        }
        Found with = found.get();
        Line line = with.line();
        Map<String, Object> customer = customer(connection, with.household());
        // As every look at a customer's address.
        Sql.update(
                connection,
                "insert into service.look (at, who, household, ticket, what, masked) values (?, ?, ?, ?, 'webhook', false)",
                at,
                "webhook " + with.name(),
                with.household(),
                ticket);
        return Optional.of(line.with(line.content().with("customer", customer)));
    }

    /** As it is now: what was erased is not sent. */
    private static Map<String, Object> customer(Connection connection, String household) throws SQLException {
        return Sql.first(
                        connection,
                        "select name, address, phone, language from service.household where id = ?",
                        row -> {
                            Map<String, Object> customer = new LinkedHashMap<>();
                            for (String each : List.of("name", "address", "phone", "language")) {
                                customer.put(each, row.getString(each));
                            }
                            return customer;
                        },
                        household)
                .orElse(Map.of());
    }

    /** Notes how requests ended, all in one transaction; in an order in which nobody waits for each other in a circle. */
    Map<Ended, Fate> settle(List<Ended> ended, Instant at) {
        List<Ended> sorted = ended.stream()
                .sorted(Comparator.comparingLong((Ended each) -> each.line().webhook())
                        .thenComparingLong(each -> each.line().ticket()))
                .toList();
        Map<Ended, Fate> fates = database.inTransaction(connection -> {
            Map<Ended, Fate> all = new LinkedHashMap<>();
            for (Ended each : sorted) {
                all.put(each, settle(connection, each, at));
            }
            return all;
        });
        // Apart, because subscriptions are locked before lines elsewhere.
        for (Ended each : sorted) {
            Attempt attempt = each.attempt();
            long webhook = each.line().webhook();
            if (attempt.gone()) {
                database.inTransaction(connection -> {
                    Webhooks.stop(connection, webhook, "the receiver answered 410 Gone", at);
                    return null;
                });
            } else if (attempt.retryAfter() != null) {
                database.inTransaction(connection -> Sql.update(
                        connection,
                        "update service.webhook set wait_until = greatest(wait_until, ?::timestamptz) where id = ?",
                        attempt.at().plus(backoff.asked(attempt.retryAfter())),
                        webhook));
            }
        }
        return fates;
    }

    private Fate settle(Connection connection, Ended ended, Instant at) throws SQLException {
        Line line = ended.line();
        Attempt attempt = ended.attempt();
        boolean mine = Sql.first(
                        connection,
                        "select 1 from service.webhook_line where webhook = ? and ticket = ? and lease = ? for update",
                        row -> true,
                        line.webhook(),
                        line.ticket(),
                        line.lease())
                .orElse(false);
        if (!mine) {
            return Fate.OVERTAKEN;
        }
        if (attempt.taken()) {
            Sql.update(
                    connection,
                    "update service.webhook_delivery set state = 'delivered', attempts = attempts + 1, ended_at = ? where webhook = ? and event = ?",
                    at,
                    line.webhook(),
                    line.event());
            // A statement of its own, after the lock: it sees what was lined up meanwhile.
            Sql.update(connection, """
                    update service.webhook_line l set lease = null, leased_until = null, attempts = 0, first_tried = null,
                        last_status = ?, last_error = null, next_at = case when exists (
                            select from service.webhook_delivery d
                            where d.webhook = l.webhook and d.ticket = l.ticket and d.state = 'waiting') then ?::timestamptz end
                    where webhook = ? and ticket = ?
                    """, attempt.status(), attempt.at(), line.webhook(), line.ticket());
            return Fate.DELIVERED;
        }
        return failed(connection, line, attempt);
    }

    private Fate failed(Connection connection, Line line, Attempt attempt) throws SQLException {
        Instant since = line.since() == null ? attempt.at() : line.since();
        int failed = line.failed() + 1;
        // Gone is no fault of this event: it waits until somebody wants it again.
        boolean park = !attempt.gone()
                && (failed >= settings.attempts()
                        || Duration.between(since, attempt.at()).compareTo(settings.age()) >= 0);
        Sql.update(
                connection,
                "update service.webhook_delivery set attempts = attempts + 1 where webhook = ? and event = ?",
                line.webhook(),
                line.event());
        Sql.update(
                connection,
                "insert into service.webhook_attempt (webhook, event, at, millis, status, error) values (?, ?, ?, ?, ?, ?)",
                line.webhook(),
                line.event(),
                attempt.at(),
                (int) attempt.took().toMillis(),
                attempt.status(),
                attempt.error());
        Sql.update(
                connection,
                """
                update service.webhook_line set lease = null, leased_until = null, attempts = ?, first_tried = ?, last_status = ?,
                    last_error = ?, next_at = ?, parked_at = ?, parked_why = ? where webhook = ? and ticket = ?
                """,
                failed,
                since,
                attempt.status(),
                attempt.error(),
                park ? null : attempt.at().plus(backoff.pause(line, attempt)),
                park ? attempt.at() : null,
                park ? failed + " attempts since " + since + ", the last: " + attempt.shown() : null,
                line.webhook(),
                line.ticket());
        return park ? Fate.PARKED : Fate.TRIED_LATER;
    }

    /** Gives leases back that were not used, so that nobody waits for them to run out. */
    void giveBack(Set<UUID> leases) {
        database.inTransaction(connection -> Sql.update(
                connection,
                "update service.webhook_line set lease = null, leased_until = null where lease::text = any (?)",
                leases.stream().map(UUID::toString).toList()));
    }
}
