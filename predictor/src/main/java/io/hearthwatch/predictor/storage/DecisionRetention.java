package io.hearthwatch.predictor.storage;

import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.FoundLabels;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Deletes old decisions, in small transactions. What somebody still needs stays: one that was not handed over yet, one whose ticket is open,
 * and those that a challenger is, or was lately, compared by. Thread-safe; blocks.
 */
public final class DecisionRetention {
    private static final int AT_ONCE = 5_000;
    private static final UUID FIRST = new UUID(0, 0);

    private final Database database;

    public DecisionRetention(Database database) {
        this.database = database;
    }

    private record Old(OffsetDateTime asOf, UUID id) {}

    /**
     * Deletes decisions as of before an instant.
     *
     * @param tickets says which led to a ticket that is still open
     * @return how many went
     */
    public long forget(Instant before, FoundLabels tickets) {
        OffsetDateTime bound = before.atOffset(ZoneOffset.UTC);
        Old last = new Old(OffsetDateTime.parse("0001-01-01T00:00:00Z"), FIRST);
        long gone = 0;
        List<Old> some;
        do {
            Old after = last;
            some = database.withConnection(connection -> next(connection, bound, after));
            gone += delete(some.stream().map(Old::id).toList(), tickets);
            last = some.isEmpty() ? last : some.get(some.size() - 1);
        } while (some.size() == AT_ONCE);
        return gone;
    }

    private static List<Old> next(Connection connection, OffsetDateTime bound, Old after) throws SQLException {
        String sql = """
                select d.as_of, d.id from prediction.decision d
                where d.as_of < ? and (d.as_of, d.id) > (?, ?) and d.relayed_at is not null
                  and not exists (
                      select 1 from prediction.model m join prediction.shadow s on s.type = m.type
                      where m.id = d.model_id and d.as_of between s.first_as_of and s.last_as_of
                        and (s.ended_at is null or s.ended_at >= ?)
                        and not exists (
                            select 1 from prediction.shadow later where later.type = s.type and later.seq > s.seq))
                order by d.as_of, d.id limit ?
                """;
        List<Old> some = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, bound);
            select.setObject(2, after.asOf());
            select.setObject(3, after.id());
            select.setObject(4, bound);
            select.setInt(5, AT_ONCE);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    some.add(new Old(row.getObject(1, OffsetDateTime.class), row.getObject(2, UUID.class)));
                }
            }
        }
        return some;
    }

    private int delete(List<UUID> ids, FoundLabels tickets) {
        if (ids.isEmpty()) {
            return 0;
        }
        Map<UUID, FoundLabels.Found> found = tickets.of(ids);
        Object[] done = ids.stream()
                .filter(id -> found.get(id) == null || found.get(id).finding() != FoundLabels.Finding.OPEN)
                .toArray();
        return database.inTransaction(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from prediction.decision where id = any (?)")) {
                delete.setArray(1, connection.createArrayOf("uuid", done));
                return delete.executeUpdate();
            }
        });
    }

    /** How much room decisions take, in bytes. */
    public long bytes() {
        return database.withConnection(connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement("select pg_total_relation_size('prediction.decision')");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
