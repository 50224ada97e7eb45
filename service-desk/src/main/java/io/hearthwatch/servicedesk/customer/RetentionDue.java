package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Which of what is personal has been kept for long enough, and why some of it is kept all the same. Stateless. */
final class RetentionDue {
    private static final String TICKETS = """
            select t.id::text key, t.ended_at since, service.kept_because(t.id, ?) kept from service.ticket t
            where t.ended_at < ? and (t.household is not null or t.source = 'customer')
                and not exists (select from service.retention_done d where d.ticket = t.id and d.kind = ? and d.ended_at = t.ended_at)
            """;

    /** Of which nobody's household came: the others go with their household's. */
    private static final String REPORTS = """
            select r.id::text key, r.done_at since, service.kept_because(coalesce(r.ticket, r.intake), ?) kept from service.report r
            where r.erased_at is null and r.done_at < ?
            """;

    private static final String LOOKS = "select id::text key, at since, null::text kept from service.look where at < ?";

    private static final String HOUSEHOLDS = """
            select h.id key, h.left_at since, coalesce(
                (select min(service.kept_because(t.id, ?)) from service.ticket t where t.household = h.id),
                case when exists (select from service.entitlement e where e.household = h.id and e.valid_to >= ?::timestamptz::date)
                    then 'entitlement' end) kept
            from service.household h
            where h.left_at < ? and h.erased_at is null
                and not exists (select from service.ticket t where t.household = h.id and t.ended_at >= ?)
            """;

    private RetentionDue() {}

    /** A query of keys, since when each waits, and why it is kept (null where it is due). */
    static String of(String kind) {
        return switch (kind) {
            case "reports" -> REPORTS;
            case "looks" -> LOOKS;
            case "household" -> HOUSEHOLDS;
            default -> TICKETS;
        };
    }

    /** What is bound to {@link #of}. */
    static Object[] parameters(String kind, Instant at, Instant before) {
        return switch (kind) {
            case "reports" -> new Object[] {at, before};
            case "looks" -> new Object[] {before};
            case "household" -> new Object[] {at, at, before, before};
            default -> new Object[] {at, before, kind};
        };
    }

    /** A relation ends when the last appliance goes, and begins anew with the next one. */
    static int noteWhoLeft(Connection connection, Instant at) throws SQLException {
        return Sql.update(connection, """
                update service.household h set left_at = null where left_at is not null and erased_at is null
                    and exists (select from service.household_appliance a where a.household = h.id)
                """) + Sql.update(connection, """
                update service.household h set left_at = ? where left_at is null and erased_at is null
                    and not exists (select from service.household_appliance a where a.household = h.id)
                """, at);
    }
}
