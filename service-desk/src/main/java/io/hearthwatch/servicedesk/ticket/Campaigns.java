package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
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
 * Recalls of what was built alike, and maintenance that falls due: a ticket for every appliance that it is about, once, and no more in a day
 * than a centre takes on. Every appliance is noted first and opened later, each in a transaction of its own; so a kill loses and doubles
 * nothing, and several servers share the work. Thread-safe; every call blocks on the database.
 */
public final class Campaigns {
    private static final Duration AGAIN = Duration.ofHours(1);
    /** More has room than was opened at once: the rest follows when other work had its turn. */
    private static final Duration AT_ONCE_AGAIN = Duration.ofSeconds(1);

    private static final Duration DAILY = Duration.ofDays(1);
    private static final String SERVICE = "hearthwatch";

    private final Database database;
    private final InstantSource clock;
    private final CampaignFile file;
    private final CampaignTickets tickets;

    Campaigns(Database database, CampaignFile file, CampaignTickets tickets, InstantSource clock) {
        this.database = database;
        this.file = file;
        this.tickets = tickets;
        this.clock = clock;
    }

    /**
     * Starts one: notes all appliances that it is about; their tickets follow.
     *
     * @param said what it is about, as {@code docs/tickets.md} describes
     * @return the campaign
     * @throws TicketRefusal if it says too little, or nothing that is known
     */
    public Map<String, Object> start(Map<String, Object> said, String who) {
        Instant now = clock.instant();
        long id = database.inTransaction(connection -> start(connection, said, who, now));
        return one(Scope.EVERYTHING, id).orElseThrow();
    }

    /** The same as a part of what decides about it. */
    long start(Connection connection, Map<String, Object> said, String who, Instant now) throws SQLException {
        long campaign = file.store(connection, new TicketInput(said), who, now);
        // A recall that nobody is meant by would end at once, and look as if it were done.
        if (enrol(connection, campaign, now) == 0 && "recall".equals(said.get("kind"))) {
            throw TicketRefusal.conflict(
                    "no appliance in the register is meant by this recall",
                    "look whether type, models, lots, firmware and serial numbers are written as GET /api/v1/appliances/{id} has them");
        }
        return campaign;
    }

    /**
     * Pauses one, lets it go on, or ends it; tickets that it opened stay.
     *
     * @param state running, paused or cancelled
     */
    public Map<String, Object> set(long id, String state, String who) {
        if (!List.of("running", "paused", "cancelled").contains(state)) {
            throw TicketRefusal.invalid(
                    "'state' cannot be '" + TicketInput.shortened(state) + "'", "use running, paused or cancelled");
        }
        Instant now = clock.instant();
        int changed = database.inTransaction(
                connection -> Sql.update(connection, """
                update service.campaign set state = ?, next_at = case when ? = 'running' then ?::timestamptz end,
                    ended_at = case when ? = 'cancelled' then ?::timestamptz end, ended_by = case when ? = 'cancelled' then ? end
                where id = ? and state in ('running', 'paused')
                """, state, state, now, state, now, state, who, id));
        Map<String, Object> shown = one(Scope.EVERYTHING, id)
                .orElseThrow(() -> TicketRefusal.notFound("there is no campaign " + id, "look at /api/v1/campaigns"));
        if (changed == 0) {
            throw TicketRefusal.conflict("the campaign has ended: it is " + shown.get("state"), "start another one");
        }
        return shown;
    }

    /** When the next campaign has something to do. */
    public Optional<Instant> nextDue() {
        return database.withConnection(connection -> Sql.first(
                        connection,
                        "select min(next_at) next_at from service.campaign where next_at is not null",
                        row -> Optional.ofNullable(Sql.instant(row, "next_at")))
                .flatMap(next -> next));
    }

    /**
     * Opens the tickets for which there is room.
     *
     * @return how many
     */
    public int runDue(Instant upTo) {
        List<Long> due = database.withConnection(connection -> Sql.list(
                connection,
                "select id from service.campaign where next_at <= ? order by safety desc, next_at, id",
                row -> row.getLong("id"),
                upTo));
        int opened = 0;
        for (long campaign : due) {
            database.inTransaction(connection -> enrol(connection, campaign, upTo));
            List<Integer> waiting = database.withConnection(connection -> tickets.withRoom(connection, campaign, upTo));
            for (int appliance : waiting) {
                opened += database.inTransaction(
                        connection -> tickets.open(connection, campaign, appliance, upTo) ? 1 : 0);
            }
            Duration again = waiting.size() == CampaignTickets.AT_ONCE ? AT_ONCE_AGAIN : AGAIN;
            database.inTransaction(connection -> done(connection, campaign, upTo, again));
        }
        return opened;
    }

