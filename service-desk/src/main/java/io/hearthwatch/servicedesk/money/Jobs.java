package io.hearthwatch.servicedesk.money;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.dispatch.route.Position;
import io.hearthwatch.servicedesk.dispatch.route.RoadEstimate;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Accepted jobs: tickets whose last round passed its review, and that were not reopened since. Of a ticket that was reopened before, the
 * payer is the one of the first round: whoever was quoted then pays.
 */
final class Jobs {
    private static final TypeReference<List<Map<String, Object>>> OBJECTS = new TypeReference<>() {};
    private static final TypeReference<Text> TEXT = new TypeReference<>() {};

    /** Whether the ticket {@code t} is one. */
    static final String ACCEPTED = """
            (t.state in ('accepted', 'reviewed', 'followed_up', 'closed') and coalesce((select last.passed from service.ticket_review last
                where last.ticket = t.id and last.round = t.times_reopened order by last.id desc limit 1), false))
            """;

    private static final String SELECT = """
            select t.id, t.number, t.kind, coalesce(t.type, '*') type, t.centre, t.way, t.times_reopened round, k.visit,
                coalesce(g.grade, '*') grade, r.at reviewed_at, r.who reviewed_by, s.signed_at,
                (coalesce(s.signed_at, r.at) at time zone c.time_zone)::date done_on,
                c.latitude, c.longitude, h.latitude home_latitude, h.longitude home_longitude,
                case when first_quote.agreed then 'customer' else p.payer end payer, p.why,
                case when p.payer = 'repair_guarantee' and t.link = 'repair_guarantee' then parent.number end repeats, parent.centre repeats_centre,
                coalesce(s.worst = 5 and s.ratings <> '{}', false) delighted, coalesce(s.out_of_standard, '{}') out_of_standard,
                case when s.out_of_standard <> '{}' then service.undone_words(t.kind, s.out_of_standard) end undone,
                kept.kept, kept.broken, coalesce(v.visits, '[]') visits, coalesce(l.parts, '[]') parts
            from service.ticket t
            join service.centre c on c.id = t.centre
            left join service.household h on h.id = t.household
            join service.ticket_kind k on k.kind = t.kind
            join lateral (select * from service.ticket_review r where r.ticket = t.id and r.round = t.times_reopened
                order by r.id desc limit 1) r on true
            left join service.ticket_payer p on p.ticket = t.id
            left join service.ticket parent on parent.id = t.parent
            left join service.record_sheet s on s.ticket = t.id and s.round = t.times_reopened
            left join lateral (select bool_or(q.consent) agreed from service.ticket_quote q where q.ticket = t.id and q.round = 0
                and t.times_reopened > 0) first_quote on true
            left join lateral (select count(*) filter (where o.state = 'kept') kept, count(*) filter (where o.state = 'broken') broken
                from service.promise o where o.ticket = t.id) kept on true
            left join lateral (select jsonb_agg(jsonb_build_object('round', v.round, 'technician', v.technician, 'arrived_at', v.arrived_at)
                order by v.number) visits from service.ticket_visit v where v.ticket = t.id) v on true
            left join lateral (select n.grade from service.ticket_visit v join service.technician n on n.id = v.technician
                where v.ticket = t.id order by v.number limit 1) g on true
            left join lateral (select jsonb_agg(jsonb_build_object('id', l.id, 'round', l.round, 'part', l.part, 'quantity', l.quantity,
                    'faulty_serial', l.faulty_serial, 'new_serial', l.new_serial, 'payer', l.payer, 'amount', price.amount::text,
                    'currency', price.currency,
                    'ours', exists (select from service.reservation h where h.ticket = t.id and h.state <> 'released'
                            and l.part in (h.part, h.asked))
                        or exists (select from service.part_serial u where u.part = l.part and u.serial = l.new_serial),
                    'serial_needed', coalesce(i.serialised or i.returnable, false), 'return_needed', coalesce(i.returnable, false),
                    'returned', exists (select from service.fitted_part f join service.reservation h on h.id = f.reservation
                        where h.ticket = t.id and l.part in (h.part, h.asked) and f.old_part = 'returned'),
                    'before', (select o.number from service.part_line b join service.ticket o on o.id = b.ticket
                        where b.part = l.part and b.faulty_serial = l.faulty_serial and b.id < l.id and b.ticket <> t.id
                        order by b.id limit 1)) order by l.id) parts
                from service.part_line l left join service.part i on i.part = l.part
                left join lateral service.part_price_on(l.part, (l.at at time zone c.time_zone)::date) price on true
                where l.ticket = t.id) l on true
            where
            """ + ACCEPTED + " and ";

    private Jobs() {}

    /** Jobs of a centre that were reviewed before the instant, and are not settled; the earliest first. */
    static List<Job> unsettled(Connection connection, String centre, Instant before) throws SQLException {
        return Sql.list(connection, SELECT + """
                t.centre = ? and r.at < ? and not exists (select from service.settled_ticket d where d.ticket = t.id)
                order by r.at, t.id
                """, Jobs::job, centre, before);
    }

    /** The job of a ticket, if it is accepted. */
    static Optional<Job> of(Connection connection, long ticket) throws SQLException {
        return Sql.first(connection, SELECT + " t.id = ?", Jobs::job, ticket);
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getLong("id"),
                row.getString("number"),
                row.getString("kind"),
                row.getString("type"),
                row.getString("centre"),
                row.getString("grade"),
                row.getInt("round"),
                row.getObject("done_on", LocalDate.class),
                Sql.instant(row, "reviewed_at"),
                row.getString("reviewed_by"),
                row.getBoolean("visit"),
                row.getString("way"),
                row.getString("payer"),
                row.getString("why"),
                row.getString("repeats"),
                row.getString("repeats_centre"),
                Sql.instant(row, "signed_at"),
                row.getBoolean("delighted"),
                texts(row.getArray("out_of_standard")),
                row.getString("undone") == null ? null : Sql.fromJson(row.getString("undone"), TEXT),
                new Job.Promises(row.getInt("kept"), row.getInt("broken")),
                Sql.fromJson(row.getString("visits"), OBJECTS).stream()
                        .map(Jobs::visit)
                        .toList(),
                roadKm(row),
                Sql.fromJson(row.getString("parts"), OBJECTS).stream()
                        .map(Jobs::part)
                        .toList());
    }

    private static Double roadKm(ResultSet row) throws SQLException {
        Double latitude = row.getObject("home_latitude", Double.class);
        Double longitude = row.getObject("home_longitude", Double.class);
        return latitude == null
                ? null
                : (Double) RoadEstimate.TOWN.roadKilometres(
                        new Position(row.getDouble("latitude"), row.getDouble("longitude")),
                        new Position(latitude, longitude));
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }

    private static Job.Visit visit(Map<String, Object> said) {
        return new Job.Visit(
                (Integer) said.get("round"),
                (String) said.get("technician"),
                OffsetDateTime.parse((String) said.get("arrived_at")).toInstant());
    }

    private static Job.Part part(Map<String, Object> said) {
        return new Job.Part(
                ((Number) said.get("id")).longValue(),
                (Integer) said.get("round"),
                (String) said.get("part"),
                (Integer) said.get("quantity"),
                (String) said.get("faulty_serial"),
                (String) said.get("new_serial"),
                (String) said.get("payer"),
                said.get("amount") == null ? null : new BigDecimal((String) said.get("amount")),
                (String) said.get("currency"),
                (Boolean) said.get("ours"),
                (Boolean) said.get("serial_needed"),
                (Boolean) said.get("return_needed"),
                (Boolean) said.get("returned"),
                (String) said.get("before"));
    }
}
