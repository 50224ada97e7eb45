package io.hearthwatch.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * What differs between plain PostgreSQL and TimescaleDB; the only code that knows which of them it is. Chosen once, when the
 * connection is made, by asking the server. Nothing here runs by itself or looks at a clock: whoever calls gives the bounds. Tables
 * are named with their schema, quoted where that is needed, and have a column {@code time}.
 */
public abstract sealed class StorageEngine permits PlainStorage, TimescaleStorage {
    /** Tables up to this size are counted, larger ones estimated. */
    private static final long COUNTED_BYTES = 64L << 20;

    static StorageEngine of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String version;
            try (ResultSet row = statement.executeQuery("show server_version")) {
                row.next();
                version = row.getString(1);
            }
            try (ResultSet row = statement.executeQuery(
                    "select extversion, current_setting('timescaledb.license', true) from pg_extension"
                            + " where extname = 'timescaledb'")) {
                if (row.next()) {
                    boolean full =
                            !"apache".equals(String.valueOf(row.getString(2)).toLowerCase(Locale.ROOT));
                    return new TimescaleStorage(version, row.getString(1), full);
                }
            }
            return new PlainStorage(version);
        }
    }

    /** One line for people: server, extension, and what is missing. */
    public abstract String describe();

    /** Whether {@link #compressSome} does anything here. */
    public abstract boolean compresses();

    /**
     * Has a table spread over time and ready to be compressed, where the server can. A table that is so already stays as it is; one
     * with rows that is not spread stays plain, as moving them would take long.
     *
     * @param segmentBy column whose rows are compressed together
     * @return whether the table is now as good as this server can have it
     */
    public abstract boolean spreadOverTime(Connection connection, String table, String segmentBy) throws SQLException;

    /**
     * Compresses one part of what is wholly older than the instant and is not compressed, or not all of it; a bounded piece of work,
     * for a transaction of its own. Writers into that part wait meanwhile.
     *
     * @return whether there was one, so that there may be another
     */
    public abstract boolean compressSome(Connection connection, String table, Instant before) throws SQLException;

    /**
     * Drops some rows that are older than the instant; a bounded piece of work, for a transaction of its own. By whole chunks where
     * there are such, so that some older rows may stay a while.
     *
     * @return rows deleted, or chunks dropped; 0 if nothing is left to drop
     */
    public abstract long dropSome(Connection connection, String table, Instant before) throws SQLException;

    /** What {@link #dropSome} would take away by and by. */
    public abstract Droppable droppable(Connection connection, String table, Instant before) throws SQLException;

    /** How large a table is, and how much of it is compressed. */
    public abstract StoredTable measure(Connection connection, String table) throws SQLException;

    /** The oldest and newest time of a table, and its rows where they are to be counted, else -1. */
    record Span(Instant oldest, Instant newest, long rows) {}

    static Span span(Connection connection, String table, boolean count) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select min(time), max(time)" + (count ? ", count(*)" : "") + " from " + table)) {
            row.next();
            return new Span(instant(row, 1), instant(row, 2), count ? row.getLong(3) : -1);
        }
    }

    static boolean isCounted(long bytes) {
        return bytes <= COUNTED_BYTES;
    }

    /** The only value of a query; 0 for null. */
    static long number(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    static Object parameter(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
