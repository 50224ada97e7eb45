package io.hearthwatch.servicedesk.indicator;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Which indicators there are. */
final class Definitions {
    private Definitions() {}

    static List<Indicator> all(Connection connection) throws SQLException {
        return Sql.list(connection, "select * from service.indicator order by place", Definitions::read);
    }

    static Indicator find(Connection connection, String name) throws SQLException {
        return Sql.first(connection, "select * from service.indicator where name = ?", Definitions::read, name)
                .orElseThrow(() -> Refusal.notFound("indicator", name, "look at /api/v1/indicators"));
    }

    private static Indicator read(ResultSet row) throws SQLException {
        return new Indicator(
                row.getString("name"),
                text(row, "name"),
                text(row, "definition"),
                text(row, "numerator"),
                text(row, "denominator"),
                Indicator.Unit.valueOf(row.getString("unit").toUpperCase(Locale.ROOT)),
                row.getString("owner"),
                Indicator.Better.valueOf(row.getString("better").toUpperCase(Locale.ROOT)),
                row.getString("aspect"),
                row.getBoolean("always_by_aspect"),
                row.getString("channel"),
                row.getBoolean("common_denominator"));
    }

    private static Text text(ResultSet row, String column) throws SQLException {
        return new Text(row.getString(column + "_en"), row.getString(column + "_zh"));
    }
}
