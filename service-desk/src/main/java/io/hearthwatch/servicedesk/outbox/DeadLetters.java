package io.hearthwatch.servicedesk.outbox;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * What could not be delivered, and what people do about it. A line is parked whole: behind the event that could not be delivered the ticket's
 * later ones wait, so that whatever is done the order stays. Thread-safe.
 */
public final class DeadLetters {
    /** Sorts before everything that is due. */
    private static final Instant AT_ONCE = Instant.EPOCH;

    private final Database database;
    private final Webhooks webhooks;
    private final InstantSource clock;

    DeadLetters(Database database, Webhooks webhooks, InstantSource clock) {
        this.database = database;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    /**
     * A parked line.
     *
     * @param event id of the event that could not be delivered
     * @param sequence its number among the ticket's
     * @param waiting events of the ticket that wait, this one included
     * @param lastStatus what the receiver answered last, or null where nothing came
     */
    public record DeadLetter(
            String ticket,
            String number,
            String event,
            String type,
            long sequence,
            Instant time,
            Instant parkedAt,
            String why,
            int attempts,
            Integer lastStatus,
            String lastError,
            long waiting) {}

    /** One attempt that failed. */
    public record Failure(Instant at, int millis, Integer status, String error) {}

    /**
     * What became of an event at a subscription.
     *
     * @param state waiting, delivered or skipped
     * @param attempts all of them, while {@code failures} has those that failed
     */
    public record Delivered(
            String event,
            String type,
            String ticket,
            long sequence,
            Instant time,
            String state,
            int attempts,
            Instant endedAt,
            String endedBy,
            String reason,
            List<Failure> failures,
            java.util.Map<String, Object> content) {}

    /** Parked lines, the oldest first. */
    public List<DeadLetter> parked(String webhook, Scope scope, int limit) {
        return database.withConnection(connection -> {
            long id = id(connection, webhook, scope);
            return Sql.list(
                    connection,
                    """
                    select l.*, t.number, e.uuid, e.kind, e.sequence, e.at, (
                        select count(*) from service.webhook_delivery w
                        where w.webhook = l.webhook and w.ticket = l.ticket and w.state = 'waiting') waiting
                    from service.webhook_line l join service.ticket t on t.id = l.ticket
                        join lateral (
                            select event from service.webhook_delivery d
                            where d.webhook = l.webhook and d.ticket = l.ticket and d.state = 'waiting' order by place limit 1) head on true
                        join service.event e on e.id = head.event
                    where l.webhook = ? and l.parked_at is not null order by l.parked_at, l.ticket limit ?
                    """,
                    row -> new DeadLetter(
                            row.getString("ticket"),
                            row.getString("number"),
                            row.getString("uuid"),
                            OutgoingEvent.TYPES + row.getString("kind"),
                            row.getLong("sequence"),
                            Sql.instant(row, "at"),
                            Sql.instant(row, "parked_at"),
                            row.getString("parked_why"),
                            row.getInt("attempts"),
                            row.getObject("last_status", Integer.class),
                            row.getString("last_error"),
                            row.getLong("waiting")),
                    id,
                    limit);
        });
    }

    /** What became of one event, with its attempts and what was sent. */
    public Delivered delivery(String webhook, String event, Scope scope) {
        return database.withConnection(connection -> {
            long id = id(connection, webhook, scope);
            List<Failure> failures = Sql.list(
                    connection,
                    """
                    select a.* from service.webhook_attempt a join service.event e on e.id = a.event
                    where a.webhook = ? and e.uuid::text = ? order by a.id desc limit 200
                    """,
                    row -> new Failure(
                            Sql.instant(row, "at"),
                            row.getInt("millis"),
                            row.getObject("status", Integer.class),
                            row.getString("error")),
                    id,
                    event);
            return Sql.first(
                            connection,
                            """
                            select d.state, d.attempts, d.ended_at, d.ended_by, d.reason, e.*
                            from service.webhook_delivery d join service.event e on e.id = d.event
                            where d.webhook = ? and e.uuid::text = ?
                            """,
                            row -> {
                                OutgoingEvent sent = OutgoingEvent.read(row);
                                return new Delivered(
                                        sent.id(),
                                        OutgoingEvent.TYPES + sent.kind(),
                                        Long.toString(sent.ticket()),
                                        sent.sequence(),
                                        sent.time(),
                                        row.getString("state"),
                                        row.getInt("attempts"),
                                        Sql.instant(row, "ended_at"),
                                        row.getString("ended_by"),
                                        row.getString("reason"),
                                        failures,
                                        sent.json());
                            },
                            id,
                            event)
                    .orElseThrow(() -> noEvent(event));
        });
    }

    /**
     * Sends again what is parked.
     *
     * @param ticket only this ticket's line, or null for all of them
     * @return how many lines go on
     */
    public int replayParked(String webhook, Long ticket, Scope scope) {
        return database.inTransaction(connection -> {
            long id = id(connection, webhook, scope);
            return goOn(connection, id, "parked_at is not null and (?::bigint is null or ticket = ?)", ticket, ticket);
        });
    }

    /**
     * Sends an event again, delivered or not; it keeps its id. Where it stands behind others that wait it is sent after them.
     *
     * @return how many lines go on
     */
    public int replayEvent(String webhook, String event, Scope scope) {
        return database.inTransaction(connection -> {
            long id = id(connection, webhook, scope);
            long ticket = Sql.first(connection, """
                            select d.ticket from service.webhook_delivery d join service.event e on e.id = d.event
                            where d.webhook = ? and e.uuid::text = ?
                            """, row -> row.getLong("ticket"), id, event)
                    .orElseThrow(() -> noEvent(event));
            // A line that had nothing to do may have been forgotten.
            Sql.update(
                    connection,
                    "insert into service.webhook_line (webhook, ticket, next_at) values (?, ?, ?) on conflict do nothing",
                    id,
                    ticket,
                    AT_ONCE);
            lock(connection, id, "ticket = ?", ticket);
            Sql.update(connection, """
                    update service.webhook_delivery d
                    set state = 'waiting', ended_at = null, ended_by = null, reason = null
                    from service.event e where e.id = d.event and d.webhook = ? and e.uuid::text = ?
                    """, id, event);
            return goOn(connection, id, "ticket = ?", ticket);
        });
    }

    /**
     * Sends everything again that happened since then and is for the subscription, in order; events keep their ids.
     *
     * @return how many events
     */
    public int replayFrom(String webhook, Instant from, Scope scope) {
        return database.inTransaction(connection -> {
            long id = id(connection, webhook, scope);
            Sql.list(connection, "select 1 from service.webhook where id = ? for no key update", row -> null, id);
            lock(connection, id, "true");
            int events = Sql.update(connection, """
                    insert into service.webhook_delivery as d (webhook, event, ticket, place)
                    select w.id, e.id, e.ticket, e.place
                    from service.webhook w join service.event e on e.place <= w.place left join service.centre c on c.id = e.centre
                    where w.id = ? and e.at >= ? and (w.centre is null or w.centre = e.centre) and (w.region is null or w.region = c.region)
                        and (w.kinds = '{}' or e.kind = any (w.kinds) or split_part(e.kind, '.', 1) || '.*' = any (w.kinds))
                        and not e.actor = any (w.except_by)
                    on conflict (webhook, event) do update set state = 'waiting', ended_at = null, ended_by = null, reason = null
                    """, id, from);
            Sql.update(connection, """
                    insert into service.webhook_line (webhook, ticket, next_at)
                    select distinct webhook, ticket, ?::timestamptz from service.webhook_delivery where webhook = ? and state = 'waiting'
                    on conflict do nothing
                    """, AT_ONCE, id);
            goOn(
                    connection,
                    id,
                    "exists (select from service.webhook_delivery d where d.webhook = l.webhook and d.ticket = l.ticket and d.state = 'waiting')");
            return events;
        });
    }

    /** Leaves an event out for good, so that the ticket's later ones are sent; only the one that its line waits for. */
    public void skip(String webhook, String event, String reason, String who, Scope scope) {
        if (reason == null || reason.isBlank() || reason.length() > 500) {
            throw Refusal.invalid("the reason is not 1 to 500 characters", "say why the receiver does without it");
        }
        Instant at = clock.instant();
        database.inTransaction(connection -> {
            long id = id(connection, webhook, scope);
            record Head(String uuid, long ticket) {}
            long ticket = Sql.first(connection, """
                            select d.ticket from service.webhook_delivery d join service.event e on e.id = d.event
                            where d.webhook = ? and e.uuid::text = ?
                            """, row -> row.getLong("ticket"), id, event)
                    .orElseThrow(() -> noEvent(event));
            lock(connection, id, "ticket = ?", ticket);
            Head head = Sql.first(
                            connection, """
                            select e.uuid, d.ticket from service.webhook_delivery d join service.event e on e.id = d.event
                            where d.webhook = ? and d.ticket = ? and d.state = 'waiting' order by d.place limit 1
                            """, row -> new Head(row.getString("uuid"), row.getLong("ticket")), id, ticket)
                    .orElseThrow(() -> Refusal.conflict(
                            "nothing waits in the line of ticket " + ticket, "look at the event's delivery"));
            if (!head.uuid().equals(event)) {
                throw Refusal.conflict(
                        "event " + event + " is not the first that waits in its ticket's line",
                        "skip " + head.uuid() + ", which is");
            }
            Sql.update(connection, """
                    update service.webhook_delivery d set state = 'skipped', ended_at = ?, ended_by = ?, reason = ?
                    from service.event e where e.id = d.event and d.webhook = ? and e.uuid::text = ?
                    """, at, who, reason, id, event);
            return goOn(connection, id, "ticket = ?", ticket);
        });
    }

    private long id(Connection connection, String webhook, Scope scope) throws SQLException {
        return Long.parseLong(webhooks.one(connection, webhook, scope).id());
    }

    private static Refusal noEvent(String event) {
        return Refusal.notFound(
                "event", event, "take its id from the list of dead letters, or from GET /api/v1/events?after=0");
    }

    private static void lock(Connection connection, long webhook, String which, Object... parameters)
            throws SQLException {
        Sql.list(
                connection,
                "select 1 from service.webhook_line where webhook = ? and " + which + " order by ticket for update",
                row -> null,
                with(webhook, parameters));
    }

    /** Whoever had leased a line has lost it by this: what comes of its request counts for nothing. */
    private static int goOn(Connection connection, long webhook, String which, Object... parameters)
            throws SQLException {
        Object[] all = new Object[parameters.length + 2];
        all[0] = AT_ONCE;
        all[1] = webhook;
        System.arraycopy(parameters, 0, all, 2, parameters.length);
        return Sql.update(connection, """
                update service.webhook_line l set next_at = ?, parked_at = null, parked_why = null, attempts = 0, first_tried = null,
                    lease = null, leased_until = null
                where webhook = ? and\s""" + which, all);
    }

    private static Object[] with(long webhook, Object... parameters) {
        Object[] all = new Object[parameters.length + 1];
        all[0] = webhook;
        System.arraycopy(parameters, 0, all, 1, parameters.length);
        return all;
    }
}
