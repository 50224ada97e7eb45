package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Writes places, and what changed. For one transaction, which holds the lock of the centre. */
final class DispatchStore {
    /** The state of a statement that an exclusion constraint refuses. */
    private static final String EXCLUDED = "23P01";

    private final Connection connection;
    private final String centre;
    private final Instant now;

    /** Waits for others who change the same centre's places. */
    DispatchStore(Connection connection, String centre, Instant now) throws SQLException {
        this.connection = connection;
        this.centre = centre;
        this.now = now;
        Sql.list(
                connection,
                "select pg_advisory_xact_lock(hashtext('service.slots'), hashtext(?))",
                row -> null,
                centre);
        Sql.update(
                connection,
                "update service.dispatch_visit set ended_at = held_until where centre = ? and held_until <= ? and ended_at is null",
                centre,
                now);
    }

    /** Where a visit is now. */
    record Stored(
            long id, LocalDate day, String technician, Instant from, Instant to, Instant windowFrom, Instant windowTo) {
        static Stored read(ResultSet row) throws SQLException {
            return new Stored(
                    row.getLong("id"),
                    row.getObject("day", LocalDate.class),
                    row.getString("technician"),
                    Sql.instant(row, "begins"),
                    Sql.instant(row, "ends"),
                    Sql.instant(row, "window_from"),
                    Sql.instant(row, "window_to"));
        }
    }

    Optional<Stored> of(long ticket) throws SQLException {
        return stored(ticket, false);
    }

    /** The place that is kept for somebody who books at this moment. */
    Optional<Stored> held(long ticket) throws SQLException {
        return stored(ticket, true);
    }

    private Optional<Stored> stored(long ticket, boolean held) throws SQLException {
        return Sql.first(connection, """
                select *, lower(during) begins, upper(during) ends from service.dispatch_visit
                where ticket = ? and ended_at is null and (held_until is not null) = ?
                """, Stored::read, ticket, held);
    }

    /** Several places move from now on; only what it comes to has to hold, which {@link #settle} asks. */
    void moveSeveral() throws SQLException {
        Sql.update(connection, "set constraints service.dispatch_never_in_two_places deferred");
    }

