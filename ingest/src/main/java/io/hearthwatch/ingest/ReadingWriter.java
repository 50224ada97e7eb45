package io.hearthwatch.ingest;

import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.ingest.Outcome.Origin;
import io.hearthwatch.ingest.Reason.Problem;
import io.hearthwatch.ingest.RowBuffer.Reading;
import io.hearthwatch.ingest.copy.CopyBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes readings of one type: straight by COPY, which is what nearly always happens, or merged with what is stored, after that
 * failed because a row was there already. Merging is done here and not in SQL with a staging table: an item's fate (new, gap
 * filled, repeated, conflict with which value) is needed one by one anyway, and a temporary table costs a round of catalog writes for every
 * batch. Owned by one thread.
 */
final class ReadingWriter {
    private static final int LOCKS = 64;

    private final TypeTable table;
    private final String copy;
    private final String selectStored;
    private final String update;
    private final CopyBuffer fresh = new CopyBuffer();

    ReadingWriter(TypeTable table) {
        this.table = table;
        this.copy = "copy " + table.raw() + " (appliance_no, time, received_at" + table.columns(", ")
                + ") from stdin (format binary)";
        this.selectStored = "select k.n" + table.columns(", t.") + "\n"
                + "from unnest(?::int[], ?::bigint[]) with ordinality k(no, micros, n)\n"
                + "join " + table.raw() + " t on t.appliance_no = k.no\n"
                + "    and t.time = 'epoch'::timestamptz + k.micros * interval '1 microsecond'\n"
                + "order by k.n";
        this.update = "update " + table.raw() + " set "
                + table.columns(" = ?, ").replaceFirst("^ = \\?, ", "") + " = ?\n"
                + "where appliance_no = ? and time = 'epoch'::timestamptz + ? * interval '1 microsecond'";
    }

    /**
     * All rows in one go.
     *
     * @throws SQLException with state 23505 if one of them is stored already, or twice among them; nothing is written then
     */
    void copy(Connection connection, RowBuffer rows) throws SQLException {
        rows.bytes().send(connection, copy);
    }

    /**
     * Row by row against what is stored: what is new, or fills a gap, is written and its hour marked; what is equal is repeated; what
     * differs is refused as a conflict.
     *
     * @throws SQLException with state 23505 if someone else wrote the same key meanwhile; the transaction is to be done again
     */
    void merge(Connection connection, RowBuffer rows, HourMarks marks, Outcome outcome) throws SQLException {
        Plans.byKey(connection);
        lock(connection, rows);
        Halving.run(
                connection,
                0,
                rows.size(),
                (from, to) -> mergeRange(connection, rows, from, to, marks, outcome),
                (row, why) ->
                        outcome.refused(origin(rows, row), Reason.REFUSED.because(String.valueOf(why.getMessage()))));
    }

    /**
     * Keeps others from merging rows of the same appliances until this transaction ends, so that what was read is still so when it is
     * written. Locking the rows themselves would not do: a compressed row cannot be locked, and a row that is missing neither. A few
     * locks stand for all appliances, as the server has not many of them, and all are taken first and in order.
     */
    private void lock(Connection connection, RowBuffer rows) throws SQLException {
        int[] some = IntStream.range(0, rows.size())
                .map(row -> Math.floorMod(rows.read(row).applianceNo(), LOCKS))
                .distinct()
                .sorted()
                .toArray();
        String sql = "select pg_advisory_xact_lock(hashtext(?), k.n) from unnest(?::int[]) k(n)";
        try (PreparedStatement lock = connection.prepareStatement(sql)) {
            lock.setString(1, table.raw());
            lock.setArray(2, SqlArrays.of(connection, "int4", some));
            lock.execute();
        }
    }

    private Runnable mergeRange(
            Connection connection, RowBuffer rows, int from, int to, HourMarks marks, Outcome outcome)
            throws SQLException {
        Map<Key, Slot> slots = new HashMap<>();
        List<Reading> readings = new ArrayList<>(to - from);
        for (int row = from; row < to; row++) {
            Reading reading = rows.read(row);
            readings.add(reading);
            slots.computeIfAbsent(
                    new Key(reading.applianceNo(), reading.time()), key -> new Slot(reading, table.size()));
        }
        // In order of key, as every writer does, so that two of them cannot wait for each other.
        List<Slot> sorted = slots.values().stream()
                .sorted(Comparator.comparingInt((Slot s) -> s.first.applianceNo())
                        .thenComparingLong(s -> s.first.time()))
                .toList();
        loadStored(connection, sorted);

        List<Runnable> told = new ArrayList<>();
        for (int row = from; row < to; row++) {
            Reading reading = readings.get(row - from);
            Origin origin = origin(rows, row);
            Slot slot = slots.get(new Key(reading.applianceNo(), reading.time()));
            Problem conflict = slot.conflict(reading, table);
            if (conflict != null) {
                told.add(() -> outcome.refused(origin, conflict));
            } else if (slot.take(reading)) {
                told.add(() -> marks.add(reading.applianceNo(), Micros.hour(reading.time())));
            } else {
                told.add(() -> outcome.repeated(origin));
            }
        }
        insertNew(connection, rows, sorted);
        updateChanged(connection, sorted);
        return () -> told.forEach(Runnable::run);
    }

