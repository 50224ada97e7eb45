package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.clock.OpenSpan;
import io.hearthwatch.servicedesk.clock.WeekHours;
import io.hearthwatch.servicedesk.clock.WorkingCalendar;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Regions and service centres: what they are and may do, and when they work. Thread-safe. */
public final class Centres {
    private static final String SUMMARY = """
            select c.*, r.name_en region_en, r.name_zh region_zh,
                (select max(expires_on) from service.certificate x where x.centre = c.id) certified_until,
                exists (select from service.certificate x where x.centre = c.id and ?::date between issued_on and expires_on) certified,
                (select count(*) from service.technician t where t.centre = c.id and t.active) technicians,
                (select count(*) from service.corrective_action a where a.centre = c.id and a.checked_at is null) open_actions
            from service.centre c left join service.region r on r.id = c.region
            """;

    private final Database database;
    private final InstantSource clock;

    Centres(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A region. */
    public record Region(String id, Text name) {}

    /** Regions that have a centre inside the scope; for everything, all of them. */
    public List<Region> regions(Scope scope) {
        return database.withConnection(connection -> Sql.list(
                connection,
                """
                select * from service.region r
                where ? or exists (select from service.centre c where c.region = r.id and c.id = any (?)) order by id
                """,
                row -> new Region(row.getString("id"), name(row, "name_en", "name_zh")),
                scope.isEverything(),
                scope.ids()));
    }

    /** Whether there is such a centre inside the scope. */
    public boolean isKnown(Scope scope, String id) {
        return scope.contains(id)
                && database.withConnection(connection -> Sql.first(
                                connection, "select 1 from service.centre where id = ?", row -> true, id)
                        .isPresent());
    }

    /**
     * Centres inside the scope, by id.
     *
     * @param region only this region's; null for all
     * @param kind only of this kind; null for all
     */
    public List<CentreSummary> list(Scope scope, String region, String kind) {
        return database.withConnection(connection -> Sql.list(
                connection,
                SUMMARY + " where " + Scope.clause("c.id")
                        + " and (?::text is null or c.region = ?) and (?::text is null or c.kind = ?) order by c.id",
                Centres::summary,
                today(),
                scope.isEverything(),
                scope.ids(),
                region,
                region,
                kind,
                kind));
    }

    private LocalDate today() {
        return clock.instant().atZone(java.time.ZoneOffset.UTC).toLocalDate();
    }

    private static CentreSummary summary(ResultSet row) throws SQLException {
        return new CentreSummary(
                row.getString("id"),
                name(row, "name_en", "name_zh"),
                row.getString("region"),
                row.getString("region_en") == null ? null : name(row, "region_en", "region_zh"),
                row.getString("kind"),
                row.getString("time_zone"),
                row.getBoolean("certified"),
                row.getObject("certified_until", LocalDate.class),
                row.getInt("technicians"),
                row.getInt("open_actions"));
    }

    private static Text name(ResultSet row, String en, String zh) throws SQLException {
        return new Text(row.getString(en), row.getString(zh));
    }

    /**
     * Those of some appliances that belong to a centre inside the scope: their household's, or the one that serves their type.
     *
     * @param appliances makers' ids
     */
    public Set<String> visible(Scope scope, Collection<String> appliances) {
        return database.withConnection(connection -> visible(connection, scope, appliances));
    }

    /** Those of a centre are those of its households; those of a technician, what stands where they have a ticket. */
    static Set<String> visible(Connection connection, Scope scope, Collection<String> appliances) throws SQLException {
        if (scope.isEverything() && scope.technician() == null) {
            return Set.copyOf(appliances);
        }
        return Set.copyOf(Sql.list(
                connection,
                """
                select a.id from fleet.appliance a
                left join service.household_appliance ha on ha.appliance = a.id
                left join service.household h on h.id = ha.household
                left join service.default_centre d on d.type = a.type
                where a.id = any (?) and (?::boolean or coalesce(h.centre, d.centre) = any (?))
                    and (?::text is null or exists (select from service.ticket t
                        where (t.appliance_no = a.appliance_no or t.household = ha.household) and
                """ + Scope.ofTicket("t") + "))",
                row -> row.getString("id"),
                appliances,
                scope.isEverything(),
                scope.ids(),
                scope.technician(),
                scope.isEverything(),
                scope.ids(),
                scope.technician()));
    }

    /** How many appliances the households of the scope's centres have. */
    public int appliances(Scope scope) {
        return database.withConnection(connection -> Sql.first(
                        connection,
                        """
                        select count(*) n from fleet.appliance a
                        left join service.household_appliance ha on ha.appliance = a.id
                        left join service.household h on h.id = ha.household
                        left join service.default_centre d on d.type = a.type where\s
                        """ + Scope.clause("coalesce(h.centre, d.centre)"),
                        row -> row.getInt("n"),
                        scope.isEverything(),
                        scope.ids())
                .orElseThrow());
    }

    /** A centre inside the scope, or nothing. */
    public Optional<CentreDetail> find(Scope scope, String id) {
        if (!scope.contains(id)) {
            return Optional.empty();
        }
        return database.withConnection(connection -> {
            List<String> territory = Sql.list(
                    connection,
                    "select area from service.centre_territory where centre = ? order by area",
                    row -> row.getString("area"),
                    id);
            List<CentreDetail.Competence> competences = Sql.list(
                    connection,
                    "select * from service.centre_competence where centre = ? order by type, fault_class",
                    row -> new CentreDetail.Competence(row.getString("type"), row.getString("fault_class")),
                    id);
            List<CentreDetail.Certificate> certificates = Sql.list(
                    connection,
                    "select * from service.certificate where centre = ? order by expires_on desc, id",
                    row -> new CentreDetail.Certificate(
                            row.getLong("id"),
                            row.getString("name"),
                            row.getObject("issued_on", LocalDate.class),
                            row.getObject("expires_on", LocalDate.class)),
                    id);
            CentreAudits audits = new CentreAudits(connection, id);
            CentreDetail.Hours hours = hours(connection, id);
            LocalDate today = today();
            return Sql.first(
                    connection,
                    SUMMARY + " where c.id = ?",
                    row -> new CentreDetail(
                            id,
                            name(row, "name_en", "name_zh"),
                            row.getString("region"),
                            row.getString("kind"),
                            row.getString("time_zone"),
                            row.getDouble("latitude"),
                            row.getDouble("longitude"),
                            row.getString("warehouse"),
                            row.getString("phone"),
                            territory,
                            competences,
                            row.getBoolean("certified"),
                            row.getObject("certified_until", LocalDate.class),
                            audits.nextDue(today),
                            row.getInt("technicians"),
                            hours,
                            certificates,
                            audits.all(),
                            audits.actions(today)),
                    today,
                    id);
        });
    }

    private static CentreDetail.Hours hours(Connection connection, String centre) throws SQLException {
        return Sql.first(
                        connection,
                        """
                        select c.announce_at, k.* from service.centre c
                        left join service.centre_calendar k on k.centre = c.id where c.id = ?
                        """,
                        row -> {
                            WeekHours hours = stored(row);
                            return new CentreDetail.Hours(
                                    row.getInt("version"), hours.weekTexts(), hours.dayTexts(), AnnounceHour.of(row));
                        },
                        centre)
                .orElseGet(
                        () -> new CentreDetail.Hours(0, WeekHours.OFFICE.weekTexts(), Map.of(), AnnounceHour.BY_HAND));
    }

    private static WeekHours stored(ResultSet row) throws SQLException {
        return row.getString("week") == null
                ? WeekHours.OFFICE
                : WeekHours.stored(row.getString("week"), row.getString("days"));
    }

    /** The days of the week and the spans in which a centre works, as its calendar writes them; of {@link #calendar} without exceptions. */
    public static Map<String, List<String>> weekHours(Connection connection, String centre) throws SQLException {
        return hours(connection, centre).hours();
    }

    /** When a centre works; Monday to Friday from 8 to 18 where nobody said otherwise. For a transaction that is under way. */
    public static WorkingCalendar calendar(Connection connection, String centre) throws SQLException {
        return Sql.first(connection, """
                        select c.time_zone, k.week, k.days from service.centre c
                        left join service.centre_calendar k on k.centre = c.id where c.id = ?
                        """, row -> stored(row).in(ZoneId.of(row.getString("time_zone"))), centre)
                .orElseThrow(() -> new IllegalArgumentException("no centre " + centre));
    }

    /** A span during which a centre is open. */
    public record Opening(Instant opens, Instant closes) {}

    /** When a centre is open between two instants; at most the first thousand spans. */
    public List<Opening> openings(Scope scope, String id, Instant from, Instant to) {
        require(scope, id);
        return database.withConnection(connection -> {
            WorkingCalendar calendar = calendar(connection, id);
            List<Opening> openings = new ArrayList<>();
            LocalDate last = to.atZone(calendar.zone()).toLocalDate();
            for (LocalDate day = from.atZone(calendar.zone()).toLocalDate();
                    !day.isAfter(last) && openings.size() < 1000;
                    day = day.plusDays(1)) {
                for (OpenSpan span : calendar.spans(day)) {
                    Instant opens = calendar.at(day, span.from());
                    Instant closes = calendar.at(day, span.to());
                    if (closes.isAfter(from) && opens.isBefore(to)) {
                        openings.add(new Opening(opens, closes));
                    }
                }
            }
            return openings;
        });
    }

    /**
     * Sets when a centre works. Promises that run keep the instants that they have; what starts or goes on afterwards counts anew.
     *
     * @param version the calendar that the change is of; another one means that somebody else was faster
     * @param announceAt when the next working day is announced by itself, such as 17:00, or {@code by_hand}; null to leave it
     * @return the new version
     */
    public int setHours(
            Scope scope,
            String id,
            int version,
            Map<String, List<String>> week,
            Map<String, List<String>> days,
            String announceAt) {
        require(scope, id);
        Map<String, String> problems = new TreeMap<>();
        WeekHours hours = WeekHours.read(week, days, problems::putIfAbsent);
        if (!problems.isEmpty()) {
            throw Refusal.invalid(
                    problems.entrySet().stream()
                            .map(problem -> problem.getKey() + " " + problem.getValue())
                            .reduce((a, b) -> a + "; " + b)
                            .orElseThrow(),
                    "such as {\"hours\": {\"mon-fri\": [\"08:00-12:00\", \"13:00-18:00\"]}, \"days\": {\"2026-10-01\": []}}");
        }
        return database.inTransaction(connection -> {
            Sql.list(connection, "select id from service.centre where id = ? for update", row -> 1, id);
            int now = hours(connection, id).version();
            if (now != version) {
                throw Refusal.conflict(
                        "the calendar is at version " + now + ", not " + version + ": somebody changed it meanwhile",
                        "read it again, and send its version");
            }
            Sql.update(connection, """
                    insert into service.centre_calendar (centre, week, days) values (?, ?::jsonb, ?::jsonb)
                    on conflict (centre) do update
                        set week = excluded.week, days = excluded.days, version = service.centre_calendar.version + 1
                    """, id, hours.weekJson(), hours.daysJson());
            if (announceAt != null) {
                AnnounceHour.set(connection, id, announceAt);
            }
            return now + 1;
        });
    }

    /** Adds a certificate, and returns its id. */
    public long certify(Scope scope, String id, String name, LocalDate issuedOn, LocalDate expiresOn, String who) {
        require(scope, id);
        return database.inTransaction(
                connection -> certify(connection, id, name, issuedOn, expiresOn, who, clock.instant()));
    }

    /** The same in a transaction that is under way. */
    public static long certify(
            Connection connection,
            String id,
            String name,
            LocalDate issuedOn,
            LocalDate expiresOn,
            String who,
            Instant at)
            throws SQLException {
        if (!expiresOn.isAfter(issuedOn)) {
            throw Refusal.invalid("the certificate ends before it begins", "give an expires_on after issued_on");
        }
        return Sql.first(connection, """
                        insert into service.certificate (centre, name, issued_on, expires_on, at, who)
                        values (?, ?, ?, ?, ?, ?) on conflict do nothing returning id
                        """, row -> row.getLong("id"), id, name, issuedOn, expiresOn, at, who)
                .orElseThrow(() -> Refusal.conflict(
                        "the centre has a certificate '" + name + "' of " + issuedOn + " already",
                        "give another name or date"));
    }

    /**
     * Records a yearly audit.
     *
     * @param actions what the centre has to correct
     * @return the audit's id
     */
    public long audit(Scope scope, String id, CentreDetail.Audit audit, List<CentreAudits.Wanted> actions) {
        require(scope, id);
        return database.inTransaction(
                connection -> new CentreAudits(connection, id).add(audit, actions, clock.instant()));
    }

    /** Says that a corrective action is done. */
    public void actionDone(Scope scope, long action, String who) {
        database.inTransaction(connection -> {
            CentreAudits.of(connection, scope, action).done(action, who, clock.instant());
            return null;
        });
    }

    /**
     * Says whether a corrective action had an effect; somebody else than who did it. Where it had none, another one follows it.
     *
     * @param next what is to be done instead; needed where there was no effect
     */
    public void actionChecked(
            Scope scope, long action, boolean effective, String remarks, CentreAudits.Wanted next, String who) {
        database.inTransaction(connection -> {
            CentreAudits.of(connection, scope, action).checked(action, effective, remarks, next, who, clock.instant());
            return null;
        });
    }

    private void require(Scope scope, String id) {
        boolean there = scope.contains(id)
                && database.withConnection(
                        connection -> Sql.first(connection, "select 1 from service.centre where id = ?", row -> 1, id)
                                .isPresent());
        if (!there) {
            throw Refusal.notFound("service centre", id, "look at /api/v1/centres");
        }
    }
}
