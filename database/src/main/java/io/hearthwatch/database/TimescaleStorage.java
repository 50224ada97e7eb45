package io.hearthwatch.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;

/** PostgreSQL with TimescaleDB: hypertables, and compression where the licence of the build allows it. */
final class TimescaleStorage extends StorageEngine {
    private final String serverVersion;
    private final String extensionVersion;
    private final boolean compression;

    TimescaleStorage(String serverVersion, String extensionVersion, boolean compression) {
        this.serverVersion = serverVersion;
        this.extensionVersion = extensionVersion;
        this.compression = compression;
    }

    @Override
    public String describe() {
        return "PostgreSQL " + serverVersion + " with TimescaleDB " + extensionVersion
                + (compression ? "" : ", Apache-only build: hypertables, but no compression");
    }

    @Override
    public void spreadOverTime(Connection connection, String table) throws SQLException {
        // No default index: the primary key is the only one, a second one halves the speed of COPY.
        try (PreparedStatement create =
                connection.prepareStatement("select create_hypertable(?::regclass, by_range('time', interval '7 days'),"
                        + " create_default_indexes => false, if_not_exists => true)")) {
            create.setString(1, table);
            create.execute();
        }
        if (compression) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("alter table " + table
                        + " set (timescaledb.compress, timescaledb.compress_segmentby = 'appliance_no',"
                        + " timescaledb.compress_orderby = 'time')");
            }
        }
    }

    @Override
    public int compressBefore(Connection connection, String table, Instant before) throws SQLException {
        if (!compression) {
            return 0;
        }
        try (PreparedStatement compress =
                connection.prepareStatement("select count(compress_chunk(chunk, if_not_compressed => true))"
                        + " from show_chunks(?::regclass, older_than => ?) chunk")) {
            compress.setString(1, table);
            compress.setObject(2, before.atOffset(ZoneOffset.UTC));
            try (ResultSet row = compress.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    @Override
    public long dropBefore(Connection connection, String table, Instant before) throws SQLException {
        try (PreparedStatement drop =
                connection.prepareStatement("select count(*) from drop_chunks(?::regclass, older_than => ?)")) {
            drop.setString(1, table);
            drop.setObject(2, before.atOffset(ZoneOffset.UTC));
            try (ResultSet row = drop.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
