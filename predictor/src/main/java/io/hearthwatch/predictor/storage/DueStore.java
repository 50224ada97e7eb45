package io.hearthwatch.predictor.storage;

import io.hearthwatch.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is still to be decided: up to when each type's schedule was run, in {@code prediction.decided}, and which appliances a fault asks to
 * score, in {@code telemetry.pending_score}. Methods that take a connection work in the caller's transaction. Thread-safe; blocks.
 */
public final class DueStore {
    private final Database database;

    public DueStore(Database database) {
        this.database = database;
    }

    /** An appliance that is to be scored as of an instant because a fault arrived. */
    public record Claim(int applianceNo, OffsetDateTime due) {}

    /** Up to when a type's schedule was run; begins, where nothing was run yet, with what the caller says. */
    public Instant decidedUntil(String type, Instant beginning) {
        return database.inTransaction(connection -> {
            String insert = "insert into prediction.decided (type, until) values (?, ?) on conflict do nothing";
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                statement.setString(1, type);
                statement.setObject(2, at(beginning));
                statement.executeUpdate();
            }
            return decided(connection, type, "");
        });
    }

    /** The same, locked until the transaction ends, so that one process runs a scheduled instant. */
    public Instant lockDecided(Connection connection, String type) throws SQLException {
        return decided(connection, type, " for update");
    }

    private static Instant decided(Connection connection, String type, String lock) throws SQLException {
        String sql = "select until from prediction.decided where type = ?" + lock;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, type);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return instant(row, 1);
            }
        }
    }

    /** Says that the schedule was run up to an instant. */
    public void setDecided(Connection connection, String type, Instant until) throws SQLException {
        String sql = "update prediction.decided set until = ? where type = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setObject(1, at(until));
            update.setString(2, type);
            update.executeUpdate();
        }
    }

    /** Locks and returns the earliest claims of a type that are due before an instant; what others have locked is passed over. */
    public List<Claim> claim(Connection connection, String type, Instant before, int limit) throws SQLException {
        String sql = """
                select p.appliance_no, p.due from telemetry.pending_score p
                join fleet.appliance a on a.appliance_no = p.appliance_no
                where a.type = ? and p.due < ?
                order by p.due, p.appliance_no limit ?
                for update of p skip locked
                """;
        List<Claim> claims = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, type);
            select.setObject(2, at(before));
            select.setInt(3, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    claims.add(new Claim(row.getInt(1), row.getObject(2, OffsetDateTime.class)));
                }
            }
        }
        return claims;
    }

    /** Deletes claims that were worked off. */
    public void delete(Connection connection, List<Claim> claims) throws SQLException {
        String sql = "delete from telemetry.pending_score where appliance_no = ? and due = ?";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            for (Claim claim : claims) {
                delete.setInt(1, claim.applianceNo());
                delete.setObject(2, claim.due());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    /** Deletes a type's claims of exactly one instant, whose appliances were all scored as of it. */
    public void deleteAt(Connection connection, String type, Instant due) throws SQLException {
        delete(connection, type, "p.due = ?", due);
    }

    /** Deletes a type's claims that are due by an instant, since nobody decides on them. */
    public void deleteUpTo(Connection connection, String type, Instant due) throws SQLException {
        delete(connection, type, "p.due <= ?", due);
    }

    private static void delete(Connection connection, String type, String which, Instant due) throws SQLException {
        String sql = "delete from telemetry.pending_score p using fleet.appliance a"
                + " where a.appliance_no = p.appliance_no and a.type = ? and " + which;
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, type);
            delete.setObject(2, at(due));
            delete.executeUpdate();
        }
    }

    /** The first instant after this one at which a fault's claim is due. */
    public Optional<Instant> nextClaim(Instant after) {
        return database.withConnection(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select min(due) from telemetry.pending_score where due > ?")) {
                select.setObject(1, at(after));
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                            .map(OffsetDateTime::toInstant);
                }
            }
        });
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
