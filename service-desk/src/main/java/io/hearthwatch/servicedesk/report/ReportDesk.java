package io.hearthwatch.servicedesk.report;

import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.customer.Customers;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.ticket.TicketDesk;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRefusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What customers report by themselves. A report is kept and answered at once, whoever sent it and whatever is known of them; a moment later
 * it becomes a ticket if it is surely theirs, else a ticket by which an agent asks what is missing. Several processes do the work of one.
 * Thread-safe; every call blocks on the database.
 */
public final class ReportDesk {
    private static final Logger log = LoggerFactory.getLogger(ReportDesk.class);
    private static final int MOST_AT_ONCE = 200;
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final int LONGEST_PAUSE_POWER = 8;

    private final Database database;
    private final InstantSource clock;
    private final Customers customers;
    private final TicketDesk desk;
    private final Matching matching;
    private final Reporting reporting;

    public ReportDesk(Database database, Fleet fleet, InstantSource clock, TicketDesk desk, Customers customers) {
        this.database = database;
        this.clock = clock;
        this.customers = customers;
        this.desk = desk;
        this.matching = new Matching(fleet);
        this.reporting = new Reporting(desk);
    }

    /** What a customer is told: the reference by which they may ask, and when it was received. */
    public record Receipt(String reference, Instant at) {}

    /** Keeps a report. The same within a day is the same report. */
    public Receipt submit(Report report) {
        return database.inTransaction(connection -> ReportStore.keep(connection, report, clock.instant()));
    }

    /** A reference like all others, of nothing that is kept: for who is to believe that something was. */
    public static String emptyReference() {
        return ReportStore.reference();
    }

    /** When the next report is to be made a ticket. */
    public Optional<Instant> nextDue() {
        return database.withConnection(ReportStore::nextDue);
    }

    /**
     * Makes tickets of the reports that are due, each in its own transaction; one that fails is tried again later and holds up no other.
     *
     * @return how many
     */
    public int runDue(Instant at) {
        int done = 0;
        while (done < MOST_AT_ONCE && database.asOneTransaction(connection -> next(connection, at))) {
            done++;
        }
        return done;
    }

    private boolean next(Connection connection, Instant at) throws SQLException {
        Optional<ReportStore.Kept> claimed = ReportStore.claim(connection, at);
        if (claimed.isEmpty()) {
            return false;
        }
        ReportStore.Kept kept = claimed.get();
        try {
            if (!database.inTransaction(part -> asTheirs(part, kept))) {
                database.inTransaction(part -> asAnybodys(part, kept));
            }
        } catch (RuntimeException e) {
            // Nothing of the customer's is in the log; the report stays, and the ticket's own rules said why.
            log.warn(
                    "report {} does not become a ticket yet, tried {} times: {}",
                    kept.reference(),
                    kept.attempts() + 1,
                    e.toString());
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(kept.attempts(), LONGEST_PAUSE_POWER));
            ReportStore.later(connection, kept, at.plus(pause));
        }
        return true;
    }

    /** Whether it surely is somebody's, and became a ticket of theirs. */
    private boolean asTheirs(Connection connection, ReportStore.Kept kept) throws SQLException {
        Optional<Matching.Match> match = matching.find(connection, kept.report());
        if (match.isEmpty()) {
            return false;
        }
        TicketReceipt opened;
        try {
            opened = reporting.matched(kept, match.get());
        } catch (TicketRefusal e) {
            log.info("report {} waits for an agent: {}", kept.reference(), e.getMessage());
            return false;
        }
        opened(connection, kept, opened);
        return true;
    }

    private void opened(Connection connection, ReportStore.Kept kept, TicketReceipt opened) throws SQLException {
        long ticket = Long.parseLong(opened.id());
        ReportStore.done(connection, kept, "opened", ticket, null, Customers.who(), clock.instant());
        customers.received(ticket);
    }

    private Void asAnybodys(Connection connection, ReportStore.Kept kept) throws SQLException {
        String centre = Matching.centre(connection, kept.report()).orElse(null);
        long ticket = Long.parseLong(reporting.unmatched(kept, centre).id());
        boolean whole = !Reporting.needsAppliance(kept.report());
        ReportStore.done(
                connection,
                kept,
                whole ? "opened" : "intake",
                whole ? ticket : null,
                whole ? null : ticket,
                Customers.who(),
                clock.instant());
        return null;
    }

    /** Reports inside a scope, the newest first; null for any state. */
    public List<ReportView> reports(Scope scope, String state, int limit) {
        return database.withConnection(connection -> ReportStore.list(connection, scope, null, state, limit));
    }

    /** One report, if it is inside the scope. */
    public Optional<ReportView> report(Scope scope, String reference) {
        return database.withConnection(connection -> ReportStore.list(connection, scope, reference, null, 1)).stream()
                .findFirst();
    }

    /**
     * Completes a report that waits: opens the ticket that it asks for, or joins the one that is open about the same; and ends the ticket by
     * which it waited.
     *
     * @param said appliance, and what else was found out: household, kind, component, fault_codes, urgency, centre
     * @throws Refusal if there is no such report, or it does not wait
     */
    public TicketReceipt complete(String reference, Map<String, Object> said, String who, Scope scope) {
        return database.asOneTransaction(connection -> {
            ReportStore.Kept kept = report(scope, reference).isEmpty()
                    ? null
                    : ReportStore.lock(connection, reference).orElse(null);
            if (kept == null) {
                throw Refusal.notFound("report", reference, "look at /api/v1/reports");
            }
            if (!kept.state().equals("intake")) {
                throw Refusal.conflict(
                        "report " + reference + " does not wait to be completed: it is " + kept.state(),
                        "look at its ticket");
            }
            TicketReceipt opened = reporting.completed(kept, said, who, scope);
            long ticket = Long.parseLong(opened.id());
            desk.continuedBy(Long.toString(kept.intake()), opened.number(), who);
            ReportStore.done(connection, kept, "completed", ticket, null, who, clock.instant());
            customers.received(ticket);
            return opened;
        });
    }
}
