package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import io.hearthwatch.servicedesk.dispatch.route.Job;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who was pinned to a visit, and when: from the time that somebody pinned, or that people were told. A pin holds until it is taken out or
 * the visit is over: also while no plan has a place for the visit. Only its time ends where the customer's window changes. No plan breaks
 * it for another visit, and whoever does by hand has to name it.
 */
final class Pins {
    private Pins() {}

    /** @param begin when work is to begin; null for any time of the window */
    record Pin(String technician, Instant begin) {}

    static Optional<Pin> of(Connection connection, long ticket) throws SQLException {
        return Sql.first(
                connection,
                "select technician, begin_at from service.dispatch_pin where ticket = ? and ended_at is null",
                row -> new Pin(row.getString("technician"), Sql.instant(row, "begin_at")),
                ticket);
    }

    /** People are told that the visit begins then: from now on its pin, if it has one, holds that too, unless it held about that already. */
    static void told(Connection connection, long ticket, Instant begin) throws SQLException {
        Sql.update(connection, """
                update service.dispatch_pin set begin_at = ? where ticket = ? and ended_at is null
                    and (begin_at is null or abs(extract(epoch from begin_at - ?::timestamptz)) > ?)
                """, begin, ticket, begin, Job.Wish.TOLERANCE * 60);
    }

    /**
     * Takes pins out that stand in the way of another visit.
     *
     * @param tickets numbers or ids of those whose pins may be broken
     * @param of the other visit, which keeps its own
     * @return numbers of those that had one
     * @throws Refusal if there is no such ticket
     */
    static List<String> giveUp(
            Connection connection, List<String> tickets, long of, String why, String who, Instant now)
            throws SQLException {
        record Named(long ticket, String number) {}
        List<String> given = new ArrayList<>();
        for (String each : tickets) {
            Named named = Sql.first(
                            connection,
                            "select id, number from service.ticket where number = upper(?) or id::text = ?",
                            row -> new Named(row.getLong("id"), row.getString("number")),
                            each,
                            each)
                    .orElseThrow(() ->
                            Refusal.notFound("ticket", each, "name those that the refusal lists as \"pushed_off\""));
            if (named.ticket() != of && end(connection, named.ticket(), who, now)) {
                given.add(named.number());
                TicketSteps.event(connection, named.ticket(), now, who, "unpinned", Map.of("why", why));
            }
        }
        return given;
    }

    /** Instead of the one that was there. */
    static void put(Connection connection, long ticket, Pin pin, String who, Instant now) throws SQLException {
        end(connection, ticket, who, now);
        Sql.update(
                connection,
                "insert into service.dispatch_pin (ticket, technician, begin_at, at, who) values (?, ?, ?, ?, ?)",
                ticket,
                pin.technician(),
                pin.begin(),
                now,
                who);
    }

    /** Somebody is there, or the pin is none any more: nobody has to look whether it is kept. */
    static void kept(Connection connection, long ticket, Instant now) throws SQLException {
        Sql.update(
                connection,
                "update service.alarm set ended_at = ? where ticket = ? and kind = 'pin_not_kept' and ended_at is null",
                now,
                ticket);
    }

    /** @return whether there was one */
    static boolean end(Connection connection, long ticket, String who, Instant now) throws SQLException {
        kept(connection, ticket, now);
        return Sql.update(
                        connection,
                        "update service.dispatch_pin set ended_at = ?, ended_by = ? where ticket = ? and ended_at is null",
                        now,
                        who,
                        ticket)
                > 0;
    }

    /** The window is another one: who goes stays, when does not. */
    static void freeTime(Connection connection, long ticket, String who, Instant now) throws SQLException {
        Optional<Pin> pin = of(connection, ticket).filter(each -> each.begin() != null);
        if (pin.isPresent()) {
            put(connection, ticket, new Pin(pin.get().technician(), null), who, now);
        }
    }
}