    /** When it looks again: soon while somebody waits for room, else the next day; a recall without anybody left is done. */
    private static int done(Connection connection, long campaign, Instant now, Duration again) throws SQLException {
        return Sql.update(connection, """
                update service.campaign c set
                    state = case when w.waiting = 0 and c.kind = 'recall' then 'done' else c.state end,
                    ended_at = case when w.waiting = 0 and c.kind = 'recall' then ?::timestamptz end,
                    ended_by = case when w.waiting = 0 and c.kind = 'recall' then ? end,
                    next_at = case when w.waiting > 0 then ?::timestamptz when c.kind = 'maintenance' then ?::timestamptz end
                from (select count(*) waiting from service.campaign_appliance where campaign = ? and state = 'waiting') w
                where c.id = ? and c.state = 'running'
                """, now, SERVICE, now.plus(again), now.plus(DAILY), campaign, campaign);
    }

    /** Notes who is meant and not noted yet. */
    private static int enrol(Connection connection, long campaign, Instant now) throws SQLException {
        return Sql.update(connection, """
                with meant as (
                    select c.id, c.kind, a.appliance_no, coalesce(h.centre, d.centre) centre,
                        case when c.kind = 'recall' then (c.started_at at time zone 'UTC')::date
                            else (coalesce((select max(t.ended_at) from service.ticket t where t.appliance_no = a.appliance_no
                                    and t.kind in ('maintenance', 'installation') and t.state = 'closed')::date,
                                a.purchased_on, a.produced_on, a.created_at::date) + make_interval(months => c.every_months))::date
                        end due_on
                    from service.campaign c join fleet.appliance a on a.type = c.type
                    left join service.household_appliance ha on ha.appliance = a.id
                    left join service.household h on h.id = ha.household
                    left join service.default_centre d on d.type = a.type
                    where c.id = ? and c.state = 'running'
                        and (c.models = '{}' or a.model = any (c.models)) and (c.lots = '{}' or a.lot = any (c.lots))
                        and (c.firmware = '{}' or a.firmware = any (c.firmware))
                        and (c.serial_from is null or a.id >= c.serial_from) and (c.serial_to is null or a.id <= c.serial_to))
                insert into service.campaign_appliance (campaign, appliance_no, due_on, centre, state, at)
                select id, appliance_no, due_on, centre, 'waiting', ? from meant m
                where due_on <= (?::timestamptz at time zone 'UTC')::date
                    and not exists (select from service.campaign_appliance old where old.campaign = m.id
                        and old.appliance_no = m.appliance_no and (m.kind = 'recall' or old.state = 'waiting'))
                    and (m.kind = 'recall' or not exists (select from service.ticket t where t.appliance_no = m.appliance_no
                        and t.kind = 'maintenance' and t.ended_at is null))
                on conflict do nothing
                """, campaign, now, now);
    }

    // What people see

    /** All campaigns, the newest first, with how far they are inside the scope. */
    public List<Map<String, Object>> all(Scope scope) {
        return database.withConnection(connection -> shown(connection, scope, null));
    }

    /** One campaign with how far it is, centre by centre. */
    public Optional<Map<String, Object>> one(Scope scope, long id) {
        return database.withConnection(connection -> {
            List<Map<String, Object>> found = shown(connection, scope, id);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Map<String, Object> one = new LinkedHashMap<>(found.get(0));
            one.put(
                    "by_centre",
                    Rows.of(
                            connection,
                            "select a.centre, " + PROGRESS + FROM + " where a.campaign = ? and "
                                    + Scope.clause("a.centre") + " group by a.centre order by a.centre",
                            id,
                            scope.isEverything(),
                            scope.ids()));
            return Optional.of(one);
        });
    }

    private static final String PROGRESS = """
            count(*)::int appliances, (count(*) filter (where a.state = 'waiting'))::int waiting,
                (count(*) filter (where a.state = 'opened'))::int opened, (count(*) filter (where a.state = 'left_out'))::int left_out,
                (count(*) filter (where t.state = 'closed'))::int closed,
                (count(*) filter (where t.state = 'cancelled'))::int cancelled
            """;
    private static final String FROM =
            " from service.campaign_appliance a left join service.ticket t on t.id = a.ticket ";

    private static List<Map<String, Object>> shown(Connection connection, Scope scope, Long id) throws SQLException {
        return Rows.of(
                connection,
                """
                select c.id, c.kind, c.name, c.words_en, c.words_zh, c.type, c.component, c.models, c.lots, c.firmware, c.serial_from,
                    c.serial_to, c.every_months, c.safety, c.per_day, c.state, c.started_at, c.started_by, c.ended_at, c.ended_by, p.*
                from service.campaign c cross join lateral (select\s
                """ + PROGRESS + FROM + " where a.campaign = c.id and " + Scope.clause("a.centre")
                        + ") p where (?::bigint is null or c.id = ?::bigint) order by c.id desc limit 500",
                scope.isEverything(),
                scope.ids(),
                id,
                id);
    }
}
