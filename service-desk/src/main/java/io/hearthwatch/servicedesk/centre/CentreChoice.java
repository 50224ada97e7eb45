package io.hearthwatch.servicedesk.centre;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first level of dispatch: which service centre takes a job. A person's word holds; then the household's own centre while it is able;
 * then, of the able ones whose territory the household lives in, the one with the fewest days of work before it, the nearest of equals;
 * then the centre that usually serves the type. Able: certified, competent for type, class of fault and kind of work, with a technician who
 * has the skill ({@code service.centre_lacks}). Territory: beginnings of postal codes and districts, as makers assign them; a centre that
 * names none serves what lies within its reach. Where nobody is able, a centre has the job all the same, and headquarters hear of it.
 */
public final class CentreChoice {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** A centre that serves where a household lives, with how it fits. Of {@code asked} (address, code, place), {@code what} and the rule. */
    static final String FIT = """
            select c.id, c.name_en, c.name_zh, s.area, s.named, s.km, l.jobs, l.hands, service.centre_lacks(c, w.type, w.kind, w.class, w.at) lacks,
                l.jobs / (greatest(l.hands, 1) * r.jobs_a_day) days
            from asked a cross join what w cross join service.assignment_rule r join service.centre c on c.active
            cross join lateral (select service.kilometres(a.latitude, a.longitude, c.latitude, c.longitude) km,
                exists (select from service.centre_territory t where t.centre = c.id) named,
                (select t.area from service.centre_territory t where t.centre = c.id
                    and service.lies_in(t.area, a.address, a.code) order by length(t.area) desc, t.area limit 1) area) s
            cross join lateral (select service.centre_jobs(c.id) jobs, service.centre_hands(c.id, w.type) hands) l
            """;

    /** The household, its own centre, and the one that usually serves the type. */
    static final String ASKED = """
            what (type, kind, class, at) as (values (?::text, ?::text, ?::text, ?::timestamptz)),
            asked as (
                select h.id household, h.centre own, h.address, service.postal_code(h.address) code, h.latitude, h.longitude, d.centre usual
                from what left join service.household h on h.id = coalesce(?,
                    (select household from service.household_appliance where appliance = ?))
                left join service.default_centre d on d.type = what.type)
            """;

    /** Every branch is looked at only where those before it found nothing: usually the household's own centre is one look. */
    private static final String CHOICE = "with " + ASKED + """
            select a.household, a.own, coalesce(
                (select jsonb_build_object('how', 'named', 'centre', n.id) from (values (?::text)) n (id) where n.id is not null),
                (select jsonb_build_object('how', 'own', 'centre', c.id) from service.centre c cross join what w
                    where c.id = a.own and service.centre_lacks(c, w.type, w.kind, w.class, w.at) = '{}'),
                (select jsonb_build_object('how', 'territory', 'centre', f.id, 'fit', to_jsonb(f)) from (
            """ + FIT + """
                    where a.household is not null and (s.area is not null or (not s.named and s.km <= r.reach_km))) f
                    where f.lacks = '{}' order by round(f.days * 2), f.km nulls last, f.id limit 1),
                (select jsonb_build_object('how', 'usual', 'centre', c.id) from service.centre c cross join what w
                    where c.id = a.usual and service.centre_lacks(c, w.type, w.kind, w.class, w.at) = '{}'
                        and (a.household is null or not exists (select from service.centre_territory t where t.centre = c.id))),
                (select jsonb_build_object('how', case when a.own is null and a.usual is null and not exists (select from service.centre)
                        then 'usual' else 'nobody' end,
                    'centre', coalesce((select c.id from service.centre c cross join what w
                        where c.id = a.usual and service.centre_lacks(c, w.type, w.kind, w.class, w.at) = '{}'), a.own, a.usual)))) choice,
                o.name_en own_en, o.name_zh own_zh
            from asked a left join service.centre o on o.id = a.own
            """;

    private CentreChoice() {}

    private record Found(String household, String own, Map<String, Object> choice, Text ownName) {}

    /** Chooses; reads only. One statement, and a second one where the household's own centre was passed over. */
    public static Chosen of(Connection connection, Asked asked, Instant at) throws SQLException {
        Found found = Sql.first(
                        connection,
                        CHOICE,
                        row -> new Found(
                                row.getString("household"),
                                row.getString("own"),
                                Sql.fromJson(row.getString("choice"), OBJECT),
                                row.getString("own_en") == null
                                        ? null
                                        : new Text(row.getString("own_en"), row.getString("own_zh"))),
                        asked.type(),
                        asked.kind(),
                        asked.faultClass(),
                        at,
                        asked.household(),
                        asked.appliance(),
                        asked.centre())
                .orElseThrow();
        How how = How.valueOf(((String) found.choice().get("how")).toUpperCase(java.util.Locale.ROOT));
        boolean passed = found.own() != null && how != How.OWN && how != How.NAMED;
        return new Chosen(
                found.household(),
                found.own(),
                (String) found.choice().get("centre"),
                how,
                passed ? new Chosen.Passed(found.ownName(), lacks(connection, found.own(), asked, at)) : null,
                found.choice().get("fit") instanceof Map<?, ?> fit ? fit(fit) : null);
    }

    private static Chosen.Fit fit(Map<?, ?> fit) {
        return new Chosen.Fit(
                new Text((String) fit.get("name_en"), (String) fit.get("name_zh")),
                (String) fit.get("area"),
                fit.get("km") instanceof Number km ? km.doubleValue() : null,
                ((Number) fit.get("jobs")).intValue(),
                ((Number) fit.get("hands")).intValue(),
                List.of());
    }

    /** Why a centre cannot take it, in words; empty where it can. */
    public static Optional<Text> lacking(Connection connection, String centre, Asked asked, Instant at)
            throws SQLException {
        List<Lack> lacks = lacks(connection, centre, asked, at);
        return lacks.isEmpty() ? Optional.empty() : Optional.of(Lack.words(lacks));
    }

    /** Why a centre cannot take it; empty where it can. */
    static List<Lack> lacks(Connection connection, String centre, Asked asked, Instant at) throws SQLException {
        return Sql.list(
                connection,
                "select unnest(service.centre_lacks(c, ?, ?, ?, ?)) lack from service.centre c where c.id = ?",
                row -> Lack.of(row.getString("lack")),
                asked.type(),
                asked.kind(),
                asked.faultClass(),
                at,
                centre);
    }
}
