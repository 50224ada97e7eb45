package io.hearthwatch.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Locale;

/**
 * What differs between plain PostgreSQL and TimescaleDB; the only code that knows which of them it is. Chosen once, when the
 * connection is made, by asking the server.
 */
public abstract sealed class StorageEngine permits PlainStorage, TimescaleStorage {

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

    /** Makes a freshly created, empty table with a {@code time} column a hypertable where there are such. */
    public abstract void spreadOverTime(Connection connection, String table) throws SQLException;

    /**
     * Compresses what is wholly older than the instant, where the server can.
     *
     * @return number of chunks compressed
     */
    public abstract int compressBefore(Connection connection, String table, Instant before) throws SQLException;

    /**
     * Drops rows that are older than the instant; by whole chunks where there are such, so that some older rows may stay a while.
     *
     * @return rows deleted, or chunks dropped
     */
    public abstract long dropBefore(Connection connection, String table, Instant before) throws SQLException;
}
