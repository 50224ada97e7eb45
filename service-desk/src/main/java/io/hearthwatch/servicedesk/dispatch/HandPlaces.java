package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.customer.Slot;
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

    HandPlaces(Catalog catalog) {
        this.catalog = catalog;
    }

    private record Busy(String number, Instant from, Instant to) {}

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
        Instant begin = firstGap(connection, ticket, technician, window, minutes);
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
        store.touch(firstDay);
    }

    /** When somebody first has that much time in a window, apart from this ticket. */
    static Instant firstGap(Connection connection, long ticket, String technician, Slot window, int minutes)
            throws SQLException {
        Duration length = Duration.ofMinutes(minutes);
        List<Busy> busy = Sql.list(
                connection,
                """
                select t.number, lower(v.during) begins, upper(v.during) ends from service.dispatch_visit v
                join service.ticket t on t.id = v.ticket
                where v.ended_at is null and v.ticket <> ? and lower(v.technician) = lower(?)
                    and v.during && tstzrange(?, ?) order by lower(v.during)
                """,
                row -> new Busy(row.getString("number"), Sql.instant(row, "begins"), Sql.instant(row, "ends")),
                ticket,
                technician,
                window.from(),
                window.to().plus(length));
        Instant begin = window.from();
        for (Busy each : busy) {
            if (!each.from().isBefore(begin.plus(length))) {
                break;
            }
            begin = begin.isAfter(each.to()) ? begin : each.to();
        }
        if (begin.isAfter(window.to())) {
            throw DispatchListener.taken(technician, busy.get(0).number());
        }
        return begin;
    }
}
