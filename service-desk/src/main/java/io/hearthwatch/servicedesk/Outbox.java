package io.hearthwatch.servicedesk;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What changed, as rows of the transaction that changed it; written by the packages of this room only. */
public final class Outbox {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Outbox() {}

    /**
     * Adds a change as the last thing a transaction does. The lock makes numbers grow in the order of commits: without it a reader
     * could see 8, and 7 only later. It is taken last of all locks, so it can't be part of a deadlock.
     */
    public static void append(Connection connection, Instant at, String kind, Long ticket, Map<String, ?> payload)
            throws SQLException {
        Sql.list(connection, "select pg_advisory_xact_lock(hashtext('service.outbox')::bigint)", row -> null);
        Sql.update(
                connection,
                "insert into service.outbox (at, kind, ticket, payload) values (?, ?, ?, ?::jsonb)",
                at,
                kind,
                ticket,
                Sql.json(payload));
    }

    static List<Change> after(Connection connection, long id, int limit) throws SQLException {
        return Sql.list(
                connection,
                "select id, at, kind, ticket, payload from service.outbox where id > ? order by id limit ?",
                row -> new Change(
                        row.getLong("id"),
                        Sql.instant(row, "at"),
                        row.getString("kind"),
                        row.getObject("ticket", Long.class),
                        Sql.fromJson(row.getString("payload"), OBJECT)),
                id,
                limit);
    }

    static long newest(Connection connection) throws SQLException {
        return Sql.first(connection, "select coalesce(max(id), 0) newest from service.outbox", row -> row.getLong(1))
                .orElse(0L);
    }
}
