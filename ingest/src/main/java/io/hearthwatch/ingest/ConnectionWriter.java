package io.hearthwatch.ingest;

import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.Outcome.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes what is known of connections: when an appliance came and went, and what it says of itself. Stateless. */
final class ConnectionWriter {
    private static final String STATUS = """
            insert into telemetry.connection as c (appliance_no, status_at, online, firmware)
            select k.no, 'epoch'::timestamptz + k.at * interval '1 microsecond', k.online, k.firmware
            from unnest(?::int[], ?::bigint[], ?::boolean[], ?::text[]) k(no, at, online, firmware)
            on conflict (appliance_no) do update
            set status_at = excluded.status_at, online = coalesce(excluded.online, c.online),
                firmware = coalesce(excluded.firmware, c.firmware)
            where c.status_at is null or c.status_at < excluded.status_at
            returning appliance_no
            """;
    private static final String NOTE = """
            insert into telemetry.connection as c (appliance_no, connected_at, disconnected_at,
                slowed_at, slowed_times, cut_at, cut_times, refused_at, refused_times)
            select k.no, 'epoch'::timestamptz + k.came * interval '1 microsecond',
                   'epoch'::timestamptz + k.went * interval '1 microsecond',
                   'epoch'::timestamptz + k.slowed * interval '1 microsecond', k.slowed_times,
                   'epoch'::timestamptz + k.cut * interval '1 microsecond', k.cut_times,
                   'epoch'::timestamptz + k.refused * interval '1 microsecond', k.refused_times
            from unnest(?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                        ?::bigint[], ?::bigint[], ?::bigint[])
                k(no, came, went, slowed, cut, refused, slowed_times, cut_times, refused_times)
            on conflict (appliance_no) do update
            set connected_at = coalesce(excluded.connected_at, c.connected_at),
                disconnected_at = coalesce(excluded.disconnected_at, c.disconnected_at),
                slowed_at = coalesce(excluded.slowed_at, c.slowed_at),
                slowed_times = c.slowed_times + excluded.slowed_times,
                cut_at = coalesce(excluded.cut_at, c.cut_at),
                cut_times = c.cut_times + excluded.cut_times,
                refused_at = coalesce(excluded.refused_at, c.refused_at),
                refused_times = c.refused_times + excluded.refused_times
            """;
    private static final List<ConnectionEvent> COUNTED =
            List.of(ConnectionEvent.SLOWED, ConnectionEvent.CUT, ConnectionEvent.REFUSED);

    private ConnectionWriter() {}

    /** A status message; online and firmware may be null. Times are microseconds since 1970. */
    record Status(int applianceNo, long at, Boolean online, String firmware, Origin origin) {
        /** What both say together, the newer one first asked. */
        Status over(Status older) {
            return new Status(
                    applianceNo,
                    at,
                    online == null ? older.online : online,
                    firmware == null ? older.firmware : firmware,
                    origin);
        }
    }

    /** Something happened to an appliance's connection, so many times; the time is the last one's. */
    record Note(int applianceNo, ConnectionEvent event, long at, long times) {}

    /** Writes each appliance's newest status; one that is not newer than what is known is repeated. */
    static Runnable statuses(Connection connection, List<Status> statuses, Outcome outcome) throws SQLException {
        Map<Integer, Status> newest = new TreeMap<>();
        List<Status> old = new ArrayList<>();
        for (Status status : statuses) {
            Status before = newest.get(status.applianceNo());
            if (before != null && status.at() <= before.at()) {
                old.add(status);
            } else {
                newest.put(status.applianceNo(), before == null ? status : status.over(before));
            }
        }
        Set<Integer> changed = new HashSet<>();
        List<Status> rows = List.copyOf(newest.values());
        try (PreparedStatement upsert = connection.prepareStatement(STATUS)) {
            upsert.setArray(1, SqlArrays.of(connection, "int4", newest.keySet().toArray(new Integer[0])));
            upsert.setArray(
                    2,
                    SqlArrays.of(
                            connection,
                            "int8",
                            rows.stream().mapToLong(Status::at).toArray()));
            upsert.setArray(
                    3,
                    SqlArrays.of(
                            connection,
                            "bool",
                            rows.stream().map(Status::online).toArray(Boolean[]::new)));
            upsert.setArray(
                    4,
                    SqlArrays.of(
                            connection,
                            "text",
                            rows.stream().map(Status::firmware).toArray(String[]::new)));
            try (ResultSet answer = upsert.executeQuery()) {
                while (answer.next()) {
                    changed.add(answer.getInt(1));
                }
            }
        }
        SortedMap<Integer, String> firmware = new TreeMap<>();
        rows.stream()
                .filter(status -> status.firmware() != null && changed.contains(status.applianceNo()))
                .forEach(status -> firmware.put(status.applianceNo(), status.firmware()));
        Fleet.firmware(connection, firmware);
        return () -> {
            old.stream()
                    .filter(status -> changed.contains(status.applianceNo()))
                    .forEach(status -> outcome.repeated(status.origin()));
            statuses.stream()
                    .filter(status -> !changed.contains(status.applianceNo()))
                    .forEach(status -> outcome.repeated(status.origin()));
        };
    }

    /** What the notes of one appliance say together. */
    private static final class Sum {
        final Map<ConnectionEvent, Long> lastAt = new EnumMap<>(ConnectionEvent.class);
        final Map<ConnectionEvent, Long> times = new EnumMap<>(ConnectionEvent.class);

        void add(Note note) {
            lastAt.put(note.event(), note.at());
            times.merge(note.event(), note.times(), Long::sum);
        }
    }

    /** Writes what the notes in the list say of each appliance. */
    static void notes(Connection connection, List<Note> notes) throws SQLException {
        Map<Integer, Sum> sums = new TreeMap<>();
        notes.forEach(note ->
                sums.computeIfAbsent(note.applianceNo(), no -> new Sum()).add(note));
        try (PreparedStatement upsert = connection.prepareStatement(NOTE)) {
            int at = 1;
            upsert.setArray(at++, SqlArrays.of(connection, "int4", sums.keySet().toArray(new Integer[0])));
            for (ConnectionEvent event : ConnectionEvent.values()) {
                Long[] times =
                        sums.values().stream().map(sum -> sum.lastAt.get(event)).toArray(Long[]::new);
                upsert.setArray(at++, SqlArrays.of(connection, "int8", times));
            }
            for (ConnectionEvent event : COUNTED) {
                long[] times = sums.values().stream()
                        .mapToLong(sum -> sum.times.getOrDefault(event, 0L))
                        .toArray();
                upsert.setArray(at++, SqlArrays.of(connection, "int8", times));
            }
            upsert.executeUpdate();
        }
    }
}
