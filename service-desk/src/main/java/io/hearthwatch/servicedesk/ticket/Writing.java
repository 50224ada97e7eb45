package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How every write on a ticket goes, in one transaction: the answer to the same key comes back as it was; the ticket is locked, its pair of
 * appliance and component first, as everybody does; its version is compared; the work is done; the version moves on; the answer is kept.
 */
final class Writing {
    private final Database database;
    private final InstantSource clock;

    Writing(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Whether the version that the writer looked at must be said. */
    enum Version {
        NEEDED,
        IF_SAID
    }

    /** What is done to a locked ticket; what it returns goes into the receipt. */
    @FunctionalInterface
    interface Work {
        Map<String, Object> run(Connection connection, TicketRow ticket, Instant at) throws SQLException;
    }

    /** What opens a ticket or finds the one that is open. */
    @FunctionalInterface
    interface OpenWork {
        Opened run(Connection connection, Instant at) throws SQLException;
    }

    /** The ticket that a request to open one led to. */
    record Opened(long ticket, boolean fresh, Map<String, Object> result) {}

    /** What else reads on the way, such as the register of appliances, does so on the one connection that this has. */
    TicketReceipt open(TicketRequest request, OpenWork work) {
        Instant at = clock.instant();
        return database.asOneTransaction(connection -> {
            Optional<TicketReceipt> before = WriteOnce.before(connection, request);
            if (before.isPresent()) {
                return before.get();
            }
            Opened opened = work.run(connection, at);
            TicketReceipt receipt = receipt(connection, opened.fresh() ? 201 : 200, opened.ticket(), opened.result());
            WriteOnce.store(connection, request, receipt, at);
            return receipt;
        });
    }

    TicketReceipt write(String name, TicketRequest request, Version version, Work work) {
        return write(name, request, version, 200, work);
    }

    /** Adds something: answers 201. */
    TicketReceipt add(String name, TicketRequest request, Work work) {
        return write(name, request, Version.IF_SAID, 201, work);
    }

    private TicketReceipt write(String name, TicketRequest request, Version version, int status, Work work) {
        Instant at = clock.instant();
        return database.inTransaction(connection -> {
            Optional<TicketReceipt> before = WriteOnce.before(connection, request);
            if (before.isPresent()) {
                return before.get();
            }
            TicketRow ticket = lock(connection, TicketRow.id(connection, name));
            check(ticket, request, version);
            Map<String, Object> result = work.run(connection, ticket, at);
            // A step has moved the version on by itself; an ended ticket's row stays as it is.
            Sql.update(
                    connection,
                    "update service.ticket set version = version where id = ? and version = ? and ended_at is null",
                    ticket.id(),
                    ticket.version());
            TicketReceipt receipt = receipt(connection, status, ticket.id(), result);
            WriteOnce.store(connection, request, receipt, at);
            return receipt;
        });
    }

    /**
     * Locks a ticket against everybody else who would change it, and everything else about its appliance's component. Not against rows that
     * only point to it: who plans the centre's day writes those while a step waits for that.
     */
    static TicketRow lock(Connection connection, long id) throws SQLException {
        TicketRow ticket = TicketRow.find(connection, id).orElseThrow();
        if (ticket.applianceNo() != null) {
            lockAppliance(connection, ticket.applianceNo());
            lockPair(connection, ticket.applianceNo(), ticket.component());
        }
        Sql.list(connection, "select 1 from service.ticket where id = ? for no key update", row -> null, id);
        return TicketRow.find(connection, id).orElseThrow();
    }

    /** Taken before any pair's lock by whoever may open a ticket, or give one its component. */
    static void lockAppliance(Connection connection, int applianceNo) throws SQLException {
        Sql.list(connection, "select pg_advisory_xact_lock(?, hashtext('*'))", row -> null, applianceNo);
    }

    static void lockPair(Connection connection, int applianceNo, String component) throws SQLException {
        Sql.list(connection, "select pg_advisory_xact_lock(?, hashtext(?))", row -> null, applianceNo, component);
    }

    private static void check(TicketRow ticket, TicketRequest request, Version version) {
        if (request.version() == null && version == Version.NEEDED) {
            throw new TicketRefusal(
                    TicketRefusal.Kind.VERSION_NEEDED,
                    "the version of " + ticket.number() + " that this is about has to be said",
                    "read the ticket, and send its ETag as If-Match: \"" + ticket.version() + "\"");
        }
        if (request.version() != null && request.version() != ticket.version()) {
            throw new TicketRefusal(
                            TicketRefusal.Kind.STALE,
                            ticket.number() + " is of version " + ticket.version() + " by now, not "
                                    + request.version(),
                            "read the ticket again, see what has changed, and send its new ETag as If-Match")
                    .with("version", ticket.version());
        }
    }

    private static TicketReceipt receipt(Connection connection, int status, long id, Map<String, Object> result)
            throws SQLException {
        TicketRow now = TicketRow.find(connection, id).orElseThrow();
        // Whoever passed a call on has nothing to do with the ticket but that.
        boolean theirs = !result.containsKey(Calls.PASSED_ON);
        return new TicketReceipt(
                status,
                Long.toString(now.id()),
                now.number(),
                now.kind(),
                now.urgency().name().toLowerCase(Locale.ROOT),
                now.state(),
                now.version(),
                now.open() && theirs ? Information.missing(connection, now) : java.util.List.of(),
                theirs ? StepRules.shown(connection, now) : java.util.List.of(),
                result);
    }

    /** Notes something that is not a step, for the history and the outbox. */
    static void note(
            Connection connection, TicketRow ticket, Instant at, String who, String what, Map<String, ?> detail)
            throws SQLException {
        TicketSteps.event(connection, ticket.id(), at, who, what, detail);
        TicketSteps.announce(connection, ticket.id(), at, "ticket." + what);
    }

    /** Refuses what makes no sense after the end. */
    static void requireOpen(TicketRow ticket) {
        if (!ticket.open()) {
            throw TicketRefusal.conflict(
                    ticket.number() + " has ended",
                    ticket.state().equals("closed")
                            ? "reopen it by a step to reopened, or open another ticket"
                            : "open another ticket");
        }
    }
}
