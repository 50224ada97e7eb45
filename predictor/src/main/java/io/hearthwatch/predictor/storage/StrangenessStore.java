package io.hearthwatch.predictor.storage;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.Strangeness;
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
import java.util.Optional;

/** How strange appliances were when they were last scored, in {@code prediction.strangeness}. Thread-safe; blocks. */
public final class StrangenessStore {
    private static final String COLUMNS = "s.appliance_no, s.model_id, s.as_of, s.score, s.reason_en, s.reason_zh";

    private final Database database;

    public StrangenessStore(Database database) {
        this.database = database;
    }

    /** Writes, in the caller's transaction, unless something later is there. */
    public void upsert(Connection connection, Collection<Strangeness> all) throws SQLException {
        String sql = """
                insert into prediction.strangeness as s (appliance_no, model_id, as_of, score, reason_en, reason_zh)
                values (?, ?, ?, ?, ?, ?)
                on conflict (appliance_no) do update set model_id = excluded.model_id, as_of = excluded.as_of,
                    score = excluded.score, reason_en = excluded.reason_en, reason_zh = excluded.reason_zh
                where s.as_of <= excluded.as_of
                """;
        // The driver makes one statement of a batch, and one statement may touch a row once: only the newest matters.
        Map<Integer, Strangeness> newest = new LinkedHashMap<>();
        for (Strangeness one : all) {
            newest.merge(one.applianceNo(), one, (a, b) -> b.asOf().isBefore(a.asOf()) ? a : b);
        }
        try (PreparedStatement upsert = connection.prepareStatement(sql)) {
            for (Strangeness one : newest.values()) {
                upsert.setInt(1, one.applianceNo());
                upsert.setString(2, one.modelId());
                upsert.setObject(3, one.asOf().atOffset(ZoneOffset.UTC));
                upsert.setFloat(4, (float) one.score());
                upsert.setString(5, one.reason().en());
                upsert.setString(6, one.reason().zh());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    /** Of one appliance. */
    public Optional<Strangeness> of(int applianceNo) {
        String sql = "select " + COLUMNS + " from prediction.strangeness s where s.appliance_no = ?";
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setInt(1, applianceNo);
                return read(select).stream().findFirst();
            }
        });
    }

    /** Of several appliances, by their number; those of which it cannot be said are left out. */
    public Map<Integer, Strangeness> of(Collection<Integer> applianceNos) {
        String sql = "select " + COLUMNS + " from prediction.strangeness s where s.appliance_no = any(?)";
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setArray(1, connection.createArrayOf("int4", applianceNos.toArray()));
                Map<Integer, Strangeness> all = new LinkedHashMap<>();
                read(select).forEach(one -> all.put(one.applianceNo(), one));
                return all;
            }
        });
    }

    /** The strange appliances of a type, or of all (null), strangest first. */
    public List<Strangeness> strange(String type, int limit) {
        String sql = "select " + COLUMNS + " from prediction.strangeness s"
                + " join fleet.appliance a on a.appliance_no = s.appliance_no"
                + " where (?::text is null or a.type = ?) and s.score >= 1"
                + " order by s.score desc, s.appliance_no limit ?";
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, type);
                select.setString(2, type);
                select.setInt(3, limit);
                return read(select);
            }
        });
    }

    private static List<Strangeness> read(PreparedStatement select) throws SQLException {
        List<Strangeness> all = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.add(new Strangeness(
                        row.getInt(1),
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        row.getFloat(4),
                        new Text(row.getString(5), row.getString(6))));
            }
        }
        return all;
    }
}
