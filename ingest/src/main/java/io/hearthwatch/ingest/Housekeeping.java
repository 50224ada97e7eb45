package io.hearthwatch.ingest;

import io.hearthwatch.database.Database;
import io.hearthwatch.database.DatabaseException;
import io.hearthwatch.database.Droppable;
import io.hearthwatch.database.SqlWork;
import io.hearthwatch.database.StorageEngine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses what is old and drops what is too old, by bounds that the caller's clock gives; the server's own policies, which go by
 * wall time, are never used. Works in small transactions, so that it can be stopped at any moment and writers wait for little; of
 * several programs one works at a time. Blocks; thread-safe.
 */
public final class Housekeeping {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    /** Any number will do that no other part of the program takes. */
    private static final long LOCK = 0x6877_7465_6c65_0002L;

    private static final String LOCK_TIMED_OUT = "55P03";
    private static final int ROWS_AT_ONCE = 10_000;

    private final Database database;
    private final StorageEngine storage;
    private final TypeTables tables;
    private final KeepSettings settings;

    Housekeeping(Database database, TypeTables tables, KeepSettings settings) {
        this.database = database;
        this.storage = database.storage();
        this.tables = tables;
        this.settings = settings;
    }

    /**
     * Does all that is to be done as of an instant. What is in use for long is left for the next time.
     *
     * @return number of steps done: chunks compressed, chunks or portions of rows dropped
     */
    public int run(Instant now) {
        int steps = 0;
        for (TypeTable table : tables.all()) {
            steps += drop(table, now);
            steps += repeat(
                    "compressing " + table.raw(),
                    connection -> storage.compressSome(connection, table.raw(), now.minus(settings.compressAfter()))
                            ? 1L
                            : 0L);
        }
        for (Old old : old()) {
            steps += repeat("shortening " + old.what, connection -> old.forget(connection, now));
        }
        return steps;
    }

    private int drop(TypeTable table, Instant now) {
        Optional<Instant> before = dropBefore(table, now);
        if (before.isEmpty()) {
            return 0;
        }
        Droppable goes = database.withConnection(c -> storage.droppable(c, table.raw(), before.get()));
        if (goes.rows() == 0 && goes.chunks() == 0) {
            return 0;
        }
        log.info(
                "retention: of {} all before {} goes now: {} rows{}",
                table.raw(),
                before.get(),
                goes.rows(),
                goes.chunks() == 0 ? "" : " (estimated), " + goes.chunks() + " chunks, " + goes.bytes() + " bytes");
        // Known before the first row goes, and only as far as all hours are computed: nobody computes one from what is
        // left of it.
        String what = "dropping from " + table.raw();
        Instant bound = attempt(what, null, connection -> {
            DroppedBefore.lock(connection, table);
            Instant computed = computed(connection, table, before.get());
            DroppedBefore.advance(connection, table, computed);
            return computed;
        });
        if (bound == null) {
            return 0;
        }
        table.dropped(bound);
        return repeat(what, connection -> storage.dropSome(connection, table.raw(), bound));
    }

    /**
     * Before when a type's readings go. Whole hours, and none that is yet to be closed: its statistics are computed from readings.
     */
    private Optional<Instant> dropBefore(TypeTable table, Instant now) {
        return settings.retention(table.id()).map(keep -> {
            Instant bound = now.minus(keep).truncatedTo(ChronoUnit.HOURS);
            return database.withConnection(connection -> computed(connection, table, bound));
        });
    }

    /** A bound, or an earlier one if there are hours before it that are not closed. */
    private static Instant computed(Connection connection, TypeTable table, Instant bound) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select min(hour) from telemetry.hour_dirty where type = ?")) {
            select.setString(1, table.id());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                OffsetDateTime open = row.getObject(1, OffsetDateTime.class);
                return open != null && open.toInstant().isBefore(bound)
                        ? open.toInstant().minus(Duration.ofHours(1))
                        : bound;
            }
        }
    }

    /** Does a step again and again, each in a transaction of its own, until there is nothing left to do. */
    private int repeat(String what, SqlWork<Long> step) {
        int steps = 0;
        while (attempt(what, 0L, step) > 0) {
            steps++;
        }
        return steps;
    }

    /** Does a step in a transaction, or says otherwise where others are in the way. */
    private <T> T attempt(String what, T otherwise, SqlWork<T> step) {
        try {
            return database.inTransaction(connection -> alone(connection) ? step.run(connection) : otherwise);
        } catch (DatabaseException e) {
            if (!LOCK_TIMED_OUT.equals(e.sqlState())) {
                throw e;
            }
            log.info("{} is left for later: the table is in use", what);
            return otherwise;
        }
    }

    private static boolean alone(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Whoever wants to write would queue behind us, so we don't wait for long.
            statement.execute("set local lock_timeout = 1000");
            try (ResultSet row = statement.executeQuery("select pg_try_advisory_xact_lock(" + LOCK + ")")) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** What is stored of each type, and what will be compressed and dropped as of an instant. */
    public List<TypeStorage> types(Instant now) {
        List<TypeStorage> all = new ArrayList<>();
        for (TypeTable table : tables.all()) {
            Optional<Instant> before = dropBefore(table, now);
            all.add(database.withConnection(connection -> new TypeStorage(
                    table.id(),
                    storage.measure(connection, table.raw()),
                    bytes(connection, table.hourly()),
                    storage.compresses() ? now.minus(settings.compressAfter()) : null,
                    settings.retention(table.id()).orElse(null),
                    before.orElse(null),
                    before.isEmpty() ? null : storage.droppable(connection, table.raw(), before.get()))));
        }
        return all;
    }

    /** The other tables that grow. */
    public List<KeptTable> others() {
        return database.withConnection(connection -> {
            List<KeptTable> all = new ArrayList<>();
            for (Old old : old()) {
                all.add(new KeptTable(old.what, bytes(connection, old.table), old.keep));
            }
            return all;
        });
    }

    private static long bytes(Connection connection, String table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select pg_total_relation_size(?::regclass)")) {
            select.setString(1, table);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private List<Old> old() {
        return List.of(
                Old.rows("telemetry.rejected", "received_at < ?", settings.rejected()),
                new Old(
                        "details of telemetry.fault",
                        "telemetry.fault",
                        "update telemetry.fault set detail = null",
                        "received_at < ? and detail is not null",
                        settings.faultDetail()),
                Old.rows("telemetry.command", "state_at < ? and state <> 'queued'", settings.results()),
                Old.rows("telemetry.command_result", "received_at < ?", settings.results()));
    }

    /** Rows, or a part of them, that go when they are old enough; {@code which} has the bound as its parameter. */
    private record Old(String what, String table, String change, String which, Duration keep) {
        static Old rows(String table, String which, Duration keep) {
            return new Old(table, table, "delete from " + table, which, keep);
        }

        long forget(Connection connection, Instant now) throws SQLException {
            String sql = change + " where ctid = any (array(select ctid from " + table + " where " + which + " limit "
                    + ROWS_AT_ONCE + "))";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, Micros.parameter(now.minus(keep)));
                return statement.executeLargeUpdate();
            }
        }
    }
}
