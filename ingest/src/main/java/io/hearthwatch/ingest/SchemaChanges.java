package io.hearthwatch.ingest;

import io.hearthwatch.database.StorageEngine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables that the catalog wants about, while other programs read and write them. Everything is checked before anything is
 * changed; each table is changed in a transaction of its own. A change waits only briefly for its lock, since all who come later
 * would wait behind it, and is tried again. Owned by one thread.
 */
final class SchemaChanges {
    private static final Logger log = LoggerFactory.getLogger(SchemaChanges.class);
    /** Any number will do that no other part of the program takes. */
    private static final long LOCK = 0x6877_7465_6c65_0001L;

    private static final String LOCK_TIMED_OUT = "55P03";
    private static final String DEADLOCK = "40P01";
    private static final Duration LOCK_WAIT = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Connection connection;
    private final StorageEngine storage;

    /**
     * @param connection one that commits every statement by itself
     */
    SchemaChanges(Connection connection, StorageEngine storage) {
        this.connection = connection;
        this.storage = storage;
    }

    /**
     * Makes the tables so, one program at a time.
     *
     * @throws io.hearthwatch.database.DatabaseException if a stored column is not of the wanted type; nothing is changed then
     */
    void apply(List<TableChange> wanted) throws SQLException {
        // A lock of the session and not of a transaction, which would keep others' locks from being released between
        // tables.
        execute("select pg_advisory_lock(" + LOCK + ")");
        try {
            List<String> problems = new ArrayList<>();
            for (TableChange table : wanted) {
                problems.addAll(table.problems(storedColumns(table.name())));
            }
            TypeTables.refuse(problems);
            for (TableChange table : wanted) {
                persistently(table);
            }
        } finally {
            execute("select pg_advisory_unlock(" + LOCK + ")");
        }
    }

    private void persistently(TableChange table) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                change(table);
                return;
            } catch (SQLException e) {
                boolean busy = LOCK_TIMED_OUT.equals(e.getSQLState()) || DEADLOCK.equals(e.getSQLState());
                if (!busy || System.nanoTime() > deadline) {
                    throw e;
                }
                if (attempt == 1) {
                    log.info(
                            "{} is in use; its new columns come as soon as it is free for a moment",
                            table.quotedName());
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void change(TableChange table) throws SQLException {
        Map<String, String> stored = storedColumns(table.name());
        String add = table.addMissing(stored);
        connection.setAutoCommit(false);
        try {
            execute("set local lock_timeout = " + LOCK_WAIT.toMillis());
            if (stored.isEmpty()) {
                execute(table.create());
            } else if (add != null) {
                execute(add);
                log.info("{}: {}", table.quotedName(), add.substring(add.indexOf("add column")));
            }
            if (table.overTime() && !storage.spreadOverTime(connection, table.quotedName(), table.applianceColumn())) {
                log.warn(
                        "{} had rows before this server had TimescaleDB and stays a plain table; docs/storage.md says how"
                                + " to convert it",
                        table.quotedName());
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private Map<String, String> storedColumns(String table) throws SQLException {
        String sql = """
                select attname, format_type(atttypid, atttypmod)
                from pg_attribute
                join pg_class on pg_class.oid = attrelid
                join pg_namespace on pg_namespace.oid = relnamespace
                where nspname = 'telemetry' and relname = ? and attnum > 0 and not attisdropped
                """;
        Map<String, String> columns = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, table);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    columns.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return columns;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
