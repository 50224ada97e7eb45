package io.hearthwatch.benchmarks.load;

import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.ingest.copy.CopyBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** COPY of the same rows into the same table with nothing before it: rows made beforehand, one COPY and one commit after the other. */
final class Ceiling {
    static final String TABLE = "public.ceiling";

    private static final String COPY = "copy " + TABLE + " (appliance_no, time, received_at, "
            + String.join(", ", Messages.METRICS) + ") from stdin (format binary)";

    private final ConnectionSettings database;

    Ceiling(ConnectionSettings database) {
        this.database = database;
    }

    /**
     * Copies rows of the publishers, one message of each in turn.
     *
     * @param connections 1 or 2, with a part of the publishers each
     * @param rowsACommit how many rows each commit takes
     * @return rows a second
     */
    double run(Messages messages, List<Publisher> publishers, int connections, long rows, int rowsACommit)
            throws SQLException {
        List<List<CopyBuffer>> parts = new ArrayList<>();
        for (int c = 0; c < connections; c++) {
            int part = c;
            List<Publisher> own = publishers.stream()
                    .filter(publisher -> publisher.index() % connections == part)
                    .toList();
            parts.add(batches(messages, own, rows / connections, rowsACommit));
        }
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Connection> opened = new ArrayList<>();
            for (int c = 0; c < connections; c++) {
                opened.add(open());
            }
            long started = System.nanoTime();
            List<Callable<Void>> work = new ArrayList<>();
            for (int c = 0; c < connections; c++) {
                Connection connection = opened.get(c);
                List<CopyBuffer> part = parts.get(c);
                work.add(() -> {
                    for (CopyBuffer batch : part) {
                        batch.send(connection, COPY);
                        connection.commit();
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            for (Connection connection : opened) {
                connection.close();
            }
            return rows / seconds;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException sql ? sql : new SQLException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<CopyBuffer> batches(Messages messages, List<Publisher> publishers, long rows, int rowsACommit) {
        long received = Instant.now().toEpochMilli() * 1000;
        List<CopyBuffer> batches = new ArrayList<>();
        CopyBuffer batch = new CopyBuffer();
        int inBatch = 0;
        int next = 0;
        for (long done = 0; done < rows; done += messages.readings()) {
            messages.rows(batch, publishers.get(next), received);
            next = (next + 1) % publishers.size();
            inBatch += messages.readings();
            if (inBatch >= rowsACommit) {
                batches.add(batch);
                batch = new CopyBuffer();
                inBatch = 0;
            }
        }
        if (inBatch > 0) {
            batches.add(batch);
        }
        return batches;
    }

    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        connection.setAutoCommit(false);
        return connection;
    }
}
