package io.hearthwatch.ingest;

import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.database.Database;
import io.hearthwatch.ingest.copy.CopyBuffer;
import io.hearthwatch.ingest.copy.CopyReader;
import io.hearthwatch.ingest.copy.CopyRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;

/**
 * Closes hours: recomputes the statistics of every dirty (appliance, hour) from its raw rows. Hours are right-closed, (h−1, h],
 * named by their end. One transaction takes a bounded number of marks away and writes those hours anew:
 *
 * <ol>
 *   <li>The marks are locked and deleted. A writer under way holds the lock of its marks, so this waits until its rows are
 *       committed; a writer that comes later waits for us, and then marks again.
 *   <li>The rows are read by a new statement, whose snapshot therefore has all that the deleted marks stood for.
 *   <li>The statistics replace those that were there.
 * </ol>
 *
 * An hour whose readings were dropped keeps its statistics; its mark only goes. Several processes may do it at once. Blocks; thread-safe.
 */
public final class Hours {
    private static final int MARKS_AT_ONCE = 4_000;
    /** Dirty hours with at most so many clean ones between them are read in one go. */
    private static final int GAP = 3;

    private static final String TAKE = """
            with due as (
                select appliance_no, hour from telemetry.hour_dirty
                where type = ? and hour <= ?
                order by appliance_no, hour limit ?
                for update
            ), taken as (
                delete from telemetry.hour_dirty d using due
                where d.type = ? and d.appliance_no = due.appliance_no and d.hour = due.hour
                returning d.appliance_no, (extract(epoch from d.hour) / 3600)::int as hour
            )
            select appliance_no, hour from taken order by appliance_no, hour
            """;

    private final Database database;
    private final TypeTables tables;

    Hours(Database database, TypeTables tables) {
        this.database = database;
        this.tables = tables;
    }

