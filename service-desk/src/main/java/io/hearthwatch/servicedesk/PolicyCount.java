package io.hearthwatch.servicedesk;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.policy.PolicyOutcome;
import java.time.Duration;
import java.time.Instant;

/** Counts what the policy achieved from the stored tickets and the recorded failures. */
final class PolicyCount {
    private final Database database;

    PolicyCount(Database database) {
        this.database = database;
    }

    PolicyOutcome count(String type, Instant from, Instant to, Duration minLead, Scope scope) {
        return database.withConnection(connection -> Sql.first(
                        connection,
                        """
                        with failure as (
                            select f.appliance_no, f.component, f.time
                            from (
                                select appliance_no, component, time from fleet.failure
                                -- What was found worn and replaced in time is a failure that a ticket came before.
                                union all select appliance_no, component, time from fleet.repair where why = 'worn') f
                            join fleet.appliance a using (appliance_no)
                            left join service.household_appliance ha on ha.appliance = a.id
                            left join service.household h on h.id = ha.household
                            left join service.default_centre d on d.type = a.type
                            where a.type = ? and f.time <= ? and (?::boolean or coalesce(h.centre, d.centre) = any (?))),
                        ticket as (
                            select appliance_no, component, opened_at, ended_at,
                                coalesce(end_reason = 'superseded', false) superseded from service.ticket
                            where type = ? and source = 'prediction' and opened_at <= ?
                                and (?::boolean or centre = any (?))),
                        failures as (
                            select count(*) n, count(*) filter (where exists (
                                select from ticket t
                                where t.appliance_no = f.appliance_no and t.component = f.component
                                    and t.opened_at < f.time and t.opened_at <= f.time - make_interval(secs => ?)
                                    and (t.ended_at is null or t.ended_at >= f.time))) preempted
                            from failure f where f.time > ?),
                        tickets as (
                            select count(*) n, count(*) filter (where t.ended_at <= ? and not t.superseded and not exists (
                                select from failure f
                                where f.appliance_no = t.appliance_no and f.component = t.component
                                    and f.time > t.opened_at and f.time <= t.ended_at)) needless
                            from ticket t where t.opened_at >= ?)
                        select f.n failures, f.preempted, t.n tickets, t.needless from failures f, tickets t
                        """,
                        row -> new PolicyOutcome(
                                row.getInt("failures"),
                                row.getInt("preempted"),
                                row.getInt("failures") - row.getInt("preempted"),
                                row.getInt("tickets"),
                                row.getInt("needless")),
                        type,
                        to,
                        scope.isEverything(),
                        scope.ids(),
                        type,
                        to,
                        scope.isEverything(),
                        scope.ids(),
                        minLead.toMillis() / 1e3,
                        from,
                        to,
                        from)
                .orElseThrow());
    }

    /** Suppressed proposals of a type with {@code from <= as of <= to}. */
    int suppressed(String type, Instant from, Instant to) {
        return database.withConnection(connection ->
                Sql.first(connection, """
                        select count(*) from service.proposal p join fleet.appliance a using (appliance_no)
                        where p.outcome = 'suppressed' and p.shadow is null and a.type = ? and p.as_of >= ? and p.as_of <= ?
                        """, row -> row.getInt(1), type, from, to).orElseThrow());
    }
}
