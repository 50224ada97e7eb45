package io.hearthwatch.ingest;

import io.hearthwatch.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Up to when retention dropped a type's readings ({@code telemetry.dropped_before}), always whole hours. Hours that end by then cannot
 * be computed again: their statistics stay as they are, and no reading is taken for them any more. Whoever computes hours or
 * imports holds the row while doing so; whoever is to drop changes it first, and so waits for them. Stateless.
 */
final class DroppedBefore {
    /** Readings that are younger than this, in microseconds, are never dropped: retention is a day longer than any delay allowed. */
    static final long NEWEST_AGE_MICROS = 86_400_000_000L;

    private DroppedBefore() {}

    /** Tells every type's table up to when its readings were dropped. */
    static void load(Database database, TypeTables tables) {
        database.inTransaction(connection -> {
            for (TypeTable table : tables.all()) {
                try (PreparedStatement insert = connection.prepareStatement(
                        "insert into telemetry.dropped_before (type) values (?) on conflict do nothing")) {
                    insert.setString(1, table.id());
                    insert.executeUpdate();
                }
            }
            return null;
        });
        refresh(database, tables);
    }

    /** The same for what another process dropped since. */
    static void refresh(Database database, TypeTables tables) {
        database.withConnection(connection -> {
            for (TypeTable table : tables.all()) {
                table.dropped(read(connection, table, ""));
            }
            return null;
        });
    }

    /** Up to when, or null; it stays so until the transaction ends. */
    static Instant hold(Connection connection, TypeTable table) throws SQLException {
        return read(connection, table, " for share");
    }

    /**
     * Makes sure that no reading is about to be stored whose time was dropped, by whatever process, and that none will be until the
     * transaction ends.
     *
     * @throws HorizonMovedException if one is; its table knows of it now
     */
    static void check(Connection connection, RowBuffer rows) throws SQLException {
        if (!rows.late()) {
            return;
        }
        Instant dropped = hold(connection, rows.table());
        rows.table().dropped(dropped);
        if (rows.table().checkKept(rows.earliest()) != null) {
            throw new HorizonMovedException(rows.table().id());
        }
    }

    /** Keeps others from computing hours or importing until the transaction ends. */
    static void lock(Connection connection, TypeTable table) throws SQLException {
        read(connection, table, " for update");
    }

    /** Stores up to when readings are about to be dropped; never moves back. */
    static void advance(Connection connection, TypeTable table, Instant before) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                insert into telemetry.dropped_before as d (type, before) values (?, ?)
                on conflict (type) do update set before = greatest(d.before, excluded.before)
                """)) {
            upsert.setString(1, table.id());
            upsert.setObject(2, Micros.parameter(before));
            upsert.executeUpdate();
        }
    }

    private static Instant read(Connection connection, TypeTable table, String lock) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select before from telemetry.dropped_before where type = ?" + lock)) {
            select.setString(1, table.id());
            try (ResultSet row = select.executeQuery()) {
                OffsetDateTime before = row.next() ? row.getObject(1, OffsetDateTime.class) : null;
                return before == null ? null : before.toInstant();
            }
        }
    }
}