    private static Origin origin(RowBuffer rows, int row) {
        return new Origin(rows.owner(row), rows.item(row), rows.from(row), rows.to(row));
    }

    private void loadStored(Connection connection, List<Slot> slots) throws SQLException {
        int[] nos = slots.stream().mapToInt(s -> s.first.applianceNo()).toArray();
        long[] times = slots.stream().mapToLong(s -> s.first.time()).toArray();
        try (PreparedStatement select = connection.prepareStatement(selectStored)) {
            select.setArray(1, SqlArrays.of(connection, "int4", nos));
            select.setArray(2, SqlArrays.of(connection, "int8", times));
            try (ResultSet stored = select.executeQuery()) {
                while (stored.next()) {
                    Slot slot = slots.get(stored.getInt(1) - 1);
                    slot.stored = true;
                    slot.filled = true;
                    for (int i = 0; i < slot.values.length; i++) {
                        double value =
                                table.kind(i) == MetricKind.GAUGE ? stored.getFloat(i + 2) : stored.getDouble(i + 2);
                        slot.values[i] = stored.wasNull() ? Double.NaN : value;
                    }
                }
            }
        }
    }

    private void insertNew(Connection connection, RowBuffer rows, List<Slot> slots) throws SQLException {
        fresh.clear();
        for (Slot slot : slots) {
            if (!slot.stored) {
                Reading first = slot.first;
                rows.writeTo(fresh, new Reading(first.applianceNo(), first.time(), first.receivedAt(), slot.values));
            }
        }
        if (!fresh.isEmpty()) {
            fresh.send(connection, copy);
        }
    }

    private void updateChanged(Connection connection, List<Slot> slots) throws SQLException {
        List<Slot> grown =
                slots.stream().filter(slot -> slot.stored && slot.changed).toList();
        if (grown.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            for (Slot slot : grown) {
                setAll(statement, slot);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void setAll(PreparedStatement statement, Slot slot) throws SQLException {
        for (int i = 0; i < slot.values.length; i++) {
            double value = slot.values[i];
            switch (table.kind(i)) {
                case GAUGE -> {
                    if (Double.isNaN(value)) {
                        statement.setNull(i + 1, Types.REAL);
                    } else {
                        statement.setFloat(i + 1, (float) value);
                    }
                }
                case COUNTER -> {
                    if (Double.isNaN(value)) {
                        statement.setNull(i + 1, Types.DOUBLE);
                    } else {
                        statement.setDouble(i + 1, value);
                    }
                }
                case STATE -> {
                    if (Double.isNaN(value)) {
                        statement.setNull(i + 1, Types.SMALLINT);
                    } else {
                        statement.setShort(i + 1, (short) value);
                    }
                }
            }
        }
        statement.setInt(slot.values.length + 1, slot.first.applianceNo());
        statement.setLong(slot.values.length + 2, slot.first.time());
    }

    private record Key(int applianceNo, long time) {}

    /** One key's row: as stored, or empty, and then with what the batch brings. */
    private static final class Slot {
        private final Reading first;
        private final double[] values;
        private boolean stored;
        private boolean filled;
        private boolean changed;

        Slot(Reading first, int metrics) {
            this.first = first;
            this.values = new double[metrics];
            Arrays.fill(values, Double.NaN);
        }

        Problem conflict(Reading reading, TypeTable table) {
            for (int i = 0; i < values.length; i++) {
                double given = reading.values()[i];
                if (!Double.isNaN(given) && !Double.isNaN(values[i]) && given != values[i]) {
                    return Reason.CONFLICT.because(table.metrics().get(i).name() + " is " + given + ", but " + values[i]
                            + " is stored for that time");
                }
            }
            return null;
        }

        /** Takes what is new; false if nothing is. */
        boolean take(Reading reading) {
            boolean isNew = !filled;
            for (int i = 0; i < values.length; i++) {
                double given = reading.values()[i];
                if (!Double.isNaN(given) && Double.isNaN(values[i])) {
                    values[i] = given;
                    isNew = true;
                }
            }
            filled = true;
            changed |= isNew;
            return isNew;
        }
    }
}
