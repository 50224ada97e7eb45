package io.hearthwatch.servicedesk;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.parts.TicketStock;
import io.hearthwatch.servicedesk.policy.EndReason;
import io.hearthwatch.servicedesk.policy.TicketRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happens to a ticket after it is open: expiry, failure, repair, and what people do with it. Each call is one transaction that
 * first locks the pair of appliance and component, so that everything about a pair happens one after the other.
 */
final class TicketLife {
    /** Who it was, where no person did it. */
    static final String SERVICE = "hearthwatch";

    private static final int EXPIRIES_AT_ONCE = 500;

    private final Database database;
    private final TicketSteps steps;

    TicketLife(Database database, TicketSteps steps) {
        this.database = database;
        this.steps = steps;
    }

    /**
     * An open ticket with its row's id.
     *
     * @param taken whether people have taken it up, who then bring it to its end
     */
    record OpenTicket(long id, TicketRules.Open rules, boolean taken) {}

    private record Pair(int applianceNo, String component) {}

    static void lockPair(Connection connection, int applianceNo, String component) throws SQLException {
        Sql.list(connection, "select pg_advisory_xact_lock(?, hashtext(?))", row -> null, applianceNo, component);
    }

    static Optional<OpenTicket> openTicket(Connection connection, int applianceNo, String component)
            throws SQLException {
        return Sql.first(
                connection,
                """
                select id, opened_at, expires_at, hit_at,
                    state <> 'opened' or joined_at is not null or source not in ('prediction', 'fault_code') taken
                from service.ticket
                where appliance_no = ? and component = ? and ended_at is null and kind in ('repair', 'part_replacement')
                """,
                row -> new OpenTicket(
                        row.getLong("id"),
                        new TicketRules.Open(
                                Sql.instant(row, "opened_at"),
                                Sql.instant(row, "expires_at"),
                                Sql.instant(row, "hit_at")),
                        row.getBoolean("taken")),
                applianceNo,
                component);
    }

    /** The pair's open ticket as an event finds it; ends it if it had expired by then. */
    private Optional<OpenTicket> openForEvent(Connection connection, int applianceNo, String component, Instant at)
            throws SQLException {
        Optional<OpenTicket> open = openTicket(connection, applianceNo, component);
        return open.isPresent() && TicketRules.expiredForEvent(open.get().rules(), at)
                ? expire(connection, open.get())
                : open;
    }

    private Optional<OpenTicket> expire(Connection connection, OpenTicket ticket) throws SQLException {
        end(connection, ticket.id(), EndReason.EXPIRED, null, ticket.rules().expiresAt(), SERVICE, false);
        return Optional.empty();
    }

    int expire(Instant upTo) {
        database.inTransaction(connection -> {
            ShadowTickets.expire(connection, upTo);
            return null;
        });
        int expired = 0;
        while (true) {
            List<Pair> due = database.withConnection(connection -> Sql.list(
                    connection,
                    """
                    select appliance_no, component from service.ticket
                    where ended_at is null and hit_at is null and expires_at <= ? order by expires_at, id limit ?
                    """,
                    row -> new Pair(row.getInt("appliance_no"), row.getString("component")),
                    upTo,
                    EXPIRIES_AT_ONCE));
            if (due.isEmpty()) {
                return expired;
            }
            for (Pair pair : due) {
                expired += expireIfDue(pair.applianceNo(), pair.component(), upTo) ? 1 : 0;
            }
        }
    }

    /** Ends the pair's open ticket if it has expired when work due at the instant runs. */
    boolean expireIfDue(int applianceNo, String component, Instant at) {
        return database.inTransaction(connection -> {
            lockPair(connection, applianceNo, component);
            Optional<OpenTicket> open = openTicket(connection, applianceNo, component);
            boolean due =
                    open.isPresent() && TicketRules.expiredForWork(open.get().rules(), at);
            if (due) {
                expire(connection, open.get());
            }
            return due;
        });
    }

