package io.hearthwatch.ingest;

import io.hearthwatch.database.Database;
import io.hearthwatch.database.DatabaseException;
import io.hearthwatch.ingest.BulkResult.Refused;
import io.hearthwatch.ingest.Outcome.Origin;
import io.hearthwatch.ingest.Reason.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The import side: stores recorded rows by the same rules as live ones, except that they may be as old as they like, though not so old that
 * retention dropped their neighbours, and that what is refused is handed back and not kept. Storing the same rows again changes nothing. Blocks; thread-safe.
 */
public final class BulkStore {
    private static final int ROWS_AT_ONCE = 10_000;
    private static final int ATTEMPTS = 10;

    private final Database database;
    private final TypeTables tables;

    BulkStore(Database database, TypeTables tables) {
        this.database = database;
        this.tables = tables;
    }

    /**
     * Stores recorded readings; rows that are refused don't hinder the others.
     *
     * @throws io.hearthwatch.database.DatabaseUnavailableException if the database is away; part of the rows may be stored, and
     *     doing it all again is right
     */
    public BulkResult readings(List<BulkReading> rows) {
        DroppedBefore.refresh(database, tables);
        Tally tally = new Tally();
        Map<TypeTable, RowBuffer> buffers = new TreeMap<>(Comparator.comparing(TypeTable::id));
        for (int i = 0; i < rows.size(); i++) {
            BulkReading row = rows.get(i);
            TypeTable table = tables.find(row.appliance().type());
            Problem problem = table == null
                    ? Reason.UNKNOWN_TYPE.because(
                            "the catalog has no type '" + row.appliance().type() + "'")
                    : buffer(buffers.computeIfAbsent(table, RowBuffer::new), row, i);
            if (problem != null) {
                tally.refused(new Origin(i, 0, 0, 0), problem);
            }
            if (table != null && problem == null && buffers.get(table).size() == ROWS_AT_ONCE) {
                store(buffers.get(table), tally);
            }
        }
        buffers.values().forEach(buffer -> store(buffer, tally));
        return tally.result(rows.size(), i -> rows.get(i).row());
    }

    private static Problem buffer(RowBuffer buffer, BulkReading row, int index) {
        TypeTable table = buffer.table();
        if (row.values().length != table.size()) {
            throw new IllegalArgumentException(
                    row.values().length + " values for the " + table.size() + " metrics of " + table.id());
        }
        double[] values = new double[table.size()];
        Arrays.fill(values, Double.NaN);
        Problem dropped = table.checkKept(Micros.of(row.time()));
        if (dropped != null) {
            return dropped;
        }
        boolean any = false;
        for (int metric = 0; metric < values.length; metric++) {
            String text = row.values()[metric];
            if (text == null || text.isEmpty()) {
                continue;
            }
            Double value = TextValues.parse(table, metric, text);
            Problem problem = value == null ? table.wrongType(metric, "'" + text + "'") : table.check(metric, value);
            if (problem != null) {
                return problem;
            }
            values[metric] = value;
            any = true;
        }
        if (!any) {
            return Reason.MISSING_FIELD.because("no metric has a value");
        }
        buffer.add(row.appliance().no(), Micros.of(row.time()), Micros.of(row.receivedAt()), values, 0, index, 0, 0, 0);
        return null;
    }

    private void store(RowBuffer buffer, Tally tally) {
        if (buffer.size() == 0) {
            return;
        }
        ReadingWriter writer = new ReadingWriter(buffer.table());
        try {
            database.inTransaction(connection -> {
                DroppedBefore.hold(connection, buffer.table());
                writer.copy(connection, buffer);
                buffer.marks().write(connection, buffer.table().id());
                return null;
            });
        } catch (DatabaseException e) {
            merge(writer, buffer, tally);
        }
        buffer.clear();
    }

    private void merge(ReadingWriter writer, RowBuffer buffer, Tally tally) {
        for (int attempt = 1; ; attempt++) {
            Tally tried = new Tally();
            try {
                database.inTransaction(connection -> {
                    DroppedBefore.hold(connection, buffer.table());
                    HourMarks marks = new HourMarks();
                    writer.merge(connection, buffer, marks, tried);
                    marks.write(connection, buffer.table().id());
                    return null;
                });
                tally.add(tried);
                return;
            } catch (DatabaseException e) {
                // Another writer of the same rows was in the way, and is done by now.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * Stores recorded faults. Nothing is scored because of them.
     *
     * @throws io.hearthwatch.database.DatabaseUnavailableException as with readings
     */
    public BulkResult faults(List<BulkFault> rows) {
        Tally tally = new Tally();
        List<FaultWriter.Item> items = new ArrayList<>(Math.min(rows.size(), ROWS_AT_ONCE));
        for (int i = 0; i < rows.size(); i++) {
            BulkFault row = rows.get(i);
            Origin origin = new Origin(i, 0, 0, 0);
            TypeTable table = tables.find(row.appliance().type());
            if (table == null) {
                tally.refused(
                        origin,
                        Reason.UNKNOWN_TYPE.because(
                                "the catalog has no type '" + row.appliance().type() + "'"));
            } else if (!table.type().faults().containsKey(row.code())) {
                tally.refused(
                        origin, Reason.UNKNOWN_FAULT.because(table.id() + " has no fault code '" + row.code() + "'"));
            } else {
                FaultWriter.Key key =
                        new FaultWriter.Key(row.appliance().no(), Micros.of(row.time()), row.code(), row.raised());
                items.add(new FaultWriter.Item(key, Micros.of(row.receivedAt()), null, false, origin));
            }
            if (items.size() == ROWS_AT_ONCE) {
                storeFaults(items, tally);
            }
        }
        storeFaults(items, tally);
        return tally.result(rows.size(), i -> rows.get(i).row());
    }

    private void storeFaults(List<FaultWriter.Item> items, Tally tally) {
        if (!items.isEmpty()) {
            Runnable told = database.inTransaction(connection -> FaultWriter.write(connection, items, false, tally));
            told.run();
            items.clear();
        }
    }

    /** Which of the caller's rows were not simply stored. */
    private static final class Tally implements Outcome {
        private final Map<Integer, Problem> refused = new LinkedHashMap<>();
        private long repeated;

        @Override
        public void repeated(Origin origin) {
            repeated++;
        }

        @Override
        public void refused(Origin origin, Problem problem) {
            refused.put(origin.owner(), problem);
        }

        void add(Tally other) {
            refused.putAll(other.refused);
            repeated += other.repeated;
        }

        BulkResult result(int rows, java.util.function.IntToLongFunction number) {
            List<Refused> rejects = new TreeMap<>(refused)
                    .entrySet().stream()
                            .map(e -> new Refused(
                                    number.applyAsLong(e.getKey()),
                                    e.getValue().reason().id(),
                                    e.getValue().detail()))
                            .toList();
            return new BulkResult(rows - repeated - rejects.size(), repeated, rejects);
        }
    }
}
