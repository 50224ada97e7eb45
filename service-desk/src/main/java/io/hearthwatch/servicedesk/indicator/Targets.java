package io.hearthwatch.servicedesk.indicator;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Targets of indicators, version after version; none is ever changed. Thread-safe. */
public final class Targets {
    private static final List<String> SOURCES = List.of("own_history", "industry", "feedback");

    private final Database database;
    private final InstantSource clock;

    Targets(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A target that somebody wants.
     *
     * @param limit null for the target itself with a tenth of leeway
     */
    public record Wanted(
            String indicator,
            String region,
            String centre,
            String type,
            LocalDate validFrom,
            double value,
            Double limit,
            String source,
            String owner,
            String note) {}

    /** All targets of an indicator that concern the scope, the newest first. */
    public List<Target> of(String indicator, Scope scope) {
        return database.withConnection(connection -> {
            Definitions.find(connection, indicator);
            Set<String> regions = new HashSet<>(Sql.list(
                    connection,
                    "select distinct region from service.centre where region is not null and (?::boolean or id = any (?))",
                    row -> row.getString("region"),
                    scope.isEverything(),
                    scope.ids()));
            return all(connection, indicator).stream()
                    .filter(target -> target.centre() == null || scope.contains(target.centre()))
                    .filter(target ->
                            target.region() == null || scope.isEverything() || regions.contains(target.region()))
                    .toList();
        });
    }

    static List<Target> all(Connection connection, String indicator) throws SQLException {
        return Sql.list(connection, """
                select * from service.indicator_target where indicator = ? order by valid_from desc, version desc, id desc
                """, Targets::read, indicator);
    }

    private static Target read(ResultSet row) throws SQLException {
        return new Target(
                row.getLong("id"),
                row.getString("indicator"),
                row.getString("region"),
                row.getString("centre"),
                row.getString("type"),
                row.getObject("valid_from", LocalDate.class),
                row.getInt("version"),
                row.getDouble("value"),
                row.getDouble("limit_value"),
                row.getString("source"),
                row.getString("owner"),
                row.getString("note"),
                row.getString("who"),
                Sql.instant(row, "at"));
    }

    /**
     * Sets a target from a day on; where the same scope has one from the same day, this is its next version.
     *
     * @throws Refusal if it makes no sense, or the scope is not the caller's
     */
    public Target set(Wanted wanted, Scope scope, String who) {
        return database.inTransaction(connection -> {
            Indicator indicator = Definitions.find(connection, wanted.indicator());
            check(connection, indicator, wanted, scope);
            double limit = wanted.limit() == null ? leeway(indicator, wanted.value()) : wanted.limit();
            if (!indicator.better().reaches(wanted.value(), limit)) {
                throw Refusal.invalid(
                        "the limit lies beyond the target: for " + indicator.name() + " "
                                + indicator.better().id() + " is better",
                        "the light is amber between the target and the limit");
            }
            // One after the other, so that two who set the same target get two versions.
            Sql.list(connection, "select pg_advisory_xact_lock(hashtext('service.indicator_target'))", row -> null);
            long id = Sql.first(
                            connection,
                            """
                            insert into service.indicator_target
                                (indicator, region, centre, type, valid_from, version, value, limit_value, source, owner, note, who, at)
                            select ?, ?, ?, ?, ?, coalesce(max(version), 0) + 1, ?, ?, ?, ?, ?, ?, ? from service.indicator_target
                            where indicator = ? and region is not distinct from ? and centre is not distinct from ?
                                and type is not distinct from ? and valid_from = ? returning id
                            """,
                            row -> row.getLong("id"),
                            wanted.indicator(),
                            wanted.region(),
                            wanted.centre(),
                            wanted.type(),
                            wanted.validFrom(),
                            wanted.value(),
                            limit,
                            wanted.source(),
                            wanted.owner() == null ? indicator.owner() : wanted.owner(),
                            wanted.note(),
                            who,
                            clock.instant(),
                            wanted.indicator(),
                            wanted.region(),
                            wanted.centre(),
                            wanted.type(),
                            wanted.validFrom())
                    .orElseThrow();
            return all(connection, wanted.indicator()).stream()
                    .filter(target -> target.id() == id)
                    .findFirst()
                    .orElseThrow();
        });
    }

    private static double leeway(Indicator indicator, double value) {
        BigDecimal factor = new BigDecimal(indicator.better() == Indicator.Better.HIGHER ? "0.9" : "1.1");
        return BigDecimal.valueOf(value).multiply(factor).doubleValue();
    }

    private static void check(Connection connection, Indicator indicator, Wanted wanted, Scope scope)
            throws SQLException {
        if (!SOURCES.contains(wanted.source())) {
            throw Refusal.invalid(
                    "a target does not come from '" + wanted.source() + "'", "use " + String.join(", ", SOURCES));
        }
        boolean inRange = wanted.value() >= 0 && (indicator.unit() != Indicator.Unit.SHARE || wanted.value() <= 1);
        if (!inRange || !Double.isFinite(wanted.value())) {
            throw Refusal.invalid(
                    wanted.value() + " is no " + indicator.unit().id(),
                    indicator.unit() == Indicator.Unit.SHARE
                            ? "a share lies between 0 and 1, such as 0.85"
                            : "use a number from 0");
        }
        if (wanted.region() != null && wanted.centre() != null) {
            throw Refusal.invalid("a target is of a region or of a centre", "leave one of them out");
        }
        boolean own = scope.isEverything() || (wanted.centre() != null && scope.contains(wanted.centre()));
        if (!own) {
            throw Refusal.forbidden(
                    "targets for more than your own centres are headquarters'", "name one of your centres");
        }
        known(connection, "region", wanted.region());
        known(connection, "centre", wanted.centre());
    }

    private static void known(Connection connection, String table, String id) throws SQLException {
        if (id != null
                && Sql.first(connection, "select 1 from service." + table + " where id = ?", row -> true, id)
                        .isEmpty()) {
            throw Refusal.notFound(table, id, "look at /api/v1/organisation");
        }
    }

    /** Which target holds for a figure; knows the regions of centres. */
    static final class Holding {
        private final List<Target> targets;
        private final Map<String, String> regions;

        Holding(Connection connection, String indicator) throws SQLException {
            this.targets = all(connection, indicator);
            this.regions = Sql.list(
                            connection,
                            "select id, region from service.centre where region is not null",
                            row -> Map.entry(row.getString("id"), row.getString("region")))
                    .stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        Optional<Target> of(String region, String centre, String type, LocalDate day) {
            String within = centre == null ? region : regions.get(centre);
            return targets.stream()
                    .filter(target -> !target.validFrom().isAfter(day)
                            && (target.centre() == null || target.centre().equals(centre))
                            && (target.region() == null || Objects.equals(target.region(), within))
                            && (target.type() == null || target.type().equals(type)))
                    .max(Comparator.comparingInt(Target::narrowness)
                            .thenComparing(Target::validFrom)
                            .thenComparingInt(Target::version));
        }
    }
}
