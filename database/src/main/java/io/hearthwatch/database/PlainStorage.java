package io.hearthwatch.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** PostgreSQL without TimescaleDB: plain tables, no compression, DELETE for retention. */
final class PlainStorage extends StorageEngine {
    private static final int ROWS_AT_ONCE = 10_000;
    private final String serverVersion;

    PlainStorage(String serverVersion) {
        this.serverVersion = serverVersion;
    }

    @Override
    public String describe() {
        return "PostgreSQL " + serverVersion + ", without TimescaleDB (plain tables, no compression)";
    }

    @Override
    public boolean compresses() {
        return false;
    }

    @Override
    public boolean spreadOverTime(Connection connection, String table, String segmentBy) {
        return true;
    }

    @Override
    public boolean compressSome(Connection connection, String table, Instant before) {
        return false;
    }

    @Override
    public long dropSome(Connection connection, String table, Instant before) throws SQLException {
        return dropRows(connection, table, before);
    }

    @Override
    public Droppable droppable(Connection connection, String table, Instant before) throws SQLException {
        return droppableRows(connection, table, before);
    }

    @Override
    public StoredTable measure(Connection connection, String table) throws SQLException {
        return measurePlain(connection, table);
    }

    static long dropRows(Connection connection, String table, Instant before) throws SQLException {
        String sql = "delete from " + table + " where ctid = any (array(select ctid from " + table
                + " where time < ? limit " + ROWS_AT_ONCE + "))";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setObject(1, parameter(before));
            return delete.executeLargeUpdate();
        }
    }

    static Droppable droppableRows(Connection connection, String table, Instant before) throws SQLException {
        String sql = "select count(*) filter (where time < ?), min(time) from " + table;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, parameter(before));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Droppable(row.getLong(1), 0, 0, instant(row, 2));
            }
        }
    }

    static StoredTable measurePlain(Connection connection, String table) throws SQLException {
        long bytes = number(connection, "select pg_total_relation_size(?::regclass)", table);
        // A table that was never analysed has -1 there, and is counted too.
        long estimate = isCounted(bytes)
                ? -1
                : number(connection, "select reltuples from pg_class where oid = ?::regclass", table);
        Span span = span(connection, table, estimate < 0);
        return new StoredTable(
                bytes,
                estimate < 0 ? span.rows() : estimate,
                estimate < 0,
                false,
                0,
                0,
                0,
                0,
                span.oldest(),
                span.newest());
    }
}
