package io.hearthwatch.servicedesk.engineer;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Outbox;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.ticket.TicketDesk;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Engineers that households have for life (一对一): a household with a full set of appliances, or with purchases above a threshold, gets one
 * of its centre's technicians, and keeps them; a person may choose another. Once in so many months it gets a care visit ({@link
 * CareVisits}). An appliance whose price nobody knows counts for nothing. Thread-safe; every call blocks on the database; several servers
 * share the work.
 */
public final class OwnEngineers {
    private static final String SERVICE = "hearthwatch";
    private static final int AT_ONCE = 500;

    /** How often it is looked for households that have come to it. */
    private static final Duration AGAIN = Duration.ofHours(1);

    private final Database database;
    private final InstantSource clock;
    private final CareVisits care;
    private volatile Instant next = Instant.EPOCH;

    /** On a database whose schema {@code service} is up to date. */
    public OwnEngineers(Database database, InstantSource clock, TicketDesk tickets) {
        this.database = database;
        this.clock = clock;
        this.care = new CareVisits(database, tickets);
    }

    /** When it is time to look again. */
    public Optional<Instant> nextDue() {
        return Optional.of(next);
    }

    /** The same as {@link #runDue}, but only when it is time to look again. */
    public int runIfDue(Instant upTo) {
        return upTo.isBefore(next) ? 0 : runDue(upTo);
    }

    /**
     * Gives engineers to households that are to have one, and opens tickets for care visits that are due.
     *
     * @return how many households and tickets
     */
    public int runDue(Instant upTo) {
        next = upTo.plus(AGAIN);
        // Whom a service file named is the engineer since it was first seen.
        database.inTransaction(connection -> Sql.update(
                connection,
                "update service.household set engineer_at = ? where engineer is not null and engineer_at is null and erased_at is null",
                upTo));
        List<String> without = database.withConnection(
                connection -> Sql.list(connection, """
                select household from service.one_to_one_household o where o.centre is not null and o.engineer_how is distinct from 'person'
                    and (o.engineer is null or o.engineer_how <> 'file' and not exists (select from service.technician t
                        where t.id = o.engineer and t.active and t.revoked_at is null and t.centre = o.centre))
                order by household limit\s""" + AT_ONCE, row -> row.getString("household")));
        int done = 0;
        for (String household : without) {
            done += database.inTransaction(connection -> choose(connection, household, upTo) ? 1 : 0);
        }
        return done + care.open(upTo);
    }

    private record Home(String centre, String engineer, String why) {}

    /**
     * Of the household's centre, whoever has the skill for the most of its types; of those the one who has the fewest such households, then
     * the nearest. The centre's choices wait for each other, so that they are shared out.
     */
    private static boolean choose(Connection connection, String household, Instant at) throws SQLException {
        Optional<Home> home = Sql.first(
                connection,
                "select centre, engineer, why from service.one_to_one_household where household = ?",
                row -> new Home(row.getString("centre"), row.getString("engineer"), row.getString("why")),
                household);
        if (home.isEmpty()) {
            return false;
        }
        Sql.list(
                connection,
                "select pg_advisory_xact_lock(hashtext('service.engineer'), hashtext(?))",
                row -> null,
                home.get().centre());
        Optional<String> chosen = Sql.first(connection, """
                select t.id from service.household h join service.technician t on t.centre = h.centre
                cross join lateral (select count(distinct a.type) n from service.household_appliance ha
                    join fleet.appliance a on a.id = ha.appliance where ha.household = h.id and exists (
                        select from service.technician_skill s where s.technician = t.id and s.type in (a.type, '*'))) types
                cross join lateral (select count(*) n from service.household o where o.engineer = t.id) households
                join service.centre c on c.id = h.centre
                where h.id = ? and t.active and t.revoked_at is null and types.n > 0
                order by types.n desc, households.n, service.kilometres(coalesce(t.latitude, c.latitude),
                    coalesce(t.longitude, c.longitude), h.latitude, h.longitude) nulls last, t.id limit 1
                """, row -> row.getString("id"), household);
        return chosen.isPresent()
                && !chosen.get().equals(home.get().engineer())
                && put(
                        connection,
                        household,
                        new Change(chosen.get(), home.get().why(), null, SERVICE),
                        at);
    }

    private record Change(String engineer, String how, String reason, String who) {}

