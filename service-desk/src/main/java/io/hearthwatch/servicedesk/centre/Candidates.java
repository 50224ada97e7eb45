package io.hearthwatch.servicedesk.centre;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Service centres to choose from for a job, with what speaks for and against each. */
public final class Candidates {
    /** Most that are shown. */
    public static final int MOST = 50;

    private static final String ALL =
            "with " + CentreChoice.ASKED + "select f.*, f.id = a.own own, f.lacks = '{}' able,"
                    + " (f.area is not null or (not f.named and coalesce(f.km <= r.reach_km, a.household is null))) serves"
                    + " from (" + CentreChoice.FIT + """
                ) f cross join asked a cross join service.assignment_rule r
            order by able desc, own desc nulls last, serves desc, round(f.days * 2), f.km nulls last, f.id limit\s""" + MOST;

    private Candidates() {}

    /** A centre as it is offered. */
    private record One(String id, Chosen.Fit fit, boolean own, boolean serves, double days) {
        boolean able() {
            return fit.lacks().isEmpty();
        }

        Map<String, Object> shown() {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("id", id);
            shown.put("name", words(fit.name()));
            shown.put("able", able());
            shown.put("lacks", fit.lacks().stream().map(Lack::id).toList());
            shown.put("own", own);
            shown.put("serves", serves);
            shown.put("area", fit.area());
            shown.put("kilometres", fit.kilometres() == null ? null : Math.round(fit.kilometres() * 10) / 10.0);
            shown.put("jobs", fit.jobs());
            shown.put("technicians", fit.hands());
            shown.put("days_of_work", Math.round(days * 10) / 10.0);
            shown.put("why", words(why()));
            return shown;
        }

        private Text why() {
            Text load = ChoiceWords.load(fit);
            Text place = own
                    ? new Text("the household's own service centre", "用户所属服务网点")
                    : serves && (fit.area() != null || fit.kilometres() != null)
                            ? ChoiceWords.serves(fit)
                            : serves
                                    ? new Text("serves everywhere", "不限服务区域")
                                    : new Text("does not serve where the household lives", "服务区域不含该用户");
            Text lacks = Lack.words(fit.lacks());
            return new Text(
                    place.en() + "; " + load.en() + (able() ? "" : ". Not able: " + lacks.en()),
                    place.zh() + "；" + load.zh() + (able() ? "" : "。不能承接：" + lacks.zh()));
        }
    }

    /** The best first: those who are able, of them the household's own, then those that serve there with the least to do. */
    public static List<Map<String, Object>> of(Connection connection, Asked asked, Instant at) throws SQLException {
        return list(connection, asked, at).stream().map(One::shown).toList();
    }

    /** Ids of the best who are able, but for one. */
    public static List<String> able(Connection connection, Asked asked, String but, Instant at) throws SQLException {
        List<String> able = new ArrayList<>();
        for (One one : list(connection, asked, at)) {
            if (one.able() && !one.id().equals(but)) {
                able.add(one.id());
            }
        }
        return able;
    }

    private static List<One> list(Connection connection, Asked asked, Instant at) throws SQLException {
        return Sql.list(
                connection,
                ALL,
                row -> new One(
                        row.getString("id"),
                        new Chosen.Fit(
                                new Text(row.getString("name_en"), row.getString("name_zh")),
                                row.getString("area"),
                                row.getObject("km", Double.class),
                                row.getInt("jobs"),
                                row.getInt("hands"),
                                Arrays.stream((String[]) row.getArray("lacks").getArray())
                                        .map(Lack::of)
                                        .toList()),
                        row.getBoolean("own"),
                        row.getBoolean("serves"),
                        row.getDouble("days")),
                asked.type(),
                asked.kind(),
                asked.faultClass(),
                at,
                asked.household(),
                asked.appliance());
    }

    private static Map<String, Object> words(Text text) {
        return Map.of("en", text.en(), "zh", text.zh());
    }
}
