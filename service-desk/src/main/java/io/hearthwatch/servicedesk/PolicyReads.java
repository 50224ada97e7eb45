package io.hearthwatch.servicedesk;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.policy.EndReason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is asked about the policy. */
final class PolicyReads {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final Database database;
    private final NewTypes newTypes;

    PolicyReads(Database database, NewTypes newTypes) {
        this.database = database;
        this.newTypes = newTypes;
    }

    /** What somebody said about a type: whether it is enabled, and since when. */
    private record Said(boolean enabled, Instant since) {}

    TypePolicy type(String type, Instant from, Scope scope) {
        return database.withConnection(connection -> {
            Optional<Said> said = said(connection, type);
            Map<String, TypePolicy.Stop> stops = stops(connection);
            TypePolicy.Stop stop = stops.getOrDefault(type, stops.get(Gate.ALL));
            return new TypePolicy(
                    type,
                    mode(said, stop),
                    said.isPresent(),
                    said.map(Said::since).orElse(null),
                    stop,
                    counts(connection, type, from, scope));
        });
    }

    TypePolicy.Mode mode(String type) {
        return database.withConnection(connection -> {
            Map<String, TypePolicy.Stop> stops = stops(connection);
            return mode(said(connection, type), stops.getOrDefault(type, stops.get(Gate.ALL)));
        });
    }

    private TypePolicy.Mode mode(Optional<Said> said, TypePolicy.Stop stop) {
        if (stop != null) {
            return TypePolicy.Mode.STOPPED;
        }
        return said.map(Said::enabled).orElse(newTypes == NewTypes.OPEN)
                ? TypePolicy.Mode.ENABLED
                : TypePolicy.Mode.SHADOW;
    }

    private static Optional<Said> said(Connection connection, String type) throws SQLException {
        return Sql.first(
                connection,
                "select enabled, since from service.ticketing where type = ?",
                row -> new Said(row.getBoolean("enabled"), Sql.instant(row, "since")),
                type);
    }

    Map<String, TypePolicy.Stop> stops() {
        return database.withConnection(PolicyReads::stops);
    }

    private static Map<String, TypePolicy.Stop> stops(Connection connection) throws SQLException {
        Map<String, TypePolicy.Stop> stops = new TreeMap<>();
        Sql.list(
                connection,
                "select type, at, who, reason from service.ticket_stop",
                row -> stops.put(
                        row.getString("type"),
                        new TypePolicy.Stop(
                                row.getString("type").equals(Gate.ALL),
                                Sql.instant(row, "at"),
                                row.getString("who"),
                                row.getString("reason"))));
        return stops;
    }

    private static TypePolicy.Counts counts(Connection connection, String type, Instant from, Scope scope)
            throws SQLException {
        Map<ShadowReason, Integer> wouldBe = new EnumMap<>(ShadowReason.class);
        Sql.list(
                connection,
                """
                select reason, count(*) n from service.shadow_ticket
                where type = ? and opened_at >= ? and lane = '' and (?::boolean or centre = any (?)) group by reason
                """,
                row -> wouldBe.put(ShadowReason.of(row.getString("reason")), row.getInt("n")),
                type,
                from,
                scope.isEverything(),
                scope.ids());
        return Sql.first(
                        connection,
                        """
                        with answered as (
                            select p.* from service.proposal p join fleet.appliance a using (appliance_no)
                            left join service.household_appliance ha on ha.appliance = a.id
                            left join service.household h on h.id = ha.household
                            left join service.default_centre d on d.type = a.type
                            where a.type = ? and p.as_of >= ? and p.shadow is null and p.outcome in ('suppressed', 'waiting')
                                and (?::boolean or coalesce(h.centre, d.centre) = any (?)))
                        select (select count(*) from service.ticket where type = ? and ended_at is null
                                and (?::boolean or centre = any (?))) open,
                            (select count(*) from service.ticket where type = ? and source = 'prediction' and opened_at >= ?
                                and (?::boolean or centre = any (?))) opened,
                            (select count(*) from answered where outcome = 'suppressed') suppressed,
                            (select count(*) from answered where outcome = 'waiting') waited,
                            (select count(*) from service.waiting where type = ? and (?::boolean or centre = any (?))) waiting
                        """,
                        row -> new TypePolicy.Counts(
                                row.getInt("open"),
                                row.getInt("opened"),
                                wouldBe,
                                row.getInt("suppressed"),
                                row.getInt("waiting"),
                                row.getInt("waited")),
                        type,
                        from,
                        scope.isEverything(),
                        scope.ids(),
                        type,
                        scope.isEverything(),
                        scope.ids(),
                        type,
                        from,
                        scope.isEverything(),
                        scope.ids(),
                        type,
                        scope.isEverything(),
                        scope.ids())
                .orElseThrow();
    }

