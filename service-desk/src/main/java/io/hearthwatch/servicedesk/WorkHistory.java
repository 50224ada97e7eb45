package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.TicketWork;
import io.hearthwatch.fleet.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes what a ticket found and repaired ({@link TicketWorkReads}) part of its appliance's recorded history, which models, kits and
 * forecasts learn from: in the transaction of the step that ends the work, and again when the finding is corrected. What it writes follows
 * from the ticket's rows alone, so that telling it twice changes nothing.
 */
public final class WorkHistory implements TicketClocks {
    private static final Set<String> ENDS_WORK = Set.of("repaired", "accepted", "closed", "cancelled");
    private static final int AT_ONCE = 200;

    private final TicketWorkReads reads;

    /** Follows tickets about appliances of a catalog. */
    public WorkHistory(Catalog catalog) {
        this.reads = new TicketWorkReads(catalog);
    }

    @Override
    public void opened(Connection connection, long ticket, Instant at) {
        // Nothing was done yet.
    }

    @Override
    public void stepped(Connection connection, long ticket, String from, String to, Instant at) throws SQLException {
        if (ENDS_WORK.contains(to)) {
            tell(connection, ticket, at);
        }
    }

    /**
     * Writes what a ticket found and repaired by now; before its work is done that is nothing. The caller has locked the ticket.
     *
     * @param at when it became known; null where that was when the work was done
     */
    public void tell(Connection connection, long id, Instant at) throws SQLException {
        Optional<TicketWork> found = reads.of(connection, id);
        if (found.isEmpty()) {
            return;
        }
        TicketWork work = found.get();
        Instant known = at != null ? at : lastOf(work).orElse(Instant.EPOCH);
        TicketWork fresh = Fleet.tell(connection, work, known);
        if (fresh.failure() != null) {
            ShadowTickets.failed(
                    connection,
                    work.applianceNo(),
                    fresh.failure().component(),
                    fresh.failure().time());
        }
        for (TicketWork.Repair repair : fresh.repairs()) {
            if (repair.why() == Work.Why.WORN) {
                ShadowTickets.failed(connection, work.applianceNo(), repair.component(), repair.time());
            }
            ShadowTickets.repaired(connection, work.applianceNo(), repair.component(), repair.time());
            if (at != null) {
                noteForOther(connection, id, work, repair, at);
            }
        }
    }

    private static Optional<Instant> lastOf(TicketWork work) {
        return work.repairs().stream().map(TicketWork.Repair::time).max(Instant::compareTo);
    }

    /** Whoever goes there for the component next has to know. */
    private static void noteForOther(
            Connection connection, long ticket, TicketWork work, TicketWork.Repair repair, Instant at)
            throws SQLException {
        Optional<Long> other =
                Sql.first(connection, """
                select id from service.ticket
                where appliance_no = ? and component = ? and ended_at is null and kind in ('repair', 'part_replacement') and id <> ?
                """, row -> row.getLong("id"), work.applianceNo(), repair.component(), ticket);
        if (other.isPresent()) {
            // What was open only to come before a failure is not needed any more; the ticket ends in a transaction of
            // its own, which locks
            // it before anything else.
            Sql.update(connection, """
                    insert into service.superseded (ticket, by_ticket, at)
                    select id, ?, ? from service.ticket where id = ? and source = 'prediction'
                    on conflict (ticket) do update set by_ticket = excluded.by_ticket, at = excluded.at, outcome = null, done_at = null
                    """, ticket, at, other.get());
            TicketSteps.event(
                    connection,
                    other.get(),
                    at,
                    TicketLife.SERVICE,
                    "repair_recorded",
                    Map.of("ticket", work.ticket()));
        }
    }

    /**
     * Writes the history of tickets that were worked on before there was any, in portions, each its own transaction.
     *
     * @return how many tickets
     */
    public int catchUp(Database database) {
        int all = 0;
        int some;
        do {
            some = database.inTransaction(connection -> {
                List<Long> due = Sql.list(connection, """
                        select t.id from service.history_due d join service.ticket t on t.id = d.ticket
                        order by t.id limit ? for no key update of t skip locked
                        """, row -> row.getLong("id"), AT_ONCE);
                for (long ticket : due) {
                    tell(connection, ticket, null);
                    Sql.update(connection, "delete from service.history_due where ticket = ?", ticket);
                }
                return due.size();
            });
            all += some;
        } while (some == AT_ONCE);
        return all;
    }
}
