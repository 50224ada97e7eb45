package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.dispatch.route.Position;
import io.hearthwatch.servicedesk.dispatch.route.Worker;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/**
 * Where technicians are on a day under way, and whether they have set out to their next visit. Who has is as far as the plan says; taken to
 * set out only now, from where the day began, they would be late for what they are nearly at, and others would have to move.
 */
final class Whereabouts {
    /** A position older than this says little about where somebody is. */
    private static final Duration FRESH = Duration.ofHours(2);

    private final Connection connection;
    private final String centre;
    private final Position place;
    private final Instant now;

    /** @param place of households that have none */
    Whereabouts(Connection connection, String centre, Position place, Instant now) {
        this.connection = connection;
        this.centre = centre;
        this.place = place;
        this.now = now;
    }

    /**
     * Where somebody was last.
     *
     * @param where at the last visit, or as was reported since; null where nobody has seen them today
     * @param at when that was; null with it
     * @param setsOut when the way to the next visit that they were sent to begins by the plan; null for none
     */
    record Seen(Position where, Instant at, Instant setsOut) {
        static final Seen NOWHERE = new Seen(null, null, null);

        /** @param home where the day begins */
        Worker.Free free(Position home, Instant origin, Instant now) {
            Position from = where == null ? home : where;
            if (setsOut == null || setsOut.isAfter(now)) {
                return new Worker.Free(from, Board.minuteAfter(origin, now));
            }
            Instant since = at != null && at.isAfter(setsOut) ? at : setsOut;
            return new Worker.Free(from, Math.max(0, Board.minute(origin, since)));
        }
    }

    /** By technicians' ids in small letters. */
    Map<String, Seen> of(LocalDate today) throws SQLException {
        Map<String, Seen> seen = new HashMap<>();
        Sql.list(connection, """
                select lower(w.id) technician, w.latitude, w.longitude, w.position_at, l.ended_at, l.latitude last_latitude,
                    l.longitude last_longitude,
                    (select min(lower(n.during) - n.travel_minutes * interval '1 minute') from service.dispatch_visit n
                        join service.ticket t on t.id = n.ticket and t.state in ('dispatched', 'confirmed')
                        where lower(n.technician) = lower(w.id) and n.day = ? and n.ended_at is null and n.held_until is null
                            and n.arrived_at is null) sets_out
                from service.technician w left join lateral (
                    select v.ended_at, h.latitude, h.longitude from service.dispatch_visit v join service.ticket t on t.id = v.ticket
                    left join service.household h on h.id = t.household
                    where lower(v.technician) = lower(w.id) and v.day = ? and v.arrived_at is not null and v.ended_at is not null
                    order by v.ended_at desc limit 1) l on true
                where w.centre = ? and w.active
                """, row -> seen.put(row.getString("technician"), read(row)), today, today, centre);
        return seen;
    }

    private Seen read(ResultSet row) throws SQLException {
        Instant over = Sql.instant(row, "ended_at");
        Instant reported = Sql.instant(row, "position_at");
        Instant setsOut = Sql.instant(row, "sets_out");
        boolean fresh = reported != null && reported.plus(FRESH).isAfter(now);
        if (fresh && (over == null || reported.isAfter(over))) {
            return new Seen(new Position(row.getDouble("latitude"), row.getDouble("longitude")), reported, setsOut);
        }
        if (over == null) {
            return new Seen(null, null, setsOut);
        }
        Position last = row.getObject("last_latitude") == null
                ? place
                : new Position(row.getDouble("last_latitude"), row.getDouble("last_longitude"));
        return new Seen(last, over, setsOut);
    }
}
