package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.customer.Slot;
import io.hearthwatch.servicedesk.dispatch.route.Travel;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Places of visits that people gave to somebody, whatever the rules say; but nobody is in two places. */
final class HandPlaces {
    private final Catalog catalog;
    private final Travel travel;

    HandPlaces(Catalog catalog, Travel travel) {
        this.catalog = catalog;
        this.travel = travel;
    }

    /** A ticket was sent with a technician: its place becomes theirs, at the first moment of the window that they have free. */
    void sent(Connection connection, long ticket, String centre, String technician, Instant now) throws SQLException {
        DispatchStore store = new DispatchStore(connection, centre, now);
        Optional<Pins.Pin> pin = Pins.of(connection, ticket);
        if (pin.isPresent() && !pin.get().technician().equalsIgnoreCase(technician)) {
            Pins.end(connection, ticket, "service", now);
        }
        Optional<DispatchStore.Stored> stored = store.of(ticket);
        BoardReads reads = new BoardReads(connection, catalog, centre, now);
        if (stored.isPresent() && stored.get().technician().equalsIgnoreCase(technician)) {
            Pins.told(connection, ticket, stored.get().from());
            store.touch(stored.get().day());
            return;
        }
        LocalDate firstDay = Sql.first(
                        connection,
                        "select window_from from service.ticket where id = ?",
                        row -> reads.day(Sql.instant(row, "window_from")),
                        ticket)
                .orElseThrow();
        Board board = reads.boards(firstDay, 1, ticket).get(0);
        int minutes = board.jobs().stream()
                .filter(job -> job.ticket() == ticket)
                .findFirst()
                .orElseThrow()
                .minutes();
        Slot window = Sql.first(
                        connection,
                        "select window_from, window_to from service.ticket where id = ?",
                        row -> new Slot(Sql.instant(row, "window_from"), Sql.instant(row, "window_to"), 0),
                        ticket)
                .orElseThrow();
        Room room = new Room(connection, ticket, technician, window, minutes);
        Accepted accepted = accepted(connection, ticket);
        Optional<Instant> gap = room.gap();
        if (gap.isEmpty() && !accepted.others()) {
            throw room.taken();
        }
        store.moveSeveral();
        Consequences others = new Consequences(reads, firstDay, travel, ticket);
        List<String> given =
                Pins.giveUp(connection, accepted.unpin(), ticket, "gave way to one sent by hand", accepted.who(), now);
        Instant begin = room.make(store, now, new DispatchStore.Why("service", "gave way to one sent by hand"));
        Text reason = new Text("sent by hand", "人工派工");
        store.put(
                firstDay,
                window.from(),
                window.to(),
                new Placement(
                        ticket,
                        board.worker(technician).map(worker -> worker.id()).orElse(technician),
                        begin,
                        begin.plus(Duration.ofMinutes(minutes)),
                        0,
                        "hand",
                        List.of(reason)),
                null,
                new DispatchStore.Why("service", "sent by hand"));
        store.fix(ticket);
        Pins.told(connection, ticket, begin);
        List<PushedOff> pushed = others.require(accepted.others(), given, "this visit");
        store.settle();
        if (pushed.isEmpty()) {
            store.touch(firstDay);
        } else {
            store.stale(firstDay, technician + " was sent to another visit by hand");
        }
    }

    /** Where a technician is. */
    private record Busy(long ticket, String number, Instant from, Instant to, boolean underWay) {}

    /** Room for a visit on somebody's day. */
    record Room(Connection connection, long ticket, String technician, Slot window, int minutes) {

        /** When they first have that much time in the window, apart from this ticket. */
        Optional<Instant> gap() throws SQLException {
            Duration length = Duration.ofMinutes(minutes);
            Instant begin = window.from();
            for (Busy each : busy(window.from(), window.to().plus(length))) {
                if (!each.from().isBefore(begin.plus(length))) {
                    break;
                }
                begin = begin.isAfter(each.to()) ? begin : each.to();
            }
            return begin.isAfter(window.to()) ? Optional.empty() : Optional.of(begin);
        }

        /**
         * The first gap; without one the window's begin, or now, and whoever is in the way leaves their place.
         *
         * @throws Refusal if the window is over, or they are at a customer's then
         */
        Instant make(DispatchStore store, Instant now, DispatchStore.Why why) throws SQLException {
            Optional<Instant> gap = gap();
            if (gap.isPresent()) {
                return gap.get();
            }
            Instant begin = window.from().isBefore(now) ? now : window.from();
            if (begin.isAfter(window.to())) {
                throw Refusal.conflict("the visit's window is over", "agree another one with the customer first");
            }
            for (Busy each : busy(begin, begin.plus(Duration.ofMinutes(minutes)))) {
                if (each.underWay()) {
                    throw DispatchListener.taken(technician, each.number());
                }
                // They get another place, or nobody comes: the day is planned again.
                store.drop(each.ticket(), why);
            }
            return begin;
        }

        Refusal taken() throws SQLException {
            Instant last = window.to().plus(Duration.ofMinutes(minutes));
            return DispatchListener.taken(
                    technician, busy(window.from(), last).get(0).number());
        }

        /** Where they are between two instants, apart from this ticket, in order. */
        private List<Busy> busy(Instant from, Instant to) throws SQLException {
            return Sql.list(
                    connection,
                    """
                    select v.ticket, t.number, v.arrived_at is not null under_way, lower(v.during) begins, upper(v.during) ends
                    from service.dispatch_visit v join service.ticket t on t.id = v.ticket
                    where v.ended_at is null and v.ticket <> ? and lower(v.technician) = lower(?)
                        and v.during && tstzrange(?, ?) order by lower(v.during)
                    """,
                    row -> new Busy(
                            row.getLong("ticket"),
                            row.getString("number"),
                            Sql.instant(row, "begins"),
                            Sql.instant(row, "ends"),
                            row.getBoolean("under_way")),
                    ticket,
                    technician,
                    from,
                    to);
        }
    }

    private record Accepted(boolean others, List<String> unpin, String who) {}

    /** What the step that was just taken says of others: whether they may be pushed off, and whose pins are given up. */
    private static Accepted accepted(Connection connection, long ticket) throws SQLException {
        return Sql.first(
                        connection,
                        """
                        select coalesce((detail ->> 'accept')::boolean, false) accept, string_to_array(coalesce(detail ->> 'unpin', ''), ',') unpin, who
                        from service.ticket_event where ticket = ? and what = 'dispatched' order by id desc limit 1
                        """,
                        row -> new Accepted(
                                row.getBoolean("accept"),
                                List.of((String[]) row.getArray("unpin").getArray()),
                                row.getString("who")),
                        ticket)
                .orElse(new Accepted(false, List.of(), "service"));
    }
}