    /**
     * Recomputes every dirty hour that ends at or before an instant. A type whose hours cannot be computed does not hold up the others.
     *
     * @return number of (appliance, hour) recomputed
     * @throws RuntimeException the first type's failure, after all types were tried; what failed stays dirty
     */
    public int close(Instant upTo) {
        int closed = 0;
        RuntimeException failure = null;
        for (TypeTable table : tables.all()) {
            try {
                closed += close(table, upTo);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return closed;
    }

    private int close(TypeTable table, Instant upTo) {
        int closed = 0;
        int some;
        do {
            some = database.inTransaction(connection -> closeSome(connection, table, upTo));
            closed += some;
        } while (some == MARKS_AT_ONCE);
        return closed;
    }

    /** How many (appliance, hour) wait to be computed, those not yet ended included; counted up to a million. */
    public long backlog() {
        return database.withConnection(connection -> {
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery(
                            "select count(*) from (select 1 from telemetry.hour_dirty limit 1000000) d")) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** The end of the earliest dirty hour, which may lie in the past where it was not closed yet. */
    public Optional<Instant> nextDue() {
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "select min(hour) from telemetry.hour_dirty where type = any (?)");
                    ResultSet row = query(select, connection)) {
                row.next();
                return Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant);
            }
        });
    }

    private ResultSet query(PreparedStatement select, Connection connection) throws SQLException {
        // Hours of a type that the catalog lost cannot be closed, so they are not due.
        String[] types = tables.all().stream().map(TypeTable::id).toArray(String[]::new);
        select.setArray(1, SqlArrays.of(connection, "text", types));
        return select.executeQuery();
    }

    private static int closeSome(Connection connection, TypeTable table, Instant upTo) throws SQLException {
        Instant dropped = DroppedBefore.hold(connection, table);
        Marks marks = take(connection, table, upTo);
        int taken = marks.size;
        if (dropped != null) {
            marks.forgetUntil(Micros.hour(Micros.of(dropped)));
        }
        if (marks.size > 0) {
            Plans.byKey(connection);
            CopyBuffer rows = compute(connection, table, marks);
            delete(connection, table, marks);
            if (!rows.isEmpty()) {
                rows.send(
                        connection,
                        "copy " + table.hourly() + " (appliance_no, hour, count" + HourlyColumns.list(table, "")
                                + ") from stdin (format binary)");
            }
        }
        return taken;
    }

    private static Marks take(Connection connection, TypeTable table, Instant upTo) throws SQLException {
        Marks marks = new Marks();
        try (PreparedStatement take = connection.prepareStatement(TAKE)) {
            take.setString(1, table.id());
            take.setObject(2, Micros.parameter(upTo));
            take.setInt(3, MARKS_AT_ONCE);
            take.setString(4, table.id());
            try (ResultSet rows = take.executeQuery()) {
                while (rows.next()) {
                    marks.add(rows.getInt(1), rows.getInt(2));
                }
            }
        }
        return marks;
    }

    private static CopyBuffer compute(Connection connection, TypeTable table, Marks marks) throws SQLException {
        CopyBuffer out = new CopyBuffer();
        HourFold fold = new HourFold(table);
        boolean[] whole = new boolean[table.size()];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = table.kind(i) == MetricKind.STATE;
        }
        int at = 0;
        int lastNo = 0;
        long lastTime = Long.MIN_VALUE;
        try (CopyReader reader = new CopyReader(connection, marks.query(table))) {
            for (CopyRow row = reader.next(); row != null; row = reader.next()) {
                int no = row.int4();
                long time = row.micros();
                if (no < lastNo || (no == lastNo && time <= lastTime)) {
                    throw new IllegalStateException("readings did not come in the order of appliance and time");
                }
                lastNo = no;
                lastTime = time;
                int hour = Micros.hour(time);
                while (at < marks.size && marks.isBefore(at, no, hour)) {
                    flush(fold, out, marks, at++);
                }
                if (at < marks.size && marks.nos[at] == no && marks.hours[at] == hour) {
                    fold.reading();
                    for (int i = 0; i < whole.length; i++) {
                        fold.value(i, row.number(whole[i]));
                    }
                }
            }
        }
        if (at < marks.size) {
            flush(fold, out, marks, at);
        }
        return out;
    }

    private static void flush(HourFold fold, CopyBuffer out, Marks marks, int at) {
        if (!fold.isEmpty()) {
            fold.write(out, marks.nos[at], marks.hours[at]);
            fold.clear();
        }
    }

    private static void delete(Connection connection, TypeTable table, Marks marks) throws SQLException {
        String sql = "delete from " + table.hourly() + " h using unnest(?::int[], ?::int[]) k(no, hour)"
                + " where h.appliance_no = k.no and h.hour = 'epoch'::timestamptz + k.hour * interval '1 hour'";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setArray(1, SqlArrays.of(connection, "int4", Arrays.copyOf(marks.nos, marks.size)));
            delete.setArray(2, SqlArrays.of(connection, "int4", Arrays.copyOf(marks.hours, marks.size)));
            delete.executeUpdate();
        }
    }

    /** Marks taken away, in order of appliance and hour. */
    private static final class Marks {
        private final int[] nos = new int[MARKS_AT_ONCE];
        private final int[] hours = new int[MARKS_AT_ONCE];
        private int size;

        void add(int no, int hour) {
            nos[size] = no;
            hours[size] = hour;
            size++;
        }

        /** Leaves out the hours that end at or before one. */
        void forgetUntil(int last) {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (hours[i] > last) {
                    nos[kept] = nos[i];
                    hours[kept++] = hours[i];
                }
            }
            size = kept;
        }

        boolean isBefore(int mark, int no, int hour) {
            return nos[mark] < no || (nos[mark] == no && hours[mark] < hour);
        }

        /** The raw rows of all marked hours, and maybe of a few between them, in order of appliance and time. */
        String query(TypeTable table) {
            StringBuilder spans = new StringBuilder();
            for (int first = 0, next; first < size; first = next) {
                next = first + 1;
                while (next < size && nos[next] == nos[first] && hours[next] - hours[next - 1] <= GAP + 1) {
                    next++;
                }
                spans.append(first == 0 ? "(" : ", (")
                        .append(nos[first])
                        .append(first == 0 ? ", timestamptz '" : ", '")
                        .append(Micros.instantOfHour(hours[first] - 1))
                        .append(first == 0 ? "', timestamptz '" : "', '")
                        .append(Micros.instantOfHour(hours[next - 1]))
                        .append("')");
            }
            // Each span's rows in their order, one span after the other: no sort of the whole.
            return "select t.appliance_no, t.time" + table.columns(", t.") + " from (values " + spans
                    + ") s(no, after, until), lateral (select * from " + table.raw() + " r"
                    + " where r.appliance_no = s.no and r.time > s.after and r.time <= s.until order by r.time) t";
        }
    }
}
