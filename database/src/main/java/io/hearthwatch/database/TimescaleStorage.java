package io.hearthwatch.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/**
 * PostgreSQL with TimescaleDB: hypertables, and compression where the licence of the build allows it. A table that is plain, because
 * it had rows before the extension came, is treated as {@link PlainStorage} does. Asks the public views, since the extension's own
 * catalog differs from version to version; {@code chunk_status} and the rows counted at compression are in no view.
 */
final class TimescaleStorage extends StorageEngine {
    private static final String HYPERTABLES = "timescaledb_information.hypertables"
            + " where to_regclass(format('%I.%I', hypertable_schema, hypertable_name)) = ?::regclass";

    /** A hypertable's chunks. Takes the table's name as its parameter. */
    private static final String CHUNKS = """
            select format('%I.%I', i.chunk_schema, i.chunk_name)::regclass chunk, i.range_start, i.range_end,
                   i.is_compressed
            from timescaledb_information.chunks i
            where to_regclass(format('%I.%I', i.hypertable_schema, i.hypertable_name)) = ?::regclass
            """;
    /** The same with sizes and rows. Takes the table's name three times. */
    private static final String MEASURED_CHUNKS = """
            select c.*, z.total_bytes bytes,
                   coalesce(s.numrows_pre_compression, 0) + greatest(r.reltuples, 0)::bigint as rows,
                   coalesce(d.before_compression_total_bytes, 0) bytes_before,
                   coalesce(d.after_compression_total_bytes, 0) bytes_after
            from (%s) c
            join pg_class r on r.oid = c.chunk
            join chunks_detailed_size(?::regclass) z
                on to_regclass(format('%%I.%%I', z.chunk_schema, z.chunk_name)) = c.chunk
            left join chunk_compression_stats(?::regclass) d
                on to_regclass(format('%%I.%%I', d.chunk_schema, d.chunk_name)) = c.chunk
            left join _timescaledb_catalog.compression_chunk_size s
                on s.chunk_id = _timescaledb_functions.chunk_id_from_relid(c.chunk)
            """.formatted(CHUNKS);
    /** The bits of a chunk's status. */
    private static final int COMPRESSED = 1;

    private static final int FROZEN = 4;

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
    public boolean compresses() {
        return compression;
    }

    @Override
    public boolean spreadOverTime(Connection connection, String table, String segmentBy) throws SQLException {
        if (!isHypertable(connection, table)) {
            if (number(connection, "select count(*) from (select from " + table + " limit 1) r") > 0) {
                return false;
            }
            // No default index: the primary key is the only one, a second one halves the speed of COPY.
            execute(
                    connection,
                    "select create_hypertable(?::regclass, by_range('time', interval '7 days'),"
                            + " create_default_indexes => false, if_not_exists => true)",
                    table);
        }
        if (compression && !isCompressible(connection, table)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "alter table " + table + " set (timescaledb.compress, timescaledb.compress_segmentby = '"
                                + segmentBy + "', timescaledb.compress_orderby = 'time')");
            }
        }
        return true;
    }

    @Override
    public boolean compressSome(Connection connection, String table, Instant before) throws SQLException {
        if (!compression) {
            return false;
        }
        // One that was compressed and took late rows since has further bits set, and is compressed anew.
        String sql = "select chunk::text from (" + CHUNKS + ") c where range_end <= ?"
                + " and _timescaledb_functions.chunk_status(chunk) <> " + COMPRESSED
                + " and _timescaledb_functions.chunk_status(chunk) & " + FROZEN + " = 0 order by range_start limit 1";
        String chunk;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, table);
            select.setObject(2, parameter(before));
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                chunk = row.getString(1);
            }
        }
        execute(connection, "select compress_chunk(?::regclass, if_not_compressed => true)", chunk);
        return true;
    }

    @Override
    public long dropSome(Connection connection, String table, Instant before) throws SQLException {
        if (!isHypertable(connection, table)) {
            return PlainStorage.dropRows(connection, table, before);
        }
        // The oldest chunk alone, so that no transaction holds many locks.
        Instant end;
        try (PreparedStatement select =
                connection.prepareStatement("select min(range_end) from (" + CHUNKS + ") c where range_end <= ?")) {
            select.setString(1, table);
            select.setObject(2, parameter(before));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                end = instant(row, 1);
            }
        }
        if (end == null) {
            return 0;
        }
        try (PreparedStatement drop =
                connection.prepareStatement("select count(*) from drop_chunks(?::regclass, older_than => ?)")) {
            drop.setString(1, table);
            drop.setObject(2, parameter(end));
            try (ResultSet row = drop.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public Droppable droppable(Connection connection, String table, Instant before) throws SQLException {
        if (!isHypertable(connection, table)) {
            return PlainStorage.droppableRows(connection, table, before);
        }
        String sql = "select coalesce(sum(rows) filter (where gone), 0), count(*) filter (where gone),"
                + " coalesce(sum(bytes) filter (where gone), 0), min(range_end)"
                + " from (select *, range_end <= ? gone from (" + MEASURED_CHUNKS + ") c) c";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, parameter(before));
            for (int i = 2; i <= 4; i++) {
                select.setString(i, table);
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Droppable(row.getLong(1), row.getInt(2), row.getLong(3), instant(row, 4));
            }
        }
    }

    @Override
    public StoredTable measure(Connection connection, String table) throws SQLException {
        if (!isHypertable(connection, table)) {
            return PlainStorage.measurePlain(connection, table);
        }
        String sql = "select count(*), count(*) filter (where is_compressed), coalesce(sum(bytes), 0),"
                + " coalesce(sum(rows), 0), coalesce(sum(bytes_before), 0), coalesce(sum(bytes_after), 0)"
                + " from (" + MEASURED_CHUNKS + ") c";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 1; i <= 3; i++) {
                select.setString(i, table);
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                Span span = span(connection, table, isCounted(row.getLong(3)));
                return new StoredTable(
                        row.getLong(3),
                        span.rows() < 0 ? row.getLong(4) : span.rows(),
                        span.rows() >= 0,
                        true,
                        row.getInt(1),
                        row.getInt(2),
                        row.getLong(5),
                        row.getLong(6),
                        span.oldest(),
                        span.newest());
            }
        }
    }

    private static boolean isHypertable(Connection connection, String table) throws SQLException {
        return number(connection, "select count(*) from " + HYPERTABLES, table) > 0;
    }

    private static boolean isCompressible(Connection connection, String table) throws SQLException {
        return number(connection, "select count(*) from " + HYPERTABLES + " and compression_enabled", table) > 0;
    }

    private static void execute(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            statement.execute();
        }
    }
}
