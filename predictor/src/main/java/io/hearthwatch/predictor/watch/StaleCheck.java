package io.hearthwatch.predictor.watch;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.predictor.learning.Schedule;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks who has stopped reporting, from the hours that are stored, a few hundred appliances at a time. For one thread; blocks. */
final class StaleCheck {
    private static final int TIMES = 5;
    private static final double LEAST_HOURS = 24;
    private static final double SILENT_HOURS = 90 * 24;
    private static final int TOGETHER = 500;
    private static final int MOST_LINES = 50;

    private final Database database;
    private final Fleet fleet;
    private final ApplianceType type;

    StaleCheck(Database database, Fleet fleet, ApplianceType type) {
        this.database = database;
        this.fleet = fleet;
        this.type = type;
    }

    private static final class Counts {
        int appliances;
        int stale;
        int silent;
        int never;

        Stale.Reporting reporting(String line) {
            return new Stale.Reporting(line, appliances, stale, silent, never);
        }
    }

    /**
     * Looks.
     *
     * @param schedule when the type's appliances are to be scored
     * @param trainedUntil nothing later taught the model
     */
    Stale run(Schedule schedule, Instant trainedUntil, Instant now) {
        Counts all = new Counts();
        Map<String, Counts> lines = new HashMap<>();
        if (!type.metrics().isEmpty()) {
            List<Appliance> some = new ArrayList<>();
            fleet.forEach(type.id(), some::add);
            for (int from = 0; from < some.size(); from += TOGETHER) {
                look(some.subList(from, Math.min(some.size(), from + TOGETHER)), now, all, lines);
            }
        }
        List<Stale.Reporting> worst = lines.entrySet().stream()
                .map(e -> e.getValue().reporting(e.getKey()))
                .sorted(Comparator.comparingDouble(Stale.Reporting::share)
                        .reversed()
                        .thenComparing(Stale.Reporting::line))
                .limit(MOST_LINES)
                .toList();
        Instant decided = decidedUntil();
        long missed = decided == null
                ? 0
                : Math.max(
                        0,
                        Duration.between(decided, schedule.upTo(now)).toMillis()
                                / schedule.interval().toMillis());
        return new Stale(
                all.reporting(null),
                worst,
                decided,
                missed,
                trainedUntil,
                Duration.between(trainedUntil, now).toMillis() / 86_400_000.0);
    }

    private void look(List<Appliance> some, Instant now, Counts all, Map<String, Counts> lines) {
        Map<Integer, String> lineOf = new HashMap<>();
        some.forEach(appliance -> lineOf.put(appliance.no(), appliance.model() == null ? "" : appliance.model()));
        // Steps into the primary key: the newest hour, then how many hours the four weeks before it have.
        String sql = """
                select n.no, l.hour, u.hours, extract(epoch from l.hour - u.first) / 3600
                from unnest(?::int[]) n(no)
                left join lateral (select h.hour from %1$s h where h.appliance_no = n.no and h.hour <= ?
                    order by h.hour desc limit 1) l on true
                left join lateral (select count(*) hours, min(h.hour) first from %1$s h
                    where h.appliance_no = n.no and h.hour > l.hour - interval '28 days' and h.hour <= l.hour) u on true
                """.formatted("telemetry.\"" + type.id() + "_hourly\"");
        database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setArray(
                        1,
                        connection.createArrayOf(
                                "int4", some.stream().map(Appliance::no).toArray()));
                select.setObject(2, now.atOffset(ZoneOffset.UTC));
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        String line = lineOf.get(row.getInt(1));
                        count(row, now, all);
                        if (!line.isEmpty()) {
                            count(row, now, lines.computeIfAbsent(line, key -> new Counts()));
                        }
                    }
                }
            }
            return null;
        });
    }

    private static void count(ResultSet row, Instant now, Counts counts) throws SQLException {
        OffsetDateTime last = row.getObject(2, OffsetDateTime.class);
        if (last == null) {
            counts.never++;
            return;
        }
        double ago = Duration.between(last.toInstant(), now).toMillis() / 3_600_000.0;
        if (ago > SILENT_HOURS) {
            counts.silent++;
            return;
        }
        long hours = row.getLong(3);
        double usual = hours < 2 ? 1 : row.getDouble(4) / (hours - 1);
        counts.appliances++;
        counts.stale += ago > Math.max(LEAST_HOURS, TIMES * usual) ? 1 : 0;
    }

    private Instant decidedUntil() {
        return database.withConnection(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select until from prediction.decided where type = ?")) {
                select.setString(1, type.id());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? row.getObject(1, OffsetDateTime.class).toInstant() : null;
                }
            }
        });
    }
}
