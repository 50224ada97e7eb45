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
import java.util.TreeSet;

/** Writes faults, and asks for a score of every appliance that raised one. Stateless. */
final class FaultWriter {
    private static final String INSERT = """
            insert into telemetry.fault (appliance_no, time, code, state, received_at, detail)
            select k.no, 'epoch'::timestamptz + k.at * interval '1 microsecond', k.code, k.state,
                   'epoch'::timestamptz + k.received * interval '1 microsecond', k.detail::jsonb
            from unnest(?::int[], ?::bigint[], ?::text[], ?::smallint[], ?::bigint[], ?::text[])
                 k(no, at, code, state, received, detail)
            on conflict (appliance_no, time, code, state) do nothing
            returning appliance_no, (extract(epoch from time) * 1000000)::bigint, code, state
            """;
    /** A mark that is there is locked: a scorer that deletes it waits for this transaction, and so sees its faults. */
    private static final String PENDING = """
            insert into telemetry.pending_score (appliance_no, due)
            select k.no, 'epoch'::timestamptz + k.due * interval '1 microsecond'
            from unnest(?::int[], ?::bigint[]) k(no, due)
            on conflict (appliance_no, due) do update set due = excluded.due where false
            """;

    private FaultWriter() {}

    /** What makes a fault the same one. Times are microseconds since 1970. */
    record Key(int applianceNo, long time, String code, boolean raised) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparingInt(Key::applianceNo)
                .thenComparingLong(Key::time)
                .thenComparing(Key::code)
                .thenComparing(Key::raised);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** A checked fault that waits to be written; detail is JSON or null; safety says whether its code may hurt people or property. */
    record Item(Key key, long receivedAt, String detail, boolean safety, Origin origin) {
        /** The instant as of which the appliance is to be scored because of it. */
        long due() {
            return Math.max(key.time(), receivedAt);
        }
    }

    /**
     * Writes faults with their marks; those stored already, or twice in the list, are repeated.
     *
     * @param pending whether raised faults are to be scored, and those about safety acted on
     * @return what to tell the outcome once the write stands
     */
    static Runnable write(Connection connection, List<Item> items, boolean pending, Outcome outcome)
            throws SQLException {
        Map<Key, Item> distinct = new LinkedHashMap<>();
        items.stream().sorted(Comparator.comparing(Item::key)).forEach(item -> distinct.putIfAbsent(item.key(), item));
        Set<Key> stored = insert(connection, List.copyOf(distinct.values()));
        if (pending) {
            List<Item> raised = distinct.values().stream()
                    .filter(item -> item.key().raised() && stored.contains(item.key()))
                    .toList();
            mark(connection, raised);
            SafetyFaults.write(connection, raised.stream().filter(Item::safety).toList());
        }
        return () -> items.stream()
                .filter(item -> !stored.contains(item.key()) || !item.equals(distinct.get(item.key())))
                .forEach(item -> outcome.repeated(item.origin()));
    }

    private static Set<Key> insert(Connection connection, List<Item> items) throws SQLException {
        Set<Key> stored = new HashSet<>();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setArray(1, SqlArrays.of(connection, "int4", ints(items)));
            insert.setArray(
                    2,
                    SqlArrays.of(
                            connection,
                            "int8",
                            items.stream().mapToLong(i -> i.key().time()).toArray()));
            insert.setArray(
                    3,
                    SqlArrays.of(
                            connection,
                            "text",
                            items.stream().map(i -> i.key().code()).toArray(String[]::new)));
            insert.setArray(
                    4,
                    SqlArrays.of(
                            connection,
                            "int2",
                            items.stream()
                                    .map(i -> (short) (i.key().raised() ? 1 : 0))
                                    .toArray(Short[]::new)));
            insert.setArray(
                    5,
                    SqlArrays.of(
                            connection,
                            "int8",
                            items.stream().mapToLong(Item::receivedAt).toArray()));
            insert.setArray(
                    6,
                    SqlArrays.of(
                            connection, "text", items.stream().map(Item::detail).toArray(String[]::new)));
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    stored.add(new Key(rows.getInt(1), rows.getLong(2), rows.getString(3), rows.getInt(4) == 1));
                }
            }
        }
        return stored;
    }

    private static int[] ints(List<Item> items) {
        return items.stream().mapToInt(i -> i.key().applianceNo()).toArray();
    }

    private static void mark(Connection connection, List<Item> raised) throws SQLException {
        record Due(int applianceNo, long at) {}
        if (raised.isEmpty()) {
            return;
        }
        TreeSet<Due> due =
                new TreeSet<>(Comparator.comparingInt(Due::applianceNo).thenComparingLong(Due::at));
        raised.forEach(item -> due.add(new Due(item.key().applianceNo(), item.due())));
        try (PreparedStatement mark = connection.prepareStatement(PENDING)) {
            mark.setArray(
                    1,
                    SqlArrays.of(
                            connection,
                            "int4",
                            due.stream().mapToInt(Due::applianceNo).toArray()));
            mark.setArray(
                    2,
                    SqlArrays.of(
                            connection, "int8", due.stream().mapToLong(Due::at).toArray()));
            mark.executeUpdate();
        }
    }
}