    /**
     * What was written must hold from now on.
     *
     * @throws Refusal if somebody would be in two places, such as a technician whom another centre has sent too
     */
    void settle() throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            Sql.update(connection, "set constraints service.dispatch_never_in_two_places immediate");
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!EXCLUDED.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            throw inTwoPlaces();
        }
    }

    private Refusal inTwoPlaces() throws SQLException {
        return Sql.first(
                        connection,
                        """
                        select one.technician, a.number one, one.centre one_centre, b.number other, other.centre other_centre,
                            greatest(lower(one.during), lower(other.during)) since
                        from service.dispatch_visit one join service.ticket a on a.id = one.ticket
                        join service.dispatch_visit other on lower(other.technician) = lower(one.technician) and other.id > one.id
                            and other.during && one.during and other.ended_at is null and other.arrived_at is null
                        join service.ticket b on b.id = other.ticket
                        where one.ended_at is null and one.arrived_at is null and (one.centre = ? or other.centre = ?)
                        order by since limit 1
                        """,
                        row -> Refusal.conflict(
                                row.getString("technician") + " would be at " + row.getString("one") + " of centre "
                                        + row.getString("one_centre") + " and at " + row.getString("other")
                                        + " of centre "
                                        + row.getString("other_centre") + " from " + Sql.instant(row, "since")
                                        + " on, and nobody is in two places",
                                "give one of the two to somebody else, or move it"),
                        centre,
                        centre)
                .orElseGet(() -> Refusal.conflict("somebody would be in two places", "try again"));
    }

    /** Counts a change of what the day's plan depends on. */
    void touch(LocalDate day) throws SQLException {
        Sql.update(connection, """
                insert into service.dispatch_day as old (centre, day) values (?, ?)
                on conflict (centre, day) do update set revision = old.revision + 1
                """, centre, day);
    }

    /** The day's plan no longer fits. */
    void stale(LocalDate day, String why) throws SQLException {
        touch(day);
        Sql.update(connection, """
                update service.dispatch_day set stale_since = ?, stale_why = ?
                where centre = ? and day = ? and stale_since is null
                """, now, why, centre, day);
    }

    /**
     * Puts a visit there; it leaves the place that it had.
     *
     * @param heldUntil until when the place is kept if nobody books it; null where it is booked
     */
    void put(LocalDate day, Instant windowFrom, Instant windowTo, Placement place, Instant heldUntil, Why why)
            throws SQLException {
        Optional<Stored> before = stored(place.ticket(), heldUntil != null);
        if (before.isPresent()) {
            Sql.update(
                    connection,
                    """
                    update service.dispatch_visit set centre = ?, day = ?, technician = ?, during = tstzrange(?, ?), window_from = ?,
                        window_to = ?, travel_minutes = ?, source = ?, reasons = ?::jsonb, held_until = ?, made_at = ?, made_by = ?,
                        fixed = false where id = ?
                    """,
                    centre,
                    day,
                    place.technician(),
                    place.from(),
                    place.to(),
                    windowFrom,
                    windowTo,
                    place.travelMinutes(),
                    place.source(),
                    Sql.json(place.reasons()),
                    heldUntil,
                    now,
                    why.who(),
                    before.get().id());
        } else {
            Sql.update(
                    connection,
                    """
                    insert into service.dispatch_visit (ticket, centre, day, technician, during, window_from, window_to, travel_minutes,
                        source, reasons, held_until, made_at, made_by)
                    values (?, ?, ?, ?, tstzrange(?, ?), ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
                    """,
                    place.ticket(),
                    centre,
                    day,
                    place.technician(),
                    place.from(),
                    place.to(),
                    windowFrom,
                    windowTo,
                    place.travelMinutes(),
                    place.source(),
                    Sql.json(place.reasons()),
                    heldUntil,
                    now,
                    why.who());
        }
        if (heldUntil == null) {
            note(day, place.ticket(), before.orElse(null), place, why);
        }
    }

    /** By how much a visit that has no place now begins at another time than when it had its last one; none if it never had one. */
    Duration movedTo(long ticket, Instant begin) throws SQLException {
        return Sql.first(connection, """
                        select lower(during) begins from service.dispatch_visit
                        where ticket = ? and held_until is null and arrived_at is null order by id desc limit 1
                        """, row -> Duration.between(Sql.instant(row, "begins"), begin), ticket)
                .orElse(Duration.ZERO);
    }

    /** The way to a visit that keeps its place: it may come from elsewhere now. */
    void way(long ticket, int minutes, List<Text> reasons) throws SQLException {
        Sql.update(connection, """
                update service.dispatch_visit set travel_minutes = ?, reasons = ?::jsonb
                where ticket = ? and ended_at is null and held_until is null and travel_minutes <> ?
                """, minutes, Sql.json(reasons), ticket, minutes);
    }

    /** The place that was kept for a visit is its own, instead of the one that it had. */
    void book(Stored place, long ticket) throws SQLException {
        Optional<Stored> before = of(ticket);
        if (before.isPresent()) {
            end(before.get().id());
            touch(before.get().day());
        }
        Sql.update(connection, "update service.dispatch_visit set held_until = null where id = ?", place.id());
        note(
                place.day(),
                ticket,
                before.orElse(null),
                new Placement(ticket, place.technician(), place.from(), place.to(), 0, "booking", List.of()),
                new Why("service", "the window was booked"));
        touch(place.day());
    }

    /** The plan is made around this visit from now on: a person chose its place against the rules. */
    void fix(long ticket) throws SQLException {
        Sql.update(
                connection,
                "update service.dispatch_visit set fixed = true where ticket = ? and ended_at is null and held_until is null",
                ticket);
    }

    /** A change, and who made it. */
    record Why(String who, String why) {}

    /** Takes a visit off the plan. */
    void drop(long ticket, Why why) throws SQLException {
        Optional<Stored> before = of(ticket);
        if (before.isPresent()) {
            end(before.get().id());
            note(before.get().day(), ticket, before.get(), null, why);
        }
    }

    /** Ends a place whose visit is over, or which nobody booked. */
    void end(long id) throws SQLException {
        Sql.update(connection, "update service.dispatch_visit set ended_at = ? where id = ?", now, id);
    }

    private void note(LocalDate day, long ticket, Stored before, Placement after, Why why) throws SQLException {
        String what;
        if (before == null) {
            what = "placed";
            somebodyComes(ticket);
        } else if (after == null) {
            what = "dropped";
        } else if (!before.technician().equalsIgnoreCase(after.technician())) {
            what = "handed_over";
        } else if (!Objects.equals(before.from(), after.from())) {
            what = "moved";
        } else {
            return;
        }
        Sql.update(
                connection,
                """
                insert into service.dispatch_change (centre, day, at, who, why, ticket, what, from_technician, from_begin, to_technician,
                    to_begin) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                centre,
                day,
                now,
                why.who(),
                why.why(),
                ticket,
                what,
                before == null ? null : before.technician(),
                before == null ? null : before.from(),
                after == null ? null : after.technician(),
                after == null ? null : after.from());
    }

    /** Whoever was to find a technician need not any more. */
    private void somebodyComes(long ticket) throws SQLException {
        Sql.update(
                connection,
                "update service.alarm set ended_at = ? where ticket = ? and kind = 'no_technician' and ended_at is null",
                now,
                ticket);
    }

    /** Changes of a day, the newest first. */
    static List<PlanChange> changes(Connection connection, String centre, LocalDate day, long after)
            throws SQLException {
        return Sql.list(
                connection,
                """
                select c.*, t.number from service.dispatch_change c join service.ticket t on t.id = c.ticket
                where c.centre = ? and c.day = ? and c.id > ? order by c.id desc limit 500
                """,
                row -> new PlanChange(
                        row.getLong("ticket"),
                        row.getString("number"),
                        row.getString("what"),
                        row.getString("from_technician"),
                        Sql.instant(row, "from_begin"),
                        row.getString("to_technician"),
                        Sql.instant(row, "to_begin"),
                        row.getString("why"),
                        Sql.instant(row, "at"),
                        row.getString("who")),
                centre,
                day,
                after);
    }

    /** Number of the newest change, 0 before the first. */
    static long newestChange(Connection connection) throws SQLException {
        return Sql.first(connection, "select coalesce(max(id), 0) from service.dispatch_change", row -> row.getLong(1))
                .orElse(0L);
    }
}