    private static boolean put(Connection connection, String household, Change change, Instant at) throws SQLException {
        record Before(String engineer, String how) {}
        Before before = Sql.first(
                        connection,
                        "select engineer, engineer_how from service.household where id = ? and erased_at is null for no key update",
                        row -> new Before(row.getString("engineer"), row.getString("engineer_how")),
                        household)
                .orElse(null);
        // A person has chosen meanwhile, or another server has.
        boolean settled = before != null
                && !change.how().equals("person")
                && ("person".equals(before.how()) || change.engineer().equals(before.engineer()));
        if (before == null || settled) {
            return false;
        }
        Sql.update(
                connection,
                "update service.household set engineer = ?, engineer_how = ?, engineer_at = coalesce(engineer_at, ?) where id = ?",
                change.engineer(),
                change.how(),
                at,
                household);
        Sql.update(
                connection,
                """
                insert into service.own_engineer_change (household, at, who, engineer, before, how, reason) values (?, ?, ?, ?, ?, ?, ?)
                """,
                household,
                at,
                change.who(),
                change.engineer(),
                before.engineer(),
                change.how(),
                change.reason());
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("household", household);
        payload.put("engineer", change.engineer());
        payload.put("how", change.how());
        Outbox.append(connection, at, "household.engineer", null, payload);
        return true;
    }

    /**
     * A person chooses a household's engineer, or that it has none; the service chooses for it no more.
     *
     * @param technician one of the household's centre, at work with a licence; null for none
     * @param reason why
     */
    public Map<String, Object> set(String household, String technician, String reason, String who) {
        if (reason == null || reason.isBlank() || reason.length() > 500) {
            throw Refusal.invalid("'reason' must have 1 to 500 characters", "say why");
        }
        Instant at = clock.instant();
        database.inTransaction(connection -> {
            if (technician != null
                    && Sql.first(connection, """
                                    select 1 from service.technician t join service.household h on h.centre = t.centre
                                    where t.id = ? and h.id = ? and t.active and t.revoked_at is null
                                    """, row -> true, technician, household)
                            .isEmpty()) {
                throw Refusal.conflict(
                        "this technician is none of the household's centre, or has no licence at present",
                        "look at /api/v1/technicians, or give the household its service centre first");
            }
            if (!put(connection, household, new Change(technician, "person", reason, who), at)) {
                throw Refusal.notFound("household", household, "look at /api/v1/tickets");
            }
            return null;
        });
        return of(household);
    }

    /** A household's engineer, why it has one, and its care visits. */
    public Map<String, Object> of(String household) {
        return database.withConnection(connection -> {
            Map<String, Object> shown = Sql.first(
                            connection,
                            """
                            select h.id, h.engineer, t.name, h.engineer_how, h.engineer_at, o.why, coalesce(o.types, (
                                    select count(distinct a.type) from service.household_appliance ha join fleet.appliance a on a.id = ha.appliance
                                    where ha.household = h.id)) types, r.full_set, r.purchases_above, r.currency, r.care_months,
                                coalesce((select sum(p.amount) from service.household_appliance ha join service.appliance_purchase p using (appliance)
                                    where ha.household = h.id and p.currency = r.currency), 0) purchases,
                                (select due_on from service.care_due d where d.household = h.id) next_care
                            from service.household h cross join service.own_engineer_rule r
                            left join service.technician t on t.id = h.engineer
                            left join service.one_to_one_household o on o.household = h.id where h.id = ?
                            """,
                            row -> {
                                Map<String, Object> one = new LinkedHashMap<>();
                                one.put("household", row.getString("id"));
                                one.put("engineer", row.getString("engineer"));
                                one.put("name", row.getString("name"));
                                one.put("how", row.getString("engineer_how"));
                                Instant since = Sql.instant(row, "engineer_at");
                                one.put("since", since == null ? null : since.toString());
                                one.put("qualifies", row.getString("why"));
                                one.put("types", row.getInt("types"));
                                one.put("full_set", row.getInt("full_set"));
                                one.put("purchases", row.getBigDecimal("purchases"));
                                one.put("purchases_above", row.getBigDecimal("purchases_above"));
                                one.put("currency", row.getString("currency"));
                                one.put("care_every_months", row.getInt("care_months"));
                                one.put("next_care", row.getString("next_care"));
                                return one;
                            },
                            household)
                    .orElseThrow(() -> Refusal.notFound("household", household, "look at /api/v1/tickets"));
            shown.put("care_visits", CareVisits.of(connection, household));
            shown.put("changes", changes(connection, household));
            return shown;
        });
    }

    private static List<Map<String, Object>> changes(Connection connection, String household) throws SQLException {
        return Sql.list(
                connection,
                "select * from service.own_engineer_change where household = ? order by id desc limit 50",
                row -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("at", Sql.instant(row, "at").toString());
                    one.put("who", row.getString("who"));
                    one.put("engineer", row.getString("engineer"));
                    one.put("before", row.getString("before"));
                    one.put("how", row.getString("how"));
                    one.put("reason", row.getString("reason"));
                    return one;
                },
                household);
    }
}
