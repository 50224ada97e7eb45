package io.hearthwatch.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Keeps refused items, so that someone can see what was wrong. Stateless. */
final class RejectWriter {
    // One statement may not touch a row twice, so what is the same within it is put together first.
    private static final String INSERT = """
            insert into telemetry.rejected as r (appliance_no, payload_hash, item, kind, received_at, reason, detail, payload,
                                                 last_received_at, times)
            select no, hash, item, kind, 'epoch'::timestamptz + received * interval '1 microsecond', reason, detail, payload,
                   'epoch'::timestamptz + last * interval '1 microsecond', times
            from (
                select k.*, row_number() over (same order by k.received, k.position) as place,
                       max(k.received) over same as last, count(*) over same as times
                from unnest(?::int[], ?::bytea[], ?::int[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::bytea[])
                     with ordinality k(no, hash, item, kind, received, reason, detail, payload, position)
                window same as (partition by k.no, k.hash, k.item)
            ) one
            where place = 1
            order by no, hash, item
            on conflict (appliance_no, payload_hash, item) do update
            set last_received_at = greatest(r.last_received_at, excluded.last_received_at),
                times = r.times + excluded.times
            """;

    private RejectWriter() {}

    /** A refused item that waits to be written; the time is microseconds since 1970. */
    @SuppressWarnings("ArrayRecordComponent") // short-lived, compared by nobody
    record Item(
            int applianceNo,
            byte[] hash,
            int item,
            MessageKind kind,
            long receivedAt,
            Reason.Problem problem,
            byte[] payload) {}

    /** Writes them; one that was kept before stays, and how often and when it came last is noted. */
    static void write(Connection connection, List<Item> items) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setArray(
                    1,
                    SqlArrays.of(
                            connection,
                            "int4",
                            items.stream().mapToInt(Item::applianceNo).toArray()));
            insert.setArray(
                    2,
                    SqlArrays.of(
                            connection, "bytea", items.stream().map(Item::hash).toArray(byte[][]::new)));
            insert.setArray(
                    3,
                    SqlArrays.of(
                            connection,
                            "int4",
                            items.stream().mapToInt(Item::item).toArray()));
            insert.setArray(
                    4,
                    SqlArrays.of(
                            connection,
                            "text",
                            items.stream().map(i -> i.kind().name()).toArray(String[]::new)));
            insert.setArray(
                    5,
                    SqlArrays.of(
                            connection,
                            "int8",
                            items.stream().mapToLong(Item::receivedAt).toArray()));
            insert.setArray(
                    6,
                    SqlArrays.of(
                            connection,
                            "text",
                            items.stream().map(i -> i.problem().reason().id()).toArray(String[]::new)));
            insert.setArray(
                    7,
                    SqlArrays.of(
                            connection,
                            "text",
                            items.stream().map(i -> i.problem().detail()).toArray(String[]::new)));
            insert.setArray(
                    8,
                    SqlArrays.of(
                            connection,
                            "bytea",
                            items.stream().map(Item::payload).toArray(byte[][]::new)));
            insert.executeUpdate();
        }
    }
}
