package io.hearthwatch.ingest;

import io.hearthwatch.ingest.Outcome.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the answers to commands; the first answer to a command stands. Stateless. */
final class CommandResultWriter {
    private static final String INSERT = """
            insert into telemetry.command_result (appliance_no, command_id, received_at, ok, result)
            select k.no, k.id, 'epoch'::timestamptz + k.received * interval '1 microsecond', k.ok, k.result::jsonb
            from unnest(?::int[], ?::text[], ?::bigint[], ?::boolean[], ?::text[]) k(no, id, received, ok, result)
            on conflict (appliance_no, command_id) do nothing
            returning appliance_no, command_id
            """;

    private CommandResultWriter() {}

    record Key(int applianceNo, String commandId) {}

    /** An answer that waits to be written; the result is JSON or null, the time microseconds since 1970. */
    record Item(Key key, long receivedAt, boolean ok, String result, Origin origin) {}

    /** Writes answers; a second one to the same command is repeated. */
    static Runnable write(Connection connection, List<Item> items, Outcome outcome) throws SQLException {
        Map<Key, Item> distinct = new LinkedHashMap<>();
        items.stream()
                .sorted(Comparator.comparingInt((Item i) -> i.key().applianceNo())
                        .thenComparing(i -> i.key().commandId()))
                .forEach(item -> distinct.putIfAbsent(item.key(), item));
        List<Item> rows = List.copyOf(distinct.values());
        Set<Key> stored = new HashSet<>();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setArray(
                    1,
                    SqlArrays.of(
                            connection,
                            "int4",
                            rows.stream().mapToInt(i -> i.key().applianceNo()).toArray()));
            insert.setArray(
                    2,
                    SqlArrays.of(
                            connection,
                            "text",
                            rows.stream().map(i -> i.key().commandId()).toArray(String[]::new)));
            insert.setArray(
                    3,
                    SqlArrays.of(
                            connection,
                            "int8",
                            rows.stream().mapToLong(Item::receivedAt).toArray()));
            insert.setArray(
                    4,
                    SqlArrays.of(connection, "bool", rows.stream().map(Item::ok).toArray(Boolean[]::new)));
            insert.setArray(
                    5,
                    SqlArrays.of(
                            connection, "text", rows.stream().map(Item::result).toArray(String[]::new)));
            try (ResultSet answer = insert.executeQuery()) {
                while (answer.next()) {
                    stored.add(new Key(answer.getInt(1), answer.getString(2)));
                }
            }
        }
        return () -> items.stream()
                .filter(item -> !stored.contains(item.key()) || !item.equals(distinct.get(item.key())))
                .forEach(item -> outcome.repeated(item.origin()));
    }
}
