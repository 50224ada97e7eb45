package io.hearthwatch.servicedesk.licence;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Licence points by rule: what costs or earns a technician points on a ticket is booked once it is certain, once for each reason and ticket, by a
 * tariff that is data; and taken back where the cause is lifted. A change of a ticket leaves a note in its own transaction, which
 * {@link #runDue} takes up, so nothing is lost by a kill and nothing counted twice. Thread-safe; every call blocks on the database.
 */
public final class Licences {
    private static final List<String> LOSSES =
            List.of("broken_promise", "out_of_standard", "overcharge", "not_fixed_first", "repeat_repair");
    private static final String GAIN = "delighted_customer";
    private static final int MOST_POINTS = 100;
    private static final int AT_ONCE = 100;

    private final Database database;
    private final InstantSource clock;

    public Licences(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Now, if there is a ticket to look at. */
    public Optional<Instant> nextDue() {
        return database.withConnection(connection ->
                Sql.first(connection, "select 1 from service.licence_due limit 1", row -> clock.instant()));
    }

    /**
     * Books what is due.
     *
     * @return how many entries were made
     */
    public int runDue(Instant at) {
        int all = 0;
        int looked;
        do {
            LicencePass pass = database.inTransaction(connection -> new LicencePass(connection, at).run(AT_ONCE));
            all += pass.booked();
            looked = pass.looked();
        } while (looked == AT_ONCE);
        return all;
    }

    // The tariff

    /** What is said of every reason, the newest first. */
    public List<LicenceTariff> tariff() {
        return database.withConnection(connection -> Sql.list(
                connection,
                "select * from service.licence_tariff order by reason, valid_from desc, version desc",
                row -> new LicenceTariff(
                        row.getString("reason"),
                        row.getObject("valid_from", LocalDate.class),
                        row.getInt("version"),
                        row.getInt("points"),
                        row.getString("who"),
                        Sql.instant(row, "at"))));
    }

    /**
     * Says how many points something costs or earns from a day on.
     *
     * @param points below zero to take, above to give, none not to count it
     * @throws Refusal if the day has passed, or the points do not fit the reason
     */
    public void setTariff(String reason, LocalDate validFrom, int points, String who) {
        boolean gain = reason.equals(GAIN);
        if (!gain && !LOSSES.contains(reason)) {
            throw Refusal.invalid(
                    "'" + reason + "' is not counted by a tariff", "use " + String.join(", ", LOSSES) + " or " + GAIN);
        }
        if (Math.abs(points) > MOST_POINTS || (points != 0 && (points > 0) != gain)) {
            throw Refusal.invalid(
                    reason + (gain ? " gives 0 to " : " takes 0 to ") + MOST_POINTS + " points",
                    "send points as a number " + (gain ? "from 0 up" : "from 0 down"));
        }
        Instant at = clock.instant();
        LocalDate today = LocalDate.ofInstant(at, ZoneOffset.UTC);
        if (validFrom.isBefore(today)) {
            throw Refusal.conflict(
                    "the tariff of " + validFrom + " has been counted by already",
                    "give today, " + today + ", or a later day");
        }
        database.inTransaction(connection -> {
            Sql.list(connection, "select pg_advisory_xact_lock(hashtext('service.licence_tariff')::bigint)", row -> 1);
            return Sql.update(connection, """
                    insert into service.licence_tariff (reason, valid_from, version, points, who, at)
                    select ?, ?, coalesce(max(version), 0) + 1, ?, ?, ? from service.licence_tariff
                    where reason = ? and valid_from = ?
                    """, reason, validFrom, points, who, at, reason, validFrom);
        });
    }

    // Objection

    /**
     * Cancels an entry of a technician's ledger: the points are as if it had never been, and so is the licence.
     *
     * @param move the entry's id
     * @param remarks why; needed
     * @throws Refusal if there is no such entry, it is cancelled already, or it is not one of points
     */
    public void cancel(Scope scope, String technician, long move, String remarks, String who) {
        if (remarks == null || remarks.isBlank() || remarks.length() > 1000) {
            throw Refusal.invalid("the reason is missing, or longer than 1000 characters", "say in 'remarks' why");
        }
        database.inTransaction(connection -> {
            lock(connection, scope, technician);
            record Entry(String reason, boolean cancelled) {}
            Entry entry = Sql.first(
                            connection,
                            """
                            select m.reason, c.id is not null cancelled from service.licence_move m
                            left join service.licence_move c on c.cancels = m.id where m.id = ? and m.technician = ?
                            """,
                            row -> new Entry(row.getString("reason"), row.getBoolean("cancelled")),
                            move,
                            technician)
                    .orElseThrow(() -> Refusal.notFound(
                            "entry of " + technician + "'s licence",
                            Long.toString(move),
                            "look at /api/v1/technicians/" + technician));
            if (entry.cancelled()) {
                throw Refusal.conflict("the entry is cancelled already", "nothing is to be done");
            }
            if (List.of("review", "retraining", "cancelled").contains(entry.reason())) {
                throw Refusal.conflict(
                        "a " + entry.reason() + " is not cancelled", "cancel an entry that took or gave points");
            }
            LicencePass.cancel(connection, move, who, remarks, false, clock.instant());
            return null;
        });
    }

    private static void lock(Connection connection, Scope scope, String technician) throws SQLException {
        boolean theirs = Sql.first(
                        connection,
                        "select centre from service.technician where id = ? for update",
                        row -> row.getString("centre"),
                        technician)
                .filter(scope::contains)
                .isPresent();
        if (!theirs) {
            throw Refusal.notFound("technician", technician, "look at /api/v1/technicians");
        }
    }
}
