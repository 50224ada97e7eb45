package io.hearthwatch.ingest;

import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.ingest.copy.CopyReader;
import io.hearthwatch.ingest.copy.CopyRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;

/** Streams closed hours of one type by COPY, as training reads millions of them. Stateless. */
final class HourlyReader {
    private HourlyReader() {}

    /** COPY takes no parameters; all that is written into the query are the catalog's names, numbers and instants. */
    static String query(TypeTable table, int[] applianceNos, Instant fromExclusive, Instant toInclusive) {
        return "select h.appliance_no, h.hour" + HourlyColumns.list(table, "h.") + " from " + table.hourly()
                + " h where h.hour > '" + Micros.storable(fromExclusive) + "' and h.hour <= '"
                + Micros.storable(toInclusive) + "'"
                + (applianceNos == null ? "" : " and h.appliance_no = any ('" + literal(applianceNos) + "'::int[])")
                + " and not exists (select from telemetry.hour_dirty d where d.type = '" + table.idLiteral()
                + "' and d.appliance_no = h.appliance_no and d.hour = h.hour)"
                + " order by h.appliance_no, h.hour";
    }

    private static String literal(int[] numbers) {
        return Arrays.toString(numbers).replace('[', '{').replace(']', '}');
    }

    static void read(Connection connection, TypeTable table, String query, Consumer<HourRow> consumer)
            throws SQLException {
        try (CopyReader reader = new CopyReader(connection, query)) {
            for (CopyRow row = reader.next(); row != null; row = reader.next()) {
                consumer.accept(hour(table, row));
            }
        }
    }

    private static HourRow hour(TypeTable table, CopyRow row) {
        int metrics = table.size();
        HourRow hour = new HourRow(
                row.int4(),
                Micros.instant(row.micros()),
                new float[metrics],
                new float[metrics],
                new float[metrics],
                new float[metrics],
                new float[metrics],
                new float[metrics],
                new float[metrics]);
        for (int i = 0; i < metrics; i++) {
            double count = row.number(true);
            // The columns of a metric that the catalog got later are null in older rows.
            hour.count()[i] = Double.isNaN(count) ? 0 : (float) count;
            hour.mean()[i] = (float) row.number(false);
            hour.min()[i] = (float) row.number(false);
            hour.max()[i] = (float) row.number(false);
            hour.sd()[i] = (float) row.number(false);
            hour.last()[i] = (float) row.number(false);
            hour.increase()[i] = table.kind(i) == MetricKind.COUNTER ? (float) row.number(false) : Float.NaN;
        }
        return hour;
    }
}
