package io.hearthwatch.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/** PostgreSQL without TimescaleDB: plain tables, no compression, DELETE for retention. */
final class PlainStorage extends StorageEngine {
    private final String serverVersion;

    PlainStorage(String serverVersion) {
        this.serverVersion = serverVersion;
    }

    @Override
    public String describe() {
        return "PostgreSQL " + serverVersion + ", without TimescaleDB (plain tables, no compression)";
    }

    @Override
    public void spreadOverTime(Connection connection, String table) {
        // A plain table needs nothing.
    }

    @Override
    public int compressBefore(Connection connection, String table, Instant before) {
        return 0;
    }

    @Override
    public long dropBefore(Connection connection, String table, Instant before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from " + table + " where time < ?")) {
            delete.setObject(1, before.atOffset(ZoneOffset.UTC));
            return delete.executeLargeUpdate();
        }
    }
}
