package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.customer.Slot;
import io.hearthwatch.servicedesk.customer.VisitSlots;
import io.hearthwatch.servicedesk.dispatch.route.Insertions;
import io.hearthwatch.servicedesk.dispatch.route.Job;
import io.hearthwatch.servicedesk.dispatch.route.RoutePlan;
import io.hearthwatch.servicedesk.dispatch.route.Travel;
import io.hearthwatch.servicedesk.dispatch.route.Visit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Windows that are offered: those in which the visit can be put on somebody's route as it is planned, without breaking a hard rule for it
 * or for another visit. Whoever takes one gets that place, which the database gives to nobody else.
 */
final class VisitPlaces implements VisitSlots {
    private static final String SERVICE = "service";
    /** How far ahead windows are offered. */
    static final int DAYS = 14;

    private static final Duration NOTICE = Duration.ofHours(2);
    private static final Duration HOLD = Duration.ofMinutes(2);

    private final Catalog catalog;
    private final Travel travel;

    VisitPlaces(Catalog catalog, Travel travel) {
        this.catalog = catalog;
        this.travel = travel;
    }

    @Override
    public List<Slot> free(Connection connection, long ticket, Instant now) throws SQLException {
        BoardReads reads = new BoardReads(connection, catalog, centre(connection, ticket), now);
        List<Slot> slots = new ArrayList<>();
        for (DayOffers.Offer offer : offers(connection, reads, ticket, now, reads.day(now), DAYS)) {
            slots.add(offer.slot());
        }
        return slots;
    }

    private static String centre(Connection connection, long ticket) throws SQLException {
        return Sql.first(
                        connection,
                        "select centre from service.ticket where id = ? and centre is not null",
                        row -> row.getString("centre"),
                        ticket)
                .orElseThrow(() ->
                        Refusal.conflict("no service centre has this ticket yet", "wait until one does, or call us"));
    }

    private List<DayOffers.Offer> offers(
            Connection connection, BoardReads reads, long ticket, Instant now, LocalDate first, int days)
            throws SQLException {
        List<DayOffers.Offer> offers = new ArrayList<>();
        DayOffers each = offers(connection, reads, ticket, now);
        for (Board board : reads.besides(first, days, ticket)) {
            offers.addAll(each.of(board));
        }
        return offers;
    }

    private DayOffers offers(Connection connection, BoardReads reads, long ticket, Instant now) throws SQLException {
        return new DayOffers(ticket, pinned(connection, ticket), reads.calendar(), travel, now.plus(NOTICE));
    }

    /** The days ahead as they are at this moment, for looking through without a connection. */
    DaysOffered ahead(Connection connection, long ticket, Instant now) throws SQLException {
        BoardReads reads = new BoardReads(connection, catalog, centre(connection, ticket), now);
        return new DaysOffered(
                reads.besides(reads.day(now), DAYS, ticket),
                offers(connection, reads, ticket, now),
                reads.calendar().zone());
    }

    private static String pinned(Connection connection, long ticket) throws SQLException {
        return Pins.of(connection, ticket).map(Pins.Pin::technician).orElse(null);
    }

    @Override
    public Slot hold(Connection connection, long ticket, Instant from, Instant now) throws SQLException {
        String centre = centre(connection, ticket);
        DispatchStore store = new DispatchStore(connection, centre, now);
        BoardReads reads = new BoardReads(connection, catalog, centre, now);
        LocalDate today = reads.day(now);
        LocalDate day = reads.day(from);
        List<DayOffers.Offer> offers = day.isBefore(today) || !day.isBefore(today.plusDays(DAYS))
                ? List.of()
                : offers(connection, reads, ticket, now, day, 1);
        DayOffers.Offer offer = offers.stream()
                .filter(each -> each.slot().from().equals(from))
                .findFirst()
                .orElseThrow(() -> Refusal.conflict(
                        "the window that begins at " + from + " is not free, or not one that is offered",
                        "read the free ones at …/slots, and take another"));
        Reasons reasons = new Reasons(offer.board(), reads.calendar().zone());
        put(store, reasons, offer, now.plus(HOLD));
        return offer.slot();
    }

    /** The place is stored, and those of visits after it that begin later by it. */
    private static void put(DispatchStore store, Reasons reasons, DayOffers.Offer offer, Instant heldUntil)
            throws SQLException {
        store.moveSeveral();
        Insertions.Place place = offer.places().get(0);
        Insertions.put(offer.visit(), offer.job(), place);
        Board board = offer.board();
        DispatchStore.Why why = new DispatchStore.Why(SERVICE, "the window was booked");
        for (Visit each : place.route().visits()) {
            Job job = each.job();
            boolean wanted = each == offer.visit();
            if (!wanted && job.published() != null && job.published().begin() == each.begin()) {
                continue;
            }
            Slot window = wanted ? offer.slot() : board.windowOf(job);
            store.put(
                    board.day(),
                    window.from(),
                    window.to(),
                    new Placement(
                            job.ticket(),
                            place.route().worker().id(),
                            board.instant(each.begin()),
                            board.instant(each.end()),
                            each.travelHere(),
                            "booking",
                            reasons.why(place.route().worker(), job, each.begin(), each.travelHere())),
                    wanted ? heldUntil : null,
                    why);
        }
        store.settle();
        store.touch(board.day());
    }

    @Override
    public void release(Connection connection, long ticket, Instant now) throws SQLException {
        Sql.update(connection, """
                update service.dispatch_visit set ended_at = ? where ticket = ? and ended_at is null and held_until is not null
                """, now, ticket);
    }

    /**
     * A ticket has a window now: the place that was kept for it is its own; or it gets the best one there is. Without one, the day's plan
     * is marked as one that no longer fits.
     */
    void booked(Connection connection, long ticket, String centre, Slot window, Instant now) throws SQLException {
        DispatchStore store = new DispatchStore(connection, centre, now);
        Pins.freeTime(connection, ticket, SERVICE, now);
        Optional<DispatchStore.Stored> kept = store.held(ticket)
                .filter(place -> place.windowFrom().equals(window.from())
                        && place.windowTo().equals(window.to()));
        if (kept.isPresent()) {
            store.book(kept.get(), ticket);
            return;
        }
        Optional<DispatchStore.Stored> before = store.of(ticket);
        if (before.isPresent()) {
            store.drop(ticket, new DispatchStore.Why(SERVICE, "the customer's window changed"));
            store.touch(before.get().day());
        }
        BoardReads reads = new BoardReads(connection, catalog, centre, now);
        LocalDate day = reads.day(window.from());
        Board board = reads.boards(day, 1, ticket).get(0);
        if (board.workers().isEmpty()) {
            return;
        }
        RoutePlan plan = board.plan(travel);
        Visit visit = plan.visits().stream()
                .filter(each -> each.job().ticket() == ticket)
                .findFirst()
                .orElseThrow();
        Job job = visit.job()
                .with(new Job.Wish(
                        pinned(connection, ticket), visit.job().wish().engineer()));
        List<Insertions.Place> found = DayOffers.places(plan, visit, job, DayOffers.placeOthers(plan, visit));
        if (found.isEmpty()) {
            store.stale(day, "a visit was booked that has no place yet");
        } else {
            put(
                    store,
                    new Reasons(board, reads.calendar().zone()),
                    new DayOffers.Offer(board, job, window, visit, found),
                    null);
        }
    }
}
