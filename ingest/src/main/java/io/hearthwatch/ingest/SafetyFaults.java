package io.hearthwatch.ingest;

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
 * Safety-relevant fault codes that were stored and wait to be handed on. A code is written in the transaction that stores the fault, once
 * however often it is sent, and stays until {@link #handedOn}; so a kill in between repeats it, and whoever takes it must be idempotent.
 * Imported history is not among them. Blocks; thread-safe.
 */
public final class SafetyFaults {
    private static final String INSERT = """
            insert into telemetry.safety_fault (appliance_no, time, code, received_at)
            select k.no, 'epoch'::timestamptz + k.at * interval '1 microsecond', k.code,
                   'epoch'::timestamptz + k.received * interval '1 microsecond'
            from unnest(?::int[], ?::bigint[], ?::text[], ?::bigint[]) k(no, at, code, received)
            on conflict do nothing
            """;

    private final Database database;

    SafetyFaults(Database database) {
        this.database = database;
    }

    /**
     * A code that an appliance raised.
     *
     * @param applianceNo the registry's number
     * @param at when it was raised
     */
    public record Raised(int applianceNo, String code, Instant at) {}

    static void write(Connection connection, List<FaultWriter.Item> raised) throws SQLException {
        if (raised.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setArray(
                    1,
                    SqlArrays.of(
                            connection,
                            "int4",
                            raised.stream().mapToInt(i -> i.key().applianceNo()).toArray()));
            insert.setArray(
                    2,
                    SqlArrays.of(
                            connection,
                            "int8",
                            raised.stream().mapToLong(i -> i.key().time()).toArray()));
            insert.setArray(
                    3,
                    SqlArrays.of(
                            connection,
                            "text",
                            raised.stream().map(i -> i.key().code()).toArray(String[]::new)));
            insert.setArray(
                    4,
                    SqlArrays.of(
                            connection,
                            "int8",
                            raised.stream()
                                    .mapToLong(FaultWriter.Item::receivedAt)
                                    .toArray()));
            insert.executeUpdate();
        }
    }

    /** The instant from which the oldest of them waits. */
    public Optional<Instant> next() {
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "select min(greatest(time, received_at)) from telemetry.safety_fault");
                    ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)
                        : Optional.empty();
            }
        });
    }

    /** Those that wait at the instant, the oldest first. */
    public List<Raised> waiting(Instant at, int limit) {
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    select appliance_no, code, time from telemetry.safety_fault where greatest(time, received_at) <= ?
                    order by greatest(time, received_at), appliance_no, code limit ?
                    """)) {
                select.setObject(1, at.atOffset(ZoneOffset.UTC));
                select.setInt(2, limit);
                try (ResultSet row = select.executeQuery()) {
                    List<Raised> waiting = new ArrayList<>();
                    while (row.next()) {
                        waiting.add(new Raised(
                                row.getInt(1),
                                row.getString(2),
                                row.getObject(3, OffsetDateTime.class).toInstant()));
                    }
                    return waiting;
                }
            }
        });
    }

    /** Somebody has committed what had to be done about it. */
    public void handedOn(Raised fault) {
        database.inTransaction(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(
                    "delete from telemetry.safety_fault where appliance_no = ? and time = ? and code = ?")) {
                delete.setInt(1, fault.applianceNo());
                delete.setObject(2, fault.at().atOffset(ZoneOffset.UTC));
                delete.setString(3, fault.code());
                return delete.executeUpdate();
            }
        });
    }
}
