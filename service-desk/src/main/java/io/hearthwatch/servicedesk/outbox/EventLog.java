package io.hearthwatch.servicedesk.outbox;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * The events in their order. An event is written by the transaction that changes a ticket, without a lock, so nobody waits for anybody; it
 * gets its place among the others afterwards, once it can be seen, by one process at a time. So places grow as events become visible, and a
 * reader that goes on from the last place misses none. Thread-safe.
 */
final class EventLog {
    private static final int AT_ONCE = 1_000;
    private static final String ALONE =
            "select pg_try_advisory_xact_lock(hashtext('service.event_place')::bigint) mine";
    private static final String IN_TURN = "select pg_advisory_xact_lock(hashtext('service.event_place')::bigint)";

    private final Database database;

    EventLog(Database database) {
        this.database = database;
    }

    /**
     * Gives places to events that have none, and lines them up for the subscriptions; unless somebody is at it.
     *
     * @param now what is lined up is due at once
     * @return whether there is more to do
     */
    boolean advance(Instant now) {
        return database.inTransaction(connection -> {
            boolean mine =
                    Sql.first(connection, ALONE, row -> row.getBoolean("mine")).orElse(false);
            return mine && advance(connection, now);
        });
    }

    /** As {@link #advance(Instant)}, once whoever is at it has done: they may have begun before the newest events could be seen. */
    boolean advanceInTurn(Instant now) {
        return database.inTransaction(connection -> {
            Sql.list(connection, IN_TURN, row -> null);
            return advance(connection, now);
        });
    }

    private static boolean advance(Connection connection, Instant now) throws SQLException {
        long last = Sql.first(connection, "select last from service.event_place", row -> row.getLong("last"))
                .orElse(0L);
        int placed = place(connection, last);
        boolean behind = lineUp(connection, last + placed, now);
        return placed >= AT_ONCE || behind;
    }

    private static int place(Connection connection, long last) throws SQLException {
        int placed = Sql.update(connection, """
                with unplaced as (
                    -- Whole transactions, with the opening of a ticket before what the same transaction held for it.
                    select id, ticket, case kind when 'ticket.opened' then min(id) over (partition by ticket) - 0.5 else id end nth
                    from service.event where place is null and written_by in (
                        select written_by from service.event where place is null order by id limit ?)),
                fresh as (
                    select id, ticket, row_number() over (order by nth, id) nth,
                        row_number() over (partition by ticket order by nth, id) nth_of_ticket
                    from unplaced),
                many as (select ticket, count(*) many from unplaced group by ticket),
                heads as (
                    insert into service.event_sequence as s (ticket, last) select ticket, many from many order by ticket
                    on conflict (ticket) do update set last = s.last + excluded.last returning ticket, last)
                update service.event e set place = ?::bigint + f.nth, sequence = h.last - m.many + f.nth_of_ticket
                from fresh f join heads h using (ticket) join many m using (ticket) where e.id = f.id
                """, AT_ONCE, last);
        if (placed > 0) {
            Sql.update(
                    connection,
                    "insert into service.event_place (last) values (?) on conflict (one) do update set last = excluded.last",
                    last + placed);
        }
        return placed;
    }

    private static boolean lineUp(Connection connection, long last, Instant now) throws SQLException {
        List<Long> behind = Sql.list(
                connection,
                // Not against rows that only point to it: whoever notes an attempt has locked the line that waits here
                // below.
                "select id from service.webhook where active and place < ? order by id for no key update",
                row -> row.getLong("id"),
                last);
        boolean more = false;
        for (long webhook : behind) {
            Sql.update(connection, """
                    with fresh as (
                        insert into service.webhook_delivery (webhook, event, ticket, place)
                        select w.id, e.id, e.ticket, e.place
                        from service.webhook w join service.event e on e.place > w.place and e.place <= least(w.place + ?, ?)
                            left join service.centre c on c.id = e.centre
                        where w.id = ? and (w.centre is null or w.centre = e.centre) and (w.region is null or w.region = c.region)
                            and (w.kinds = '{}' or e.kind = any (w.kinds) or split_part(e.kind, '.', 1) || '.*' = any (w.kinds))
                            and not e.actor = any (w.except_by)
                        on conflict do nothing returning ticket)
                    insert into service.webhook_line as l (webhook, ticket, next_at)
                    select distinct ?::bigint, ticket, ?::timestamptz from fresh order by ticket
                    on conflict (webhook, ticket) do update
                        set next_at = case when l.parked_at is null then coalesce(l.next_at, excluded.next_at) end
                    """, AT_ONCE, last, webhook, webhook, now);
            long stands = Sql.first(
                            connection,
                            "update service.webhook set place = least(place + ?, ?) where id = ? returning place",
                            row -> row.getLong("place"),
                            AT_ONCE,
                            last,
                            webhook)
                    .orElse(last);
            more |= stands < last;
        }
        return more;
    }

    /** Events after a place, in order; those of a scope only. */
    List<OutgoingEvent> after(long place, int limit, List<String> kinds, Scope scope) {
        return database.withConnection(connection -> Sql.list(
                connection,
                """
                select * from service.event
                where place > ? and (?::boolean or centre = any (?)) and (?::text is null or data ->> 'technician' = ?)
                    and (?::boolean or kind = any (?) or split_part(kind, '.', 1) || '.*' = any (?))
                order by place limit ?
                """,
                OutgoingEvent::read,
                place,
                scope.isEverything(),
                scope.ids(),
                scope.technician(),
                scope.technician(),
                kinds.isEmpty(),
                kinds,
                kinds,
                limit));
    }

    long newest() {
        return database.withConnection(
                connection -> Sql.first(connection, "select last from service.event_place", row -> row.getLong("last"))
                        .orElse(0L));
    }

    /** Deletes events that are older, and that no subscription waits for. */
    int forget(Instant before) {
        int all = 0;
        int some;
        do {
            some = database.inTransaction(connection -> Sql.update(connection, """
                    delete from service.event where id = any (array(
                        select id from service.event e
                        where place is not null and at < ?
                            and not exists (
                                select from service.webhook_delivery d join service.webhook w on w.id = d.webhook
                                where d.event = e.id and d.state = 'waiting' and w.active)
                            and not exists (select from service.webhook w where w.active and w.place < e.place)
                        order by at limit ?))
                    """, before, AT_ONCE));
            all += some;
        } while (some == AT_ONCE);
        return all + database.inTransaction(connection -> Sql.update(connection, """
                        delete from service.webhook_line l where next_at is null and parked_at is null and leased_until is null
                            and not exists (select from service.webhook_delivery d
                                where d.webhook = l.webhook and d.ticket = l.ticket and d.state = 'waiting')
                        """));
    }
}
