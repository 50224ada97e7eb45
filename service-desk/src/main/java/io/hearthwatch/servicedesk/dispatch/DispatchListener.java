package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketClocks;
import io.hearthwatch.servicedesk.customer.Slot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps places in step with tickets, in the transaction of each step: booked, sent by hand, begun, over. */
final class DispatchListener implements TicketClocks {
    private static final Duration LATE = Duration.ofMinutes(15);

    /** In which a ticket is on the plan of a day. */
    private static final Set<String> PLANNED = Set.of("scheduled", "dispatched", "confirmed", "on_site");

    private final VisitPlaces places;
    private final HandPlaces byHand;

    DispatchListener(VisitPlaces places, HandPlaces byHand) {
        this.places = places;
        this.byHand = byHand;
    }

    @Override
    public void opened(Connection connection, long ticket, Instant at) {}

    /** The visit leaves the old centre's plan, whoever was pinned to it or told of it; both centres' places are waited for, in one order. */
    @Override
    public void leaving(Connection connection, long ticket, String centre, String who, Instant at) throws SQLException {
        lock(connection, ticket, centre, at);
        Optional<About> about = about(connection, ticket);
        Pins.end(connection, ticket, who, at);
        places.release(connection, ticket, at);
        if (about.isPresent()) {
            DispatchStore store = new DispatchStore(connection, about.get().centre(), at);
            Optional<DispatchStore.Stored> place = store.of(ticket);
            store.drop(ticket, new DispatchStore.Why(who, "handed over to " + centre));
            // Also without a place: a plan under way would give it one.
            store.touch(
                    place.isPresent()
                            ? place.get().day()
                            : day(connection, about.get().centre(), about.get().from()));
        }
    }

    private static LocalDate day(Connection connection, String centre, Instant at) throws SQLException {
        return Sql.first(
                        connection,
                        "select (?::timestamptz at time zone time_zone)::date as day from service.centre where id = ?",
                        row -> row.getObject("day", LocalDate.class),
                        at,
                        centre)
                .orElseThrow();
    }

    private record About(String centre, String technician, Instant from, Instant to) {}

    @Override
    public void stepped(Connection connection, long ticket, String from, String to, Instant at) throws SQLException {
        if (PLANNED.contains(from) || PLANNED.contains(to)) {
            lock(connection, ticket, null, at);
        }
        switch (to) {
            case "scheduled" -> {
                Optional<About> about = about(connection, ticket);
                if (about.isPresent()) {
                    places.booked(
                            connection,
                            ticket,
                            about.get().centre(),
                            new Slot(about.get().from(), about.get().to(), 0),
                            at);
                }
            }
            case "dispatched" -> {
                Optional<About> about = about(connection, ticket);
                if (about.isPresent() && about.get().technician() != null) {
                    byHand.sent(
                            connection,
                            ticket,
                            about.get().centre(),
                            about.get().technician(),
                            at);
                }
            }
            case "confirmed" -> {
                // Nothing moves: who is sent has said the time.
            }
            case "on_site" -> arrived(connection, ticket, at);
            default -> over(connection, ticket, at);
        }
    }

    /**
     * Waits for others who change the centre's places, before this touches any: they touch those of other tickets too. Also where the ticket has
     * no place: whoever plans meanwhile would give it one.
     *
     * @param other another centre that it goes to, or null
     */
    private static void lock(Connection connection, long ticket, String other, Instant at) throws SQLException {
        for (String centre : Sql.list(connection, """
                select centre from service.ticket where id = ? and centre is not null
                union select centre from service.dispatch_visit where ticket = ? and ended_at is null
                union select id from service.centre where id = ? order by centre
                """, row -> row.getString("centre"), ticket, ticket, other)) {
            new DispatchStore(connection, centre, at);
        }
    }

    private static Optional<About> about(Connection connection, long ticket) throws SQLException {
        return Sql.first(
                connection,
                "select * from service.ticket where id = ? and centre is not null and window_from is not null",
                row -> new About(
                        row.getString("centre"),
                        row.getString("technician"),
                        Sql.instant(row, "window_from"),
                        Sql.instant(row, "window_to")),
                ticket);
    }

    private record Day(String centre, LocalDate day, boolean late) {}

    /** The place follows what happens; those still to come are planned around it. */
    private static void arrived(Connection connection, long ticket, Instant at) throws SQLException {
        Pins.kept(connection, ticket, at);
        List<Day> days = Sql.list(
                connection,
                """
                update service.dispatch_visit v set arrived_at = ?,
                    day = (select (?::timestamptz at time zone time_zone)::date from service.centre c where c.id = v.centre),
                    during = tstzrange(?::timestamptz, ?::timestamptz + (upper(during) - lower(during)))
                where ticket = ? and ended_at is null and held_until is null
                returning centre, day, ?::timestamptz > window_to late
                """,
                row -> new Day(row.getString("centre"), row.getObject("day", LocalDate.class), row.getBoolean("late")),
                at,
                at,
                at,
                at,
                ticket,
                at);
        for (Day day : days) {
            DispatchStore store = new DispatchStore(connection, day.centre(), at);
            if (day.late()) {
                store.stale(day.day(), "a visit began after its window");
            } else {
                store.touch(day.day());
            }
        }
    }

    private static void over(Connection connection, long ticket, Instant at) throws SQLException {
        Pins.end(connection, ticket, "service", at);
        List<Day> days = Sql.list(
                connection,
                """
                update service.dispatch_visit set ended_at = ? where ticket = ? and ended_at is null and held_until is null
                returning centre, day, arrived_at is not null and upper(during) + ?::interval < ? late
                """,
                row -> new Day(row.getString("centre"), row.getObject("day", LocalDate.class), row.getBoolean("late")),
                at,
                ticket,
                LATE.toString(),
                at);
        for (Day day : days) {
            DispatchStore store = new DispatchStore(connection, day.centre(), at);
            if (day.late()) {
                store.stale(day.day(), "a visit took longer than planned");
            } else {
                store.touch(day.day());
            }
        }
    }

    static Refusal taken(String technician, String number) {
        return Refusal.conflict(
                technician + " is booked for " + number + " at that time, and nobody is in two places",
                "send another technician, move one of the two, or push it off with \"override\": \"…\" and \"accept\": true");
    }
}
