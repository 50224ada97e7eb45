package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Centres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Says when somebody can come, before anybody drives. What is there is read in one short transaction; the windows are computed after it, on the
 * caller's thread, for a bounded time.
 */
final class Outlooks {
    /** The most time that is looked for a window; a day that was begun is looked through. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final Database database;
    private final VisitPlaces places;

    Outlooks(Database database, VisitPlaces places) {
        this.database = database;
        this.places = places;
    }

    private record Facts(
            String centre, boolean visit, String state, Instant from, Instant to, Instant due, boolean placed) {
        boolean isAhead() {
            return switch (state) {
                case "opened", "triaged", "information", "reopened", "scheduled", "dispatched", "confirmed" -> visit;
                default -> false;
            };
        }

        boolean hasWindow() {
            return from != null
                    && (state.equals("scheduled") || state.equals("dispatched") || state.equals("confirmed"));
        }
    }

    private record Read(VisitOutlook known, Facts facts, DaysOffered days) {}

    /** Empty where no visit is ahead: it has ended, the technician is there, or the kind has none. */
    Optional<VisitOutlook> of(long ticket, Instant now) {
        Optional<Read> read = database.inTransaction(connection -> read(connection, ticket, now));
        return read.map(each -> each.known() == null ? searched(each) : each.known());
    }

    private Optional<Read> read(Connection connection, long ticket, Instant now) throws SQLException {
        Optional<Facts> found = Sql.first(
                        connection,
                        """
                        select t.centre, t.state, k.visit, t.window_from, t.window_to, h.latitude is not null placed,
                            (select p.due_at from service.clock_promise p
                                where p.ticket = t.id and p.promise = 'visit' and p.ended_at is null) visit_due
                        from service.ticket t join service.ticket_kind k using (kind) left join service.household h on h.id = t.household
                        where t.id = ? and t.ended_at is null
                        """,
                        row -> new Facts(
                                row.getString("centre"),
                                row.getBoolean("visit"),
                                row.getString("state"),
                                Sql.instant(row, "window_from"),
                                Sql.instant(row, "window_to"),
                                Sql.instant(row, "visit_due"),
                                row.getBoolean("placed")),
                        ticket)
                .filter(Facts::isAhead);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Facts facts = found.get();
        if (facts.centre() == null) {
            return Optional.of(new Read(outlook(VisitOutlook.How.NO_CENTRE, facts, null), facts, null));
        }
        if (facts.hasWindow()) {
            VisitOutlook booked = new VisitOutlook(
                    VisitOutlook.How.BOOKED,
                    facts.from(),
                    facts.to(),
                    facts.due(),
                    facts.centre(),
                    Centres.calendar(connection, facts.centre()).zone(),
                    facts.placed());
            return Optional.of(new Read(booked, facts, null));
        }
        return Optional.of(new Read(null, facts, places.ahead(connection, ticket, now)));
    }

    private static VisitOutlook searched(Read read) {
        DaysOffered days = read.days();
        if (!days.hasTechnicians()) {
            return outlook(VisitOutlook.How.NO_TECHNICIAN, read.facts(), days);
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST.toMillis());
        DaysOffered.First first = days.first(() -> System.nanoTime() - end > 0);
        if (first.slot().isEmpty()) {
            return outlook(first.complete() ? VisitOutlook.How.FULL : VisitOutlook.How.TOO_LONG, read.facts(), days);
        }
        return new VisitOutlook(
                VisitOutlook.How.FREE,
                first.slot().get().from(),
                first.slot().get().to(),
                read.facts().due(),
                read.facts().centre(),
                days.zone(),
                read.facts().placed());
    }

    private static VisitOutlook outlook(VisitOutlook.How how, Facts facts, DaysOffered days) {
        return new VisitOutlook(
                how, null, null, facts.due(), facts.centre(), days == null ? null : days.zone(), facts.placed());
    }
}
