package io.hearthwatch.ingest;

import io.hearthwatch.ingest.Reason.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a batch in the caller's transaction: readings, faults, statuses, answers, rejects, and the marks that make the hours be
 * computed and the appliances be scored. Owned by one thread.
 */
final class BatchWriter implements Outcome {
    private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);

    private final Map<TypeTable, ReadingWriter> readingWriters = new HashMap<>();
    private final List<RejectWriter.Item> lateRejects = new ArrayList<>();
    private final Map<Reason, Integer> lateReasons = new EnumMap<>(Reason.class);
    private final HourMarks marks = new HourMarks();
    private Batch batch;

    /**
     * Writes everything in the hope that nothing is wrong with it: readings straight by COPY.
     *
     * @throws HorizonMovedException if the batch has to be decoded again
     * @throws SQLException above all if a reading is there already; then {@link #writeCarefully} in a new transaction
     */
    void write(Connection connection, Batch what) throws SQLException {
        start(connection, what);
        for (RowBuffer rows : batch.rows()) {
            if (rows.size() > 0) {
                writer(rows).copy(connection, rows);
                rows.marks().write(connection, rows.table().id());
            }
        }
        if (!batch.faults().isEmpty()) {
            FaultWriter.write(connection, batch.faults(), true, this).run();
        }
        if (!batch.statuses().isEmpty()) {
            ConnectionWriter.statuses(connection, batch.statuses(), this).run();
        }
        if (!batch.results().isEmpty()) {
            CommandResultWriter.write(connection, batch.results(), this).run();
        }
        if (!batch.rejects().isEmpty()) {
            RejectWriter.write(connection, batch.rejects());
        }
        if (!batch.notes().isEmpty()) {
            ConnectionWriter.notes(connection, batch.notes());
        }
    }

    /**
     * The same, item by item where it has to be: merging readings with stored ones, and leaving out what the database refuses.
     *
     * @throws HorizonMovedException if the batch has to be decoded again
     */
    void writeCarefully(Connection connection, Batch what) throws SQLException {
        start(connection, what);
        for (RowBuffer rows : batch.rows()) {
            marks.clear();
            writer(rows).merge(connection, rows, marks, this);
            marks.write(connection, rows.table().id());
        }
        Halving.run(
                connection,
                0,
                batch.faults().size(),
                (from, to) -> FaultWriter.write(connection, batch.faults().subList(from, to), true, this),
                (row, why) -> refused(batch.faults().get(row).origin(), because(why)));
        Halving.run(
                connection,
                0,
                batch.statuses().size(),
                (from, to) ->
                        ConnectionWriter.statuses(connection, batch.statuses().subList(from, to), this),
                (row, why) -> refused(batch.statuses().get(row).origin(), because(why)));
        Halving.run(
                connection,
                0,
                batch.results().size(),
                (from, to) ->
                        CommandResultWriter.write(connection, batch.results().subList(from, to), this),
                (row, why) -> refused(batch.results().get(row).origin(), because(why)));
        List<RejectWriter.Item> rejects = new ArrayList<>(batch.rejects());
        rejects.addAll(lateRejects);
        Halving.run(
                connection,
                0,
                rejects.size(),
                (from, to) -> {
                    RejectWriter.write(connection, rejects.subList(from, to));
                    return () -> {};
                },
                (row, why) -> log.error("a refused item cannot be kept either; it is only counted", why));
        if (!batch.notes().isEmpty()) {
            ConnectionWriter.notes(connection, batch.notes());
        }
    }

    private void start(Connection connection, Batch what) throws SQLException {
        batch = what;
        batch.messages().forEach(Pending::forgetAttempt);
        lateRejects.clear();
        lateReasons.clear();
        for (RowBuffer rows : batch.rows()) {
            DroppedBefore.check(connection, rows);
        }
    }

    private ReadingWriter writer(RowBuffer rows) {
        return readingWriters.computeIfAbsent(rows.table(), ReadingWriter::new);
    }

    private static Problem because(SQLException why) {
        return Reason.REFUSED.because(String.valueOf(why.getMessage()));
    }

    @Override
    public void repeated(Origin origin) {
        batch.messages().get(origin.owner()).repeated();
    }

    @Override
    public void refused(Origin origin, Problem problem) {
        batch.messages().get(origin.owner()).refused(problem.reason());
        lateRejects.add(batch.kept(origin, problem));
        lateReasons.merge(problem.reason(), 1, Integer::sum);
    }

    /** Why the last attempt refused items, beside what decoding had refused. */
    Map<Reason, Integer> lateReasons() {
        return lateReasons;
    }
}