    Optional<Instant> nextExpiry() {
        return database.withConnection(connection -> Sql.first(
                        connection, """
                        select least(
                            (select min(expires_at) from service.ticket where ended_at is null and hit_at is null),
                            (select min(expires_at) from service.shadow_ticket where ended_at is null and hit_at is null)) next
                        """, row -> Optional.ofNullable(Sql.instant(row, "next")))
                .flatMap(next -> next));
    }

    void failed(int applianceNo, String component, Instant at) {
        database.inTransaction(connection -> {
            lockPair(connection, applianceNo, component);
            Optional<OpenTicket> open = openForEvent(connection, applianceNo, component, at);
            ShadowTickets.failed(connection, applianceNo, component, at);
            if (open.isPresent() && TicketRules.isHitBy(open.get().rules(), at)) {
                hit(connection, open.get().id(), at);
            }
            return null;
        });
    }

    static void hit(Connection connection, long ticket, Instant at) throws SQLException {
        Sql.update(connection, "update service.ticket set hit_at = ? where id = ?", at, ticket);
        TicketSteps.event(connection, ticket, at, SERVICE, "hit", Map.of());
        TicketSteps.announce(connection, ticket, at, "ticket.hit");
    }

    void repaired(int applianceNo, String component, Instant at) {
        database.inTransaction(connection -> {
            lockPair(connection, applianceNo, component);
            Optional<OpenTicket> open = openForEvent(connection, applianceNo, component, at);
            ShadowTickets.repaired(connection, applianceNo, component, at);
            if (open.isPresent() && open.get().taken()) {
                TicketSteps.event(connection, open.get().id(), at, SERVICE, "repair_recorded", Map.of());
                TicketSteps.announce(connection, open.get().id(), at, "ticket.repair_recorded");
            } else if (open.isPresent() && TicketRules.isClosedBy(open.get().rules(), at)) {
                boolean hit = open.get().rules().hitAt() != null;
                String finding = hit ? "failure" : "no_failure";
                end(connection, open.get().id(), EndReason.REPAIRED, finding, at, SERVICE, hit);
            }
            return null;
        });
    }

    /** Ends an open ticket because a person says so. */
    void endByHand(long ticket, EndReason reason, String finding, Instant at, String who, boolean partsUsed) {
        database.inTransaction(connection -> {
            Pair pair = Sql.first(
                            connection,
                            "select appliance_no, component from service.ticket where id = ?",
                            row -> new Pair(row.getInt("appliance_no"), row.getString("component")),
                            ticket)
                    .orElseThrow(() -> new NoSuchTicketException(ticket));
            lockPair(connection, pair.applianceNo(), pair.component());
            Optional<OpenTicket> open = openTicket(connection, pair.applianceNo(), pair.component());
            if (open.isEmpty() || open.get().id() != ticket) {
                throw new IllegalTransitionException("ticket " + ticket + " has ended already");
            }
            // A clock that is set by hand may read less than the ticket's own instant.
            Instant opened = open.get().rules().openedAt();
            end(connection, ticket, reason, finding, at.isBefore(opened) ? opened : at, who, partsUsed);
            return null;
        });
    }

    private void end(
            Connection connection,
            long ticket,
            EndReason reason,
            String finding,
            Instant at,
            String who,
            boolean partsUsed)
            throws SQLException {
        // Stock first: the step writes to the outbox, whose lock is the last of all.
        release(connection, ticket, partsUsed, at);
        steps.end(connection, ticket, TicketSteps.Ending.of(reason, finding), who, Map.of(), at);
    }

    /** Ends what is held for a ticket, or is to be bought for it. */
    private static void release(Connection connection, long ticket, boolean partsUsed, Instant at) throws SQLException {
        Stock.end(connection, ticket, partsUsed, at);
        TicketStock.withdrawPurchases(connection, ticket, at);
    }
}
