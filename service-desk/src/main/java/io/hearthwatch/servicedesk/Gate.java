package io.hearthwatch.servicedesk;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether decisions of a type may open tickets. Asked within the transaction that opens one, under a lock that whoever turns the switch
 * takes alone: once that has returned, no process opens a ticket any more. The lock is taken after that of the pair and before those of
 * centre, stock and outbox.
 */
final class Gate {
    /** In place of a type: all of them. */
    static final String ALL = "*";

    private static final String LOCK = "hashtext('service.policy')::bigint";

    private final NewTypes newTypes;

    Gate(NewTypes newTypes) {
        this.newTypes = newTypes;
    }

    /** Lets nobody open a ticket until the transaction ends; waits for those who are about to. */
    static void lockForChange(Connection connection) throws SQLException {
        Sql.list(connection, "select pg_advisory_xact_lock(" + LOCK + ")", row -> null);
    }

    /**
     * Why a decision opens nothing; empty if it may. Holds the answer true until the transaction ends.
     *
     * @param asOf the decision's instant: what was decided while the switch was on stays closed after it
     */
    Optional<ShadowReason> closed(Connection connection, String type, Instant asOf) throws SQLException {
        Sql.list(connection, "select pg_advisory_xact_lock_shared(" + LOCK + ")", row -> null);
        return Sql.first(
                        connection,
                        """
                        select exists (select from service.ticket_stop where type in (?, '*'))
                                or exists (select from service.ticket_resumed where type = ? and through >= ?) stopped,
                            (select enabled from service.ticketing where type = ?) enabled
                        """,
                        row -> row.getBoolean("stopped")
                                ? Optional.of(ShadowReason.STOPPED)
                                : Boolean.TRUE.equals(row.getObject("enabled", Boolean.class))
                                                || (row.getObject("enabled") == null && newTypes == NewTypes.OPEN)
                                        ? Optional.<ShadowReason>empty()
                                        : Optional.of(ShadowReason.NOT_ENABLED),
                        type,
                        type,
                        asOf,
                        type)
                .orElseThrow();
    }
}
