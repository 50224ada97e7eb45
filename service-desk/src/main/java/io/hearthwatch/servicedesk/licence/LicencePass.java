package io.hearthwatch.servicedesk.licence;

import io.hearthwatch.servicedesk.Outbox;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.dispatch.TechnicianVisits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** One look at tickets that changed: books what they cost or earn, and takes back what was lifted. For one transaction. */
final class LicencePass {
    private static final String SERVICE = "service";

    private final Connection connection;
    private final Instant at;
    private int looked;
    private int booked;

    LicencePass(Connection connection, Instant at) {
        this.connection = connection;
        this.at = at;
    }

    int looked() {
        return looked;
    }

    int booked() {
        return booked;
    }

    private record Due(long id, Long ticket, String technician) {}

    /** Those of others, who look at the same time, are left to them. */
    LicencePass run(int most) throws SQLException {
        List<Due> due = Sql.list(
                connection,
                "select id, ticket, technician from service.licence_due order by id limit ? for update skip locked",
                row -> new Due(row.getLong("id"), row.getObject("ticket", Long.class), row.getString("technician")),
                most);
        looked = due.size();
        if (due.isEmpty()) {
            return this;
        }
        Sql.update(
                connection,
                "delete from service.licence_due where id = any (?::text[]::bigint[])",
                due.stream().map(each -> Long.toString(each.id())).toList());
        // Technicians in their order, so that two passes wait for each other instead of for ever.
        TreeSet<Long> tickets = new TreeSet<>();
        due.stream().filter(each -> each.ticket() != null).forEach(each -> tickets.add(each.ticket()));
        book(new ArrayList<>(tickets));
        TreeSet<String> revoked = new TreeSet<>();
        due.stream().filter(each -> each.technician() != null).forEach(each -> revoked.add(each.technician()));
        for (String technician : revoked) {
            planAnew(technician);
        }
        if (booked > 0) {
            Outbox.append(connection, at, "licence.moved", null, Map.of("entries", booked));
        }
        return this;
    }

    private record Cause(String technician, long ticket, String reason, String words, int points) {}

    private void book(List<Long> tickets) throws SQLException {
        List<String> ids = tickets.stream().map(String::valueOf).toList();
        // Whoever books for the same technicians at once: the order is one.
        Sql.list(connection, """
                select 1 from service.technician where id in (
                    select technician from service.licence_cause where ticket = any (?::text[]::bigint[])
                    union select technician from service.licence_move where ticket = any (?::text[]::bigint[]))
                order by id for no key update
                """, row -> 1, ids, ids);
        List<Cause> causes = Sql.list(
                connection,
                """
                select c.technician, c.ticket, c.reason, c.cause::text words, (
                        select t.points from service.licence_tariff t where t.reason = c.reason and t.valid_from <= c.at::date
                        order by t.valid_from desc, t.version desc limit 1) points
                from service.licence_cause c where c.ticket = any (?::text[]::bigint[])
                order by c.at, c.technician, c.ticket, c.reason
                """,
                row -> new Cause(
                        row.getString("technician"),
                        row.getLong("ticket"),
                        row.getString("reason"),
                        row.getString("words"),
                        row.getInt("points")),
                ids);
        for (Cause cause : causes) {
            if (cause.points() != 0) {
                booked += Sql.update(
                        connection,
                        """
                        insert into service.licence_move (technician, at, who, points, reason, ticket, cause, by_rule)
                        values (?, ?, ?, ?, ?, ?, ?::jsonb, true) on conflict do nothing
                        """,
                        cause.technician(),
                        at,
                        SERVICE,
                        cause.points(),
                        cause.reason(),
                        cause.ticket(),
                        cause.words());
            }
        }
        for (long lifted : Sql.list(connection, """
                select m.id from service.licence_move m
                where m.by_rule and m.ticket = any (?::text[]::bigint[]) and m.reason <> 'cancelled'
                    and not exists (select from service.licence_move c where c.cancels = m.id)
                    and not exists (select from service.licence_cause x
                        where x.ticket = m.ticket and x.technician = m.technician and x.reason = m.reason)
                order by m.id
                """, row -> row.getLong("id"), ids)) {
            cancel(connection, lifted, SERVICE, "the cause was lifted", true, at);
            booked++;
        }
    }

    /** An entry that takes another one back; what a review has set to a full licence since needs no points back. */
    static void cancel(Connection connection, long move, String who, String remarks, boolean byRule, Instant at)
            throws SQLException {
        Sql.update(connection, """
                insert into service.licence_move (technician, at, who, points, reason, ticket, remarks, cause, by_rule, cancels)
                select m.technician, ?, ?, case when exists (select from service.licence_move r
                        where r.technician = m.technician and r.id > m.id and r.reason in ('review', 'retraining')) then 0 else -m.points end,
                    'cancelled', m.ticket, ?, m.cause, ? and m.ticket is not null, m.id
                from service.licence_move m where m.id = ?
                """, at, who, remarks, byRule, move);
    }

    /** Without a licence nobody is sent any more. */
    private void planAnew(String technician) throws SQLException {
        boolean revoked = Sql.first(
                        connection,
                        "select 1 from service.technician where id = ? and revoked_at is not null",
                        row -> 1,
                        technician)
                .isPresent();
        if (revoked) {
            TechnicianVisits.planAnew(connection, technician, technician + " has no licence any more", at);
        }
    }
}
