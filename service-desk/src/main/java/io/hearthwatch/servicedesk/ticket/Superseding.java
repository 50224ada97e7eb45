package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import io.hearthwatch.servicedesk.policy.EndReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Ends proactive tickets about a part that another ticket's visit has replaced: nobody has to go there for it any more. What was held for it is
 * free again, its window too, and a customer who was told of it is told that it is not needed. A ticket whose visit is under way, about
 * which a customer has called, or that is about safety stays with the people who work on it, and says in its history what was replaced. Thread-safe; several processes do
 * the work of one.
 */
public final class Superseding {
    private static final String WHO = "hearthwatch";
    private static final int AT_ONCE = 200;
    /** Nobody is at the customer's, and no appliance is away from there. */
    private static final Set<String> BEFORE_THE_VISIT =
            Set.of("opened", "triaged", "information", "scheduled", "dispatched", "confirmed");

    private final Database database;
    private final InstantSource clock;
    private final TicketSteps steps;
    private final PartHolding parts;

    Superseding(Database database, InstantSource clock, TicketSteps steps, PartHolding parts) {
        this.database = database;
        this.clock = clock;
        this.steps = steps;
        this.parts = parts;
    }

    private record Due(long ticket, long by) {}

    /** When there is something to end. */
    public Optional<Instant> nextDue() {
        return database.withConnection(connection -> Sql.first(
                        connection,
                        "select min(at) at from service.superseded where done_at is null",
                        row -> Optional.ofNullable(Sql.instant(row, "at")))
                .flatMap(at -> at));
    }

    /**
     * Ends what there is to end, each ticket in its own transaction.
     *
     * @return how many tickets ended
     */
    public int runDue() {
        List<Due> due = database.withConnection(connection -> Sql.list(
                connection,
                "select ticket, by_ticket from service.superseded where done_at is null order by at, ticket limit ?",
                row -> new Due(row.getLong("ticket"), row.getLong("by_ticket")),
                AT_ONCE));
        int ended = 0;
        for (Due each : due) {
            ended += database.inTransaction(connection -> end(connection, each)) ? 1 : 0;
        }
        return ended;
    }

    private static boolean isAboutSafety(Connection connection, long ticket) throws SQLException {
        return Sql.first(connection, "select 1 from service.safety_fault where ticket = ?", row -> true, ticket)
                .isPresent();
    }

    private boolean end(Connection connection, Due due) throws SQLException {
        TicketRow ticket = Writing.lock(connection, due.ticket());
        Instant at = clock.instant();
        boolean needless = ticket.open()
                && BEFORE_THE_VISIT.contains(ticket.state())
                && ticket.calledAt() == null
                && !isAboutSafety(connection, ticket.id());
        int claimed = Sql.update(
                connection,
                "update service.superseded set outcome = ?, done_at = ? where ticket = ? and done_at is null",
                needless ? "ended" : "left",
                at,
                due.ticket());
        if (claimed == 0 || !needless) {
            return false;
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put(
                "superseded_by",
                TicketRow.find(connection, due.by()).orElseThrow().number());
        detail.put("component", ticket.component());
        Payers.release(connection, ticket.id());
        parts.end(connection, ticket.id(), Map.of(), at);
        steps.end(connection, ticket.id(), TicketSteps.Ending.of(EndReason.SUPERSEDED, null), WHO, detail, at);
        return true;
    }
}
