package io.hearthwatch.servicedesk;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * How many tickets a service centre lets open by themselves in a day of its time zone. Counting and opening happen under a lock on the
 * centre, so that several processes together keep to it.
 */
final class Capacity {
    private static final String DAY = """
             (x.opened_at >= date_trunc('day', ?::timestamptz, c.time_zone)
                and x.opened_at < (date_trunc('day', ?::timestamptz at time zone c.time_zone) + interval '1 day') at time zone c.time_zone)
            """;

    private Capacity() {}

    /** Whether the centre has room for one more ticket on the day of an instant. */
    static boolean hasRoom(Connection connection, String centre, Instant at) throws SQLException {
        if (!isLimited(connection, centre)) {
            return true;
        }
        return Sql.first(connection, """
                        select (select count(*) from service.ticket x where x.centre = c.id and x.source = 'prediction' and
                        """ + DAY + """
                            ) < c.tickets_per_day room from service.centre c where c.id = ?
                        """, row -> row.getBoolean("room"), at, at, centre)
                .orElse(true);
    }

    /**
     * Whether there would be room in a lane: beside the real tickets and the lane's own of that type. What a challenger would open takes
     * the place of what its type's champion does open.
     */
    static boolean wouldHaveRoom(Connection connection, String centre, Instant at, String type, String lane)
            throws SQLException {
        if (!isLimited(connection, centre)) {
            return true;
        }
        boolean challenger = !lane.isEmpty();
        return Sql.first(
                        connection,
                        """
                        select (select count(*) from service.ticket x
                                where x.centre = c.id and x.source = 'prediction' and not (? and x.type = ?) and
                        """ + DAY + """
                            ) + (select count(*) from service.shadow_ticket x where x.centre = c.id and x.lane = ? and x.type = ? and
                        """ + DAY + """
                            ) < c.tickets_per_day room from service.centre c where c.id = ?
                        """,
                        row -> row.getBoolean("room"),
                        challenger,
                        type,
                        at,
                        at,
                        lane,
                        type,
                        at,
                        at,
                        centre)
                .orElse(true);
    }

    private static boolean isLimited(Connection connection, String centre) throws SQLException {
        if (centre == null) {
            return false;
        }
        boolean limited = Sql.first(
                        connection,
                        "select tickets_per_day is not null limited from service.centre where id = ?",
                        row -> row.getBoolean("limited"),
                        centre)
                .orElse(false);
        if (limited) {
            Sql.list(
                    connection,
                    "select pg_advisory_xact_lock(hashtext('service.capacity'), hashtext(?))",
                    row -> null,
                    centre);
        }
        return limited;
    }
}
