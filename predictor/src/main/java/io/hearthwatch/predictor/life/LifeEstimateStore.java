package io.hearthwatch.predictor.life;

import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.LifeEstimate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The newest estimates of remaining life, in {@code prediction.remaining_life}. Thread-safe; blocks. */
public final class LifeEstimateStore {
    private final Database database;

    public LifeEstimateStore(Database database) {
        this.database = database;
    }

    /** Writes estimates, in the caller's transaction, unless something later is there. */
    public void upsert(Connection connection, Collection<LifeEstimate> all) throws SQLException {
        String sql = """
                insert into prediction.remaining_life as r
                    (appliance_no, component, model_id, as_of, hours, low, high, open_ended)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (appliance_no, component) do update set model_id = excluded.model_id,
                    as_of = excluded.as_of, hours = excluded.hours, low = excluded.low, high = excluded.high,
                    open_ended = excluded.open_ended
                where r.as_of <= excluded.as_of
                """;
        // The driver makes one statement of a batch, and one statement may touch a row once: only the newest matters.
        Map<List<Object>, LifeEstimate> newest = new LinkedHashMap<>();
        for (LifeEstimate one : all) {
            newest.merge(
                    List.of(one.applianceNo(), one.component()),
                    one,
                    (a, b) -> b.asOf().isBefore(a.asOf()) ? a : b);
        }
        try (PreparedStatement upsert = connection.prepareStatement(sql)) {
            for (LifeEstimate one : newest.values()) {
                upsert.setInt(1, one.applianceNo());
                upsert.setString(2, one.component());
                upsert.setString(3, one.modelId());
                upsert.setObject(4, one.asOf().atOffset(ZoneOffset.UTC));
                upsert.setDouble(5, one.hours());
                upsert.setDouble(6, one.low());
                upsert.setDouble(7, one.high());
                upsert.setBoolean(8, one.openEnded());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    /** The newest estimates for an appliance by the model that its type's service follows now, by component. */
    public List<LifeEstimate> of(int applianceNo) {
        String sql = """
                select r.appliance_no, r.component, r.model_id, r.as_of, r.hours, r.low, r.high, r.open_ended
                from prediction.remaining_life r
                join prediction.alias a on a.model_id = r.model_id and a.alias = 'champion' and a.target = 'remaining_life'
                where r.appliance_no = ? order by r.component
                """;
        return database.withConnection(connection -> {
            List<LifeEstimate> all = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setInt(1, applianceNo);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        all.add(new LifeEstimate(
                                row.getInt(1),
                                row.getString(2),
                                row.getString(3),
                                row.getObject(4, OffsetDateTime.class).toInstant(),
                                row.getDouble(5),
                                row.getDouble(6),
                                row.getDouble(7),
                                row.getBoolean(8)));
                    }
                }
            }
            return all;
        });
    }
}
