package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static io.hearthwatch.servicedesk.Desk.proposal;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.database.DatabaseException;
import io.hearthwatch.servicedesk.policy.EndReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the database refuses, whoever asks. */
class DatabaseGuardsTest {
    private final Desk it = new Desk();
    private long ticket;

    @BeforeEach
    void openATicket() {
        it.withService();
        int w1 = it.appliances(1).get(0);
        ticket = it.desk.propose(proposal(w1, "pump", .5, START)).ticketId();
    }

    @AfterEach
    void close() {
        it.close();
    }

    private void refuses(String sql, String why) {
        assertThatThrownBy(() -> it.execute(sql))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(why);
    }

    @Test
    void ticketMovesOnlyAlongAllowedTransitions() {
        refuses(
                "update service.ticket set state = 'dreaming' where id = " + ticket,
                "cannot go from opened to dreaming");
        it.desk.cancel(ticket, EndReason.DECLINED, "Li");
        refuses("update service.ticket set state = 'opened', ended_at = null where id = " + ticket, "cannot go from");
        refuses("update service.ticket set hit_at = now() where id = " + ticket, "has ended");
    }

    @Test
    void ticketIsNeitherDeletedNorTurnedIntoAnother() {
        refuses("delete from service.ticket", "never deleted");
        refuses("update service.ticket set component = 'door'", "never changes");
    }

    @Test
    void stockChangesOnlyThroughTheLedger() {
        refuses("update service.stock set on_hand = 100", "only through service.stock_move");
        refuses("delete from service.stock_move", "append-only");
        refuses("update service.stock_move set on_hand_delta = 5", "append-only");
    }

    @Test
    void stockIsNeverOverdrawn() {
        refuses(
                "insert into service.stock_move (at, warehouse, part, kind, on_hand_delta)"
                        + " values (now(), 'WA', 'DP-1', 'adjustment', -2)",
                "stock_is_enough");
        refuses(
                "insert into service.stock_move (at, warehouse, part, kind, quarantined_delta)"
                        + " values (now(), 'WA', 'DP-1', 'adjustment', -1)",
                "stock_quarantined_is_not_negative");
    }

    @Test
    void reservationEndsOnceAndKeepsItsOwner() {
        refuses("update service.reservation set quantity = 2", "keeps its owner");
        it.desk.cancel(ticket, EndReason.DECLINED, "Li");
        refuses("update service.reservation set state = 'held', ended_at = null", "ends once");
    }

    @Test
    void eventsStayAsTheyWere() {
        refuses("update service.ticket_event set who = 'nobody'", "append-only");
    }
}
