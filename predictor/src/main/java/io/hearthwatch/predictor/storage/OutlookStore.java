package io.hearthwatch.predictor.storage;

import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.Outlook;
import io.hearthwatch.predictor.learning.Basis;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads the newest scores with what they rest on, for people to look at. Thread-safe; blocks. */
public final class OutlookStore {
    private final Database database;

    public OutlookStore(Database database) {
        this.database = database;
    }

    /** Of each of these appliances the outlooks of its components, the worst first; an appliance that was never scored is left out. */
    public Map<Integer, List<Outlook>> of(Collection<Integer> applianceNos) {
        String sql = """
                select s.appliance_no, s.component, s.model_id, s.as_of, m.lead_ms, m.horizon_ms, s.probability, s.basis,
                    s.probabilities, m.horizons_ms,
                    (select array_agg(h.basis order by h.step) from prediction.hazard h
                        where h.model_id = s.model_id and h.component = s.component)
                from prediction.score s join prediction.model m on m.id = s.model_id
                where s.appliance_no = any(?)
                """;
        Map<Integer, List<Outlook>> all = new TreeMap<>();
        database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setArray(1, connection.createArrayOf("int4", applianceNos.toArray()));
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        all.computeIfAbsent(row.getInt(1), no -> new ArrayList<>())
                                .add(outlook(row));
                    }
                }
            }
            return null;
        });
        all.values().forEach(outlooks -> outlooks.sort(Outlook.WORST_FIRST));
        return all;
    }

    private static Outlook outlook(ResultSet row) throws SQLException {
        return new Outlook(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                Duration.ofMillis(row.getLong(5)),
                Duration.ofMillis(row.getLong(6)),
                number(row.getObject(7, Float.class)),
                basis(row.getString(8)),
                byHorizon(row));
    }

    private static List<Outlook.ByHorizon> byHorizon(ResultSet row) throws SQLException {
        Float[] probabilities = (Float[]) row.getArray(9).getArray();
        Long[] horizons = (Long[]) row.getArray(10).getArray();
        String[] bases = row.getArray(11) == null
                ? new String[0]
                : (String[]) row.getArray(11).getArray();
        List<Outlook.ByHorizon> outlooks = new ArrayList<>();
        Basis weakest = Basis.MODEL;
        for (int i = 0; i < Math.min(probabilities.length, horizons.length); i++) {
            // A probability by a horizon rests on every window up to it.
            weakest = weakest.and(i < bases.length ? basis(bases[i]) : weakest);
            outlooks.add(new Outlook.ByHorizon(Duration.ofMillis(horizons[i]), number(probabilities[i]), weakest));
        }
        return outlooks;
    }

    private static Basis basis(String id) {
        return Basis.valueOf(id.toUpperCase(Locale.ROOT));
    }

    private static double number(Float number) {
        return number == null ? Double.NaN : number;
    }
}
