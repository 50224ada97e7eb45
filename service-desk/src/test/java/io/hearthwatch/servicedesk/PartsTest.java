package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static io.hearthwatch.servicedesk.Desk.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.hearthwatch.database.DatabaseException;
import io.hearthwatch.servicedesk.parts.Answer;
import io.hearthwatch.servicedesk.parts.Client;
import io.hearthwatch.servicedesk.parts.Parts;
import io.hearthwatch.servicedesk.parts.PartsReads;
import io.hearthwatch.servicedesk.parts.PartsRefusedException;
import io.hearthwatch.servicedesk.parts.StockAudit;
import io.hearthwatch.servicedesk.policy.EndReason;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations on stock, one after the other. DP-1 is at WA (2), REGION (1) and MAIN (3), SE-1 at MAIN (1). */
class PartsTest {
    private final Desk it = new Desk();
    private final Parts parts = it.desk.spareParts();
    private int keys;

    @BeforeEach
    void open() {
        it.withService();
    }

    @AfterEach
    void audit() {
        try {
            assertThat(parts.violations()).isEmpty();
        } finally {
            it.close();
        }
    }

    private Client client() {
        return new Client("key " + keys++, "Li");
    }

    private static void refuses(PartsRefusedException.Kind kind, ThrowingCallable what, String why) {
        assertThatThrownBy(what)
                .asInstanceOf(type(PartsRefusedException.class))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind))
                .satisfies(e -> assertThat(e).hasMessageContaining(why));
    }

    @Test
    void repeatedRequestDoesNothingTwiceAndGetsTheSameAnswer() {
        Client client = client();
        Answer first = parts.receive(client, "WA", "DP-1", 4, false, "delivery 7");
        Answer again = parts.receive(client, "WA", "DP-1", 4, false, "delivery 7");
        assertThat(again.repeated()).isTrue();
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(it.shelf("WA", "DP-1")).containsExactly(6, 0);
        refuses(
                PartsRefusedException.Kind.KEY_REUSED,
                () -> parts.receive(client, "WA", "DP-1", 5, false, "delivery 7"),
                "another request");
    }

    @Test
    void refusedRequestLeavesNothingSoItsKeyCanBeUsedAgain() {
        Client client = client();
        refuses(
                PartsRefusedException.Kind.OVERDRAWN,
                () -> parts.sell(client, "WA", "DP-1", 3, null),
                "2 available there");
        parts.receive(client(), "WA", "DP-1", 1, false, null);
        assertThat(parts.sell(client, "WA", "DP-1", 3, null).repeated()).isFalse();
    }

    @Test
    void overdrawSaysWhatIsAvailableWhere() {
        assertThatThrownBy(() -> parts.reserve(client(), null, "Li", "WA", "DP-1", 4, true, null))
                .asInstanceOf(type(PartsRefusedException.class))
                .satisfies(e -> assertThat(e.available())
                        .containsExactly(
                                new PartsRefusedException.Available("MAIN", "DP-1", 3),
                                new PartsRefusedException.Available("REGION", "DP-1", 1),
                                new PartsRefusedException.Available("WA", "DP-1", 2)));
    }

    @Test
    void reservationIsFilledFromTheNearestWarehouseThatHasEnoughAndBroughtFromThere() {
        it.execute("update service.warehouse set lead_hours = 6 where id = 'WA'");
        Answer answer = parts.reserve(client(), null, "Li", "WA", "DP-1", 3, true, null);
        assertThat(answer.body()).containsEntry("warehouse", "MAIN");
        // From MAIN to REGION a day, as nobody said otherwise, and on to WA six hours.
        assertThat(answer.body())
                .containsEntry("expected_at", START.plus(Duration.ofHours(30)).toString());
        parts.ship(client(), answer.number("transfer"));
        assertThat(it.shelf("MAIN", "DP-1")).containsExactly(0, 0);
        assertThat(parts.violations()).isEmpty();
        parts.arrive(client(), answer.number("transfer"), null);
        assertThat(it.shelf("WA", "DP-1")).containsExactly(5, 3);
        assertThat(parts.reads()
                        .reservation(answer.number("reservation"))
                        .orElseThrow()
                        .warehouse())
                .isEqualTo("WA");
    }

    @Test
    void goodsReleasedOnTheWayArriveFree() {
        Answer answer = parts.reserve(client(), null, "Li", "WB", "DP-1", 1, true, null);
        parts.ship(client(), answer.number("transfer"));
        parts.release(client(), answer.number("reservation"));
        parts.arrive(client(), answer.number("transfer"), null);
        assertThat(it.shelf("WB", "DP-1")).containsExactly(1, 0);
    }

    @Test
    void unitsMissingOnArrivalAreWrittenOffAndTheirReservationEnds() {
        Answer answer = parts.reserve(client(), null, "Li", "WB", "DP-1", 3, true, null);
        parts.ship(client(), answer.number("transfer"));
        parts.arrive(client(), answer.number("transfer"), 2);
        assertThat(it.shelf("WB", "DP-1")).containsExactly(2, 0);
        assertThat(parts.reads()
                        .reservation(answer.number("reservation"))
                        .orElseThrow()
                        .state())
                .isEqualTo("released");
        refuses(
                PartsRefusedException.Kind.STATE,
                () -> parts.arrive(client(), answer.number("transfer"), null),
                "is received");
    }

    @Test
    void transferIsRefusedWhereTheGoodsHaveGoneMeanwhile() {
        long transfer = parts.orderTransfer(client(), "WA", "WB", "DP-1", 2).number("transfer");
        parts.sell(client(), "WA", "DP-1", 1, null);
        refuses(PartsRefusedException.Kind.OVERDRAWN, () -> parts.ship(client(), transfer), "1 available there");
        parts.cancelTransfer(client(), transfer, "not wanted");
        refuses(PartsRefusedException.Kind.STATE, () -> parts.ship(client(), transfer), "is cancelled");
    }

    @Test
    void whatWasPickedIsUsedUpOrComesBackToBeInspected() {
        long used = parts.reserve(client(), null, "Li", "WA", "DP-1", 1, false, null)
                .number("reservation");
        long back = parts.reserve(client(), null, "Li", "WA", "DP-1", 1, false, null)
                .number("reservation");
        parts.pick(client(), used);
        parts.pick(client(), back);
        refuses(PartsRefusedException.Kind.STATE, () -> parts.release(client(), used), "is picked");
        parts.consume(client(), used);
        Answer answer = parts.bringBack(client(), back, true, "box was open");
        assertThat(answer.body().get("stock"))
                .isEqualTo(
                        java.util.Map.of("on_hand", 1, "reserved", 0, "quarantined", 1, "picked", 0, "available", 0));
        refuses(
                PartsRefusedException.Kind.STATE,
                () -> parts.writeOff(client(), "WA", "DP-1", 2, "scrap"),
                "1 are quarantined");
        parts.clear(client(), "WA", "DP-1", 1, "looks fine");
    }

    @Test
    void stocktakeMovesTheLedgerOnlyWhenSomebodyElseApproves() {
        long count = parts.count(client(), "WA", "DP-1", 1, "yearly").number("stocktake");
        // Taken after the count: the difference stays one missing.
        parts.receive(client(), "WA", "DP-1", 5, false, null);
        refuses(PartsRefusedException.Kind.NOT_ALLOWED, () -> parts.approveCount(client(), count), "who counted");
        parts.approveCount(new Client("other", "Wang"), count);
        assertThat(it.shelf("WA", "DP-1")).containsExactly(6, 0);
        refuses(
                PartsRefusedException.Kind.STATE,
                () -> parts.approveCount(new Client("more", "Wang"), count),
                "approved already");
    }

    @Test
    void stocktakeCannotTakeWhatIsPromised() {
        parts.reserve(client(), null, "Li", "WA", "DP-1", 2, false, null);
        long count = parts.count(client(), "WA", "DP-1", 1, "yearly").number("stocktake");
        refuses(
                PartsRefusedException.Kind.OVERDRAWN,
                () -> parts.approveCount(new Client("other", "Wang"), count),
                "0 available there");
        refuses(
                PartsRefusedException.Kind.INVALID,
                () -> parts.rejectCount(new Client("no", "Wang"), count, null),
                "reason");
        parts.rejectCount(new Client("no", "Wang"), count, "counted the wrong shelf");
        assertThat(parts.reads().stocktakes(new PartsReads.Filter("WA", "DP-1", "rejected", null, null, 10)))
                .singleElement()
                .satisfies(each -> assertThat(each).containsEntry("refusal", "counted the wrong shelf"));
    }

    @Test
    void reservationThatNobodyPicksExpires() {
        parts.reserve(client(), null, "Li", "WA", "DP-1", 2, false, START.plusSeconds(60));
        assertThat(it.desk.nextDue()).contains(START.plusSeconds(60));
        it.desk.expire(START.plusSeconds(59));
        assertThat(it.shelf("WA", "DP-1")).containsExactly(2, 2);
        it.desk.expire(START.plusSeconds(60));
        assertThat(it.shelf("WA", "DP-1")).containsExactly(2, 0);
        assertThat(it.desk.nextDue()).isEmpty();
    }

    @Test
    void ticketHasWhatIsAboveItsCentreBroughtAndGivesItBackWhenItEnds() {
        int w2 = it.appliances(2).get(1);
        Outcome outcome = it.desk.propose(proposal(w2, "pump", .5, START));
        var transfers = parts.reads().transfers(new PartsReads.Filter("WB", null, "ordered", null, null, 10));
        assertThat(transfers).hasSize(1);
        assertThat(transfers.get(0)).containsEntry("source", "REGION");
        refuses(
                PartsRefusedException.Kind.STATE,
                () -> parts.reserve(client(), outcome.ticketId(), null, "WA", "DP-1", 1, true, null),
                "holds DP-1 already");
        parts.ship(client(), ((Number) transfers.get(0).get("id")).longValue());
        it.desk.cancel(outcome.ticketId(), EndReason.DECLINED, "Li");
        parts.arrive(client(), ((Number) transfers.get(0).get("id")).longValue(), null);
        assertThat(it.shelf("WB", "DP-1")).containsExactly(1, 0);
        refuses(
                PartsRefusedException.Kind.STATE,
                () -> parts.reserve(client(), outcome.ticketId(), null, "WA", "DP-1", 1, true, null),
                "has ended");
    }

    @Test
    void olderRevisionIsUsedUpFirstWhereItMayBeFitted() {
        it.execute("insert into service.supersession values ('DP-1', 'DP-2', 'BOTH'), ('DP-2', 'DP-3', 'STOP')");
        it.execute("insert into service.part (part) values ('DP-2'), ('DP-3')");
        parts.receive(client(), "WA", "DP-3", 1, false, null);
        Answer answer = parts.reserve(client(), null, "Li", "WA", "DP-2", 1, true, null);
        assertThat(answer.body()).containsEntry("part", "DP-1");
        parts.reserve(client(), null, "Li", "WA", "DP-2", 1, true, null);
        assertThat(parts.reserve(client(), null, "Li", "WA", "DP-2", 1, true, null)
                        .body())
                .containsEntry("part", "DP-3");
        assertThat(parts.reads()
                        .reservation(answer.number("reservation"))
                        .orElseThrow()
                        .asked())
                .isEqualTo("DP-2");
    }

    @Test
    void nonsenseIsRefusedWithWhatToDo() {
        refuses(
                PartsRefusedException.Kind.UNKNOWN,
                () -> parts.receive(client(), "WX", "DP-1", 1, false, null),
                "no warehouse 'WX'");
        refuses(
                PartsRefusedException.Kind.UNKNOWN,
                () -> parts.receive(client(), "WA", "DP-9", 1, false, null),
                "no part 'DP-9'");
        refuses(
                PartsRefusedException.Kind.INVALID,
                () -> parts.receive(client(), "WA", "DP-1", 0, false, null),
                "a quantity of 0");
        refuses(
                PartsRefusedException.Kind.INVALID,
                () -> parts.reserve(client(), null, null, "WA", "DP-1", 1, false, null),
                "one owner");
        refuses(PartsRefusedException.Kind.UNKNOWN, () -> parts.pick(client(), 99), "no reservation 99");
        refuses(PartsRefusedException.Kind.UNKNOWN, () -> parts.ship(client(), 99), "no transfer 99");
        refuses(PartsRefusedException.Kind.INVALID, () -> new Client("", "Li"), "key");
    }

    @Test
    void databaseItselfRefusesWhatWouldLoseOrDoubleUnits() {
        long transfer = parts.orderTransfer(client(), "WA", "WB", "DP-1", 2).number("transfer");
        String move =
                "insert into service.stock_move (at, warehouse, part, kind, on_hand_delta, transfer) values (now(), ";
        refuses(move + "'WB', 'DP-1', 'transfer_in', 2, " + transfer + ")", "has not been sent");
        refuses(move + "'WA', 'DP-1', 'transfer_out', -1, " + transfer + ")", "moves what it carries");
        parts.ship(client(), transfer);
        refuses(move + "'WA', 'DP-1', 'transfer_out', -2, " + transfer + ")", "stock_is_enough|sent_once");
        parts.arrive(client(), transfer, null);
        refuses(move + "'WB', 'DP-1', 'transfer_in', 2, " + transfer + ")", "arrives_once");
        refuses("update service.transfer set quantity = 9", "keeps what it carries");
        refuses("update service.transfer set state = 'shipped'", "cannot go from");
    }

    private void refuses(String sql, String why) {
        assertThatThrownBy(() -> it.execute(sql))
                .isInstanceOf(DatabaseException.class)
                .hasMessageFindingMatch(why);
    }

    @Test
    void auditFindsAPlantedViolation() {
        parts.reserve(client(), null, "Li", "WA", "DP-1", 1, false, null);
        it.execute("""
                alter table service.stock disable trigger user;
                update service.stock set on_hand = on_hand + 1 where warehouse = 'WA' and part = 'DP-1';
                alter table service.stock enable trigger user;
                alter table service.reservation disable trigger user;
                update service.reservation set state = 'released', ended_at = held_at;
                alter table service.reservation enable trigger user;
                """);
        assertThat(parts.violations())
                .extracting(StockAudit.Violation::rule)
                .containsExactlyElementsOf(List.of(
                        StockAudit.ruleNames().get(0),
                        StockAudit.ruleNames().get(2),
                        StockAudit.ruleNames().get(3),
                        StockAudit.ruleNames().get(4)));
        it.execute("truncate service.stock_move, service.stock, service.reservation, service.transfer cascade");
    }
}
