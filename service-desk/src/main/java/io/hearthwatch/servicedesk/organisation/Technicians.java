package io.hearthwatch.servicedesk.organisation;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Technicians: what they can do, where they are, and how their licences stand. Thread-safe. */
public final class Technicians {
    private static final TypeReference<Map<String, Map<String, List<String>>>> HOURS = new TypeReference<>() {};

    private static final TypeReference<Text> TEXT = new TypeReference<>() {};

    private final Database database;
    private final InstantSource clock;

    Technicians(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Technicians inside the scope, by id, without their history.
     *
     * @param type only those who may work on this type; null for all
     * @param faultClass only those who may treat this class of faults; null for all
     */
    public List<TechnicianDetail> list(Scope scope, String centre, String type, String faultClass) {
        return database.withConnection(connection -> Sql.list(
                connection,
                "select * from service.technician t where active and " + Scope.clause("t.centre") + """
                         and (?::text is null or t.id = ?) and (?::text is null or t.centre = ?)
                        and (?::text is null and ?::text is null or exists (
                            select from service.technician_skill s where s.technician = t.id
                                and (?::text is null or s.type in (?, '*'))
                                and (?::text is null or s.fault_class in (?, '*')))) order by id
                        """,
                row -> read(connection, row, false),
                scope.isEverything(),
                scope.ids(),
                scope.technician(),
                scope.technician(),
                centre,
                centre,
                type,
                faultClass,
                type,
                type,
                faultClass,
                faultClass));
    }

    /** A technician inside the scope with the history of the licence, or nothing. */
    public Optional<TechnicianDetail> find(Scope scope, String id) {
        return database.withConnection(connection -> find(connection, scope, id));
    }

    /** The same, inside a transaction. */
    public Optional<TechnicianDetail> find(Connection connection, Scope scope, String id) throws SQLException {
        if (scope.technician() != null && !scope.technician().equals(id)) {
            return Optional.empty();
        }
        return Sql.first(
                        connection,
                        "select * from service.technician where id = ?",
                        row -> read(connection, row, true),
                        id)
                .filter(technician -> scope.contains(technician.centre()));
    }

    private static TechnicianDetail read(Connection connection, ResultSet row, boolean whole) throws SQLException {
        String id = row.getString("id");
        String hours = row.getString("hours");
        Instant revoked = Sql.instant(row, "revoked_at");
        LicenceBand band = LicenceBand.of(row.getInt("points"), revoked != null);
        List<CentreDetail.Competence> skills = Sql.list(
                connection,
                "select * from service.technician_skill where technician = ? order by type, fault_class",
                each -> new CentreDetail.Competence(each.getString("type"), each.getString("fault_class")),
                id);
        List<TechnicianDetail.Move> moves = whole ? moves(connection, id) : List.of();
        return new TechnicianDetail(
                id,
                row.getString("centre"),
                row.getString("name"),
                row.getString("grade"),
                row.getInt("points"),
                band.id(),
                band.label(),
                revoked,
                band != LicenceBand.ELIMINATED && row.getBoolean("active"),
                skills,
                hours == null ? null : Sql.fromJson(hours, HOURS).get("week"),
                row.getString("warehouse"),
                row.getObject("latitude", Double.class),
                row.getObject("longitude", Double.class),
                Sql.instant(row, "position_at"),
                moves.stream()
                        .filter(move -> "review".equals(move.reason()))
                        .map(move ->
                                move.at().atZone(ZoneOffset.UTC).toLocalDate().plusYears(1))
                        .findFirst()
                        .orElse(null),
                moves,
                whole ? trainings(connection, id) : List.of());
    }

    private static List<TechnicianDetail.Move> moves(Connection connection, String id) throws SQLException {
        return Sql.list(
                connection,
                """
                select m.*, t.number, exists (select from service.licence_move c where c.cancels = m.id) cancelled
                from service.licence_move m left join service.ticket t on t.id = m.ticket where m.technician = ? order by m.id desc limit 200
                """,
                row -> new TechnicianDetail.Move(
                        row.getLong("id"),
                        Sql.instant(row, "at"),
                        row.getString("who"),
                        row.getInt("points"),
                        row.getString("reason"),
                        row.getString("number"),
                        row.getString("remarks"),
                        row.getBoolean("by_rule"),
                        row.getString("cause") == null ? null : Sql.fromJson(row.getString("cause"), TEXT),
                        row.getObject("cancels", Long.class),
                        row.getBoolean("cancelled")),
                id);
    }

    private static List<TechnicianDetail.Training> trainings(Connection connection, String id) throws SQLException {
        return Sql.list(
                connection,
                "select * from service.training where technician = ? order by held_on desc, id desc limit 200",
                row -> new TechnicianDetail.Training(
                        row.getLong("id"),
                        row.getString("topic"),
                        row.getString("mode"),
                        row.getObject("held_on", LocalDate.class),
                        row.getBigDecimal("score"),
                        row.getObject("passed", Boolean.class),
                        row.getString("plan")),
                id);
    }

    /**
     * Gives or takes licence points. What a ticket earns or costs, it does once.
     *
     * @param points above zero to give
     * @param ticket for which; null for none
     */
    public void points(Scope scope, String id, int points, String reason, Long ticket, String remarks, String who) {
        boolean loss = List.of("broken_promise", "out_of_standard", "overcharge", "not_fixed_first", "repeat_repair")
                .contains(reason);
        boolean gain = List.of("delighted_customer", "improvement").contains(reason);
        if (!loss && !gain) {
            throw Refusal.invalid(
                    "'" + reason + "' is no reason to give or take points",
                    "use broken_promise, out_of_standard, overcharge, not_fixed_first, repeat_repair, delighted_customer"
                            + " or improvement");
        }
        if (points == 0 || Math.abs(points) > LicenceBand.FULL || (points > 0) != gain) {
            throw Refusal.invalid(
                    reason + (gain ? " gives" : " takes") + " 1 to " + LicenceBand.FULL + " points",
                    "send points as a number " + (gain ? "above" : "below") + " zero");
        }
        database.inTransaction(connection -> {
            locked(connection, scope, id);
            if (ticket != null
                    && Sql.first(connection, "select 1 from service.ticket where id = ?", row -> 1, ticket)
                            .isEmpty()) {
                throw Refusal.invalid("there is no ticket " + ticket, "give a ticket's id, or leave it out");
            }
            int added = Sql.update(connection, """
                    insert into service.licence_move (technician, at, who, points, reason, ticket, remarks)
                    values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                    """, id, clock.instant(), who, points, reason, ticket, remarks);
            if (added == 0) {
                throw Refusal.conflict(
                        "ticket " + ticket + " has been counted as " + reason + " already",
                        "look at the licence's moves");
            }
            return null;
        });
    }

    /** The yearly review: the points go back to {@value LicenceBand#FULL}, unless the licence is revoked. */
    public void review(Scope scope, String id, String remarks, String who) {
        database.inTransaction(connection -> {
            Licence licence = locked(connection, scope, id);
            if (licence.revoked()) {
                throw Refusal.conflict(
                        "the licence is revoked; a review does not give it back", "record a passed retraining first");
            }
            move(connection, id, LicenceBand.FULL - licence.points(), "review", remarks, who);
            return null;
        });
    }

    /** Gives a revoked licence back after a training that was held since and passed. */
    public void reinstate(Scope scope, String id, String remarks, String who) {
        database.inTransaction(connection -> {
            Licence licence = locked(connection, scope, id);
            if (!licence.revoked()) {
                throw Refusal.conflict("the licence is not revoked", "nothing is to be done");
            }
            boolean retrained = Sql.first(connection, """
                            select 1 from service.training t
                            join service.technician k on k.id = t.technician join service.centre c on c.id = k.centre
                            -- Of what was held on the day of the revocation, what was known before was no retraining. Who writes down
                            -- a day late in the evening, or by a program, may mean that of UTC.
                            where t.technician = ? and t.passed and t.at >= k.revoked_at
                                and t.held_on >= least((k.revoked_at at time zone c.time_zone)::date, (k.revoked_at at time zone 'UTC')::date)
                            """, row -> 1, id).isPresent();
            if (!retrained) {
                throw Refusal.conflict(
                        "no training that was held since the licence was revoked has been passed",
                        "record a passed retraining, by the day on which it was held");
            }
            move(connection, id, LicenceBand.FULL - licence.points(), "retraining", remarks, who);
            return null;
        });
    }

    private void move(Connection connection, String id, int points, String reason, String remarks, String who)
            throws SQLException {
        Sql.update(
                connection,
                "insert into service.licence_move (technician, at, who, points, reason, remarks) values (?, ?, ?, ?, ?, ?)",
                id,
                clock.instant(),
                who,
                points,
                reason,
                remarks);
    }

    /** Records a training; passed with 60 of 100 or more, and without an exam when it says so. */
    public void train(Scope scope, String id, TechnicianDetail.Training training, String who) {
        BigDecimal score = training.score();
        Boolean passed =
                score == null ? training.passed() : Boolean.valueOf(score.compareTo(BigDecimal.valueOf(60)) >= 0);
        database.inTransaction(connection -> {
            Licence licence = locked(connection, scope, id);
            if (passed != null) {
                requireHeld(connection, licence, training.heldOn());
            }
            return Sql.update(
                    connection,
                    """
                    insert into service.training (technician, topic, mode, held_on, score, passed, plan, at, who)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    id,
                    training.topic(),
                    training.mode(),
                    training.heldOn(),
                    score,
                    passed,
                    training.plan(),
                    clock.instant(),
                    who);
        });
    }

    /** What is still to be held has no result. */
    private void requireHeld(Connection connection, Licence licence, LocalDate heldOn) throws SQLException {
        LocalDate today = Sql.first(
                        connection,
                        "select time_zone from service.centre where id = ?",
                        row -> clock.instant()
                                .atZone(ZoneId.of(row.getString("time_zone")))
                                .toLocalDate(),
                        licence.centre())
                .orElseThrow();
        // Who writes down the day by a program may mean that of UTC.
        if (heldOn.isAfter(today) && heldOn.isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
            throw Refusal.invalid(
                    "a training on " + heldOn + " has no result yet: it is " + today,
                    "record it without score and passed, or by the day on which it was held");
        }
    }

    /** Says where a technician is now. */
    public void position(Scope scope, String id, double latitude, double longitude) {
        database.inTransaction(connection -> {
            locked(connection, scope, id);
            return Sql.update(
                    connection,
                    "update service.technician set latitude = ?, longitude = ?, position_at = ? where id = ?",
                    latitude,
                    longitude,
                    clock.instant(),
                    id);
        });
    }

    private record Licence(String centre, int points, boolean revoked) {}

    private static Licence locked(Connection connection, Scope scope, String id) throws SQLException {
        return Sql.first(
                        connection,
                        "select * from service.technician where id = ? for update",
                        row -> new Licence(
                                row.getString("centre"), row.getInt("points"), Sql.instant(row, "revoked_at") != null),
                        id)
                .filter(licence -> scope.contains(licence.centre())
                        && (scope.technician() == null || scope.technician().equals(id)))
                .orElseThrow(() -> Refusal.notFound("technician", id, "look at /api/v1/technicians"));
    }
}