    List<CentreCapacity> centres(Instant now, Scope scope) {
        return database.withConnection(connection -> Sql.list(
                connection,
                """
                select c.id, c.name_en, c.name_zh, c.time_zone, c.tickets_per_day,
                    (select count(*) from service.ticket t where t.centre = c.id and t.source = 'prediction'
                        and (t.opened_at at time zone c.time_zone)::date = (?::timestamptz at time zone c.time_zone)::date) today,
                    (select count(*) from service.waiting w where w.centre = c.id) waiting
                from service.centre c where ?::boolean or c.id = any (?) order by c.id
                """,
                row -> new CentreCapacity(
                        row.getString("id"),
                        new Text(row.getString("name_en"), row.getString("name_zh")),
                        row.getString("time_zone"),
                        row.getObject("tickets_per_day", Integer.class),
                        row.getInt("today"),
                        row.getInt("waiting")),
                now,
                scope.isEverything(),
                scope.ids()));
    }

    List<PolicyChange> changes(int limit, Scope scope) {
        return database.withConnection(connection -> Sql.list(
                connection,
                "select * from service.policy_change where centre is null or ?::boolean or centre = any (?) order by id desc limit ?",
                row -> new PolicyChange(
                        row.getLong("id"),
                        Sql.instant(row, "at"),
                        row.getString("who"),
                        row.getString("what"),
                        row.getString("type"),
                        row.getString("component"),
                        row.getString("centre"),
                        object(row, "old"),
                        object(row, "new"),
                        row.getString("reason")),
                scope.isEverything(),
                scope.ids(),
                limit));
    }

    private static Map<String, Object> object(ResultSet row, String column) throws SQLException {
        String json = row.getString(column);
        return json == null ? null : Sql.fromJson(json, OBJECT);
    }

    List<ShadowTicket> shadowTickets(String type, ShadowReason reason, String modelId, int limit, Scope scope) {
        String reasonId = reason == null ? null : reason.id();
        return database.withConnection(connection -> Sql.list(
                connection,
                """
                select s.*, a.id appliance from service.shadow_ticket s join fleet.appliance a using (appliance_no)
                where (?::text is null or s.type = ?) and (?::text is null or s.reason = ?) and (?::text is null or s.model_id = ?)
                    and (?::boolean or s.centre = any (?))
                order by s.opened_at desc, s.urgency desc, s.probability desc, s.id desc limit ?
                """,
                row -> new ShadowTicket(
                        row.getLong("id"),
                        ShadowReason.of(row.getString("reason")),
                        row.getString("type"),
                        row.getString("appliance"),
                        row.getString("component"),
                        row.getString("centre"),
                        row.getString("model_id"),
                        row.getDouble("probability"),
                        Urgency.ofLevel(row.getInt("urgency")),
                        Sql.instant(row, "opened_at"),
                        Sql.instant(row, "expires_at"),
                        Sql.instant(row, "hit_at"),
                        Sql.instant(row, "ended_at"),
                        row.getString("end_reason") == null ? null : EndReason.of(row.getString("end_reason"))),
                type,
                type,
                reasonId,
                reasonId,
                modelId,
                modelId,
                scope.isEverything(),
                scope.ids(),
                limit));
    }

    int shadowed(String modelId, ShadowReason reason, Instant from, Instant to) {
        return database.withConnection(
                connection -> Sql.first(connection, """
                        select count(*) from service.shadow_ticket
                        where model_id = ? and reason = ? and opened_at >= ? and opened_at <= ?
                        """, row -> row.getInt(1), modelId, reason.id(), from, to)
                        .orElseThrow());
    }

    Map<String, Costs> costs(String type) {
        return database.withConnection(connection -> costs(connection, type));
    }

    static Map<String, Costs> costs(Connection connection, String type) throws SQLException {
        Map<String, Costs> costs = new HashMap<>();
        Sql.list(
                connection,
                "select component, missed_failure, needless_visit, held_part from service.component_cost where type = ?",
                row -> costs.put(
                        row.getString("component"),
                        new Costs(
                                row.getDouble("missed_failure"),
                                row.getDouble("needless_visit"),
                                row.getDouble("held_part"))),
                type);
        return costs;
    }

    Optional<String> currency(String type) {
        return database.withConnection(connection -> currency(connection, type));
    }

    static Optional<String> currency(Connection connection, String type) throws SQLException {
        return Sql.first(
                connection,
                "select currency from service.cost_currency where type = ?",
                row -> row.getString("currency"),
                type);
    }
}
