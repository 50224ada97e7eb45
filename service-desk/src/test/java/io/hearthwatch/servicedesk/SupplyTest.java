package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static io.hearthwatch.servicedesk.Desk.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.hearthwatch.catalog.InvalidFileException;
import io.hearthwatch.servicedesk.organisation.StockScope;
import io.hearthwatch.servicedesk.parts.Answer;
import io.hearthwatch.servicedesk.parts.Client;
import io.hearthwatch.servicedesk.parts.Forecasts;
import io.hearthwatch.servicedesk.parts.Kits;
import io.hearthwatch.servicedesk.parts.Parts;
import io.hearthwatch.servicedesk.parts.PartsReads;
import io.hearthwatch.servicedesk.parts.PartsRefusedException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders, prices, serial numbers, kits and forecasts on a database. */
class SupplyTest {
    private static final String DATA = """
            parts:
              DP-1: {litres: 3, favourable: true, returnable: true}
              DP-2: {name: {en: Pump DP-2, zh: 水泵 DP-2}, serialised: true}
              DL-1: {made_to_order: true}
            warehouses:
              WA: {kind: centre, lead_hours: 12, capacity_litres: 300}
            supersessions:
              DP-1: {by: DP-2, rule: both, since: 2026-01-01}
            suppliers:
              ACME: {name: Acme Pumps}
              SLOW: {name: Slow and Cheap}
            offers:
              - {part: DP-2, supplier: ACME, lead_days: 10, lead_deviation: 2, minimum: 20, price: 9.5, currency: EUR}
              - {part: DP-2, supplier: SLOW, lead_days: 40, price: 5, currency: EUR, to: 2026-02-28}
              - {part: SE-1, supplier: ACME, lead_days: 3, price: 100, currency: EUR}
            prices:
              - {part: DP-1, amount: 20, currency: EUR, from: 2026-01-01}
              - {part: DP-1, amount: 22, currency: EUR, from: 2026-06-01}
              - {part: DP-1, class: favourable, amount: 17, currency: EUR, from: 2026-01-01, to: 2026-05-31}
            reorder:
              default: {service_level: 0.95, order_cost: 25, holding_rate: 0.2}
            approval:
              automatic: {amount: 250, currency: EUR}
              parts_manager: {amount: 2000, currency: EUR}
              headquarters: {amount: 100000, currency: EUR}
            kit: {second_visit: 80, carry_rate: 0.02, handling: 0.5, van_litres: 200}
            """;

    private final Desk it = new Desk();
    private final Parts parts = it.desk.spareParts();
    private int keys;

    @BeforeEach
    void open() {
        it.withService();
        it.execute("insert into service.reorder_policy values ('*', .95, 25, .2) on conflict do nothing");
        it.execute("insert into service.kit_policy values (true, null, .02, .5, 200) on conflict do nothing");
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

    private void refuses(PartsRefusedException.Kind kind, ThrowingCallable what, String why, String hint) {
        assertThatThrownBy(what).asInstanceOf(type(PartsRefusedException.class)).satisfies(e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.getMessage()).contains(why);
            assertThat(e.hint()).contains(hint);
        });
    }

    @Test
    void fileIsLoadedOnceAndRefusedWhole() {
        assertThat(parts.load(Desk.file(DATA))).isGreaterThan(12);
        assertThat(parts.load(Desk.file(DATA))).isZero();
        String wrong = "suppliers: {NEW: {name: New}}\nparts: {X-1: {litres: -1}}\nsupersessions: {DP-2: {by: DP-1}}\n";
        assertThatThrownBy(() -> parts.load(Desk.file(wrong)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("litres")
                .hasMessageContaining("leads back to DP-2");
        assertThat(it.number("select count(*) from service.supplier where id = 'NEW'"))
                .isZero();
    }

    @Test
    void orderWithinTheLimitIsApprovedByItselfAndOneAboveByAPerson() {
        parts.load(Desk.file(DATA));
        Answer small = parts.proposeOrder(client(), "MAIN", "DP-1", 1, "shelf is empty");
        // The newest revision, the supplier's minimum, 20 × 9.50 = 190, and ten days.
        assertThat(small.body())
                .containsEntry("part", "DP-2")
                .containsEntry("quantity", 20)
                .containsEntry("supplier", "ACME")
                .containsEntry("state", "approved")
                .containsEntry("decided_as", "automatic")
                .containsEntry("expected_at", START.plus(Duration.ofDays(10)).toString());
        long large = parts.proposeOrder(client(), "MAIN", "SE-1", 5, "campaign").number("order");
        refuses(
                PartsRefusedException.Kind.NOT_ALLOWED,
                () -> parts.approveOrder(client(), large, "automatic"),
                "500.00 EUR",
                "parts_manager");
        assertThat(parts.approveOrder(client(), large, "parts_manager").body()).containsEntry("state", "approved");
        Answer unpriced = parts.proposeOrder(client(), "MAIN", "DL-1", 1, "asked for");
        assertThat(unpriced.body()).containsEntry("state", "proposed");
        refuses(
                PartsRefusedException.Kind.NOT_ALLOWED,
                () -> parts.approveOrder(client(), unpriced.number("order"), "headquarters"),
                "without a price",
                "offer");
        refuses(
                PartsRefusedException.Kind.INVALID,
                () -> parts.rejectOrder(client(), unpriced.number("order"), " "),
                "reason",
                "say why");
        parts.rejectOrder(client(), unpriced.number("order"), "too dear");
        assertThat(parts.reads().orders(new PartsReads.Filter("MAIN", "DL-1", "rejected", null, null, 10)))
                .singleElement()
                .satisfies(order -> assertThat(order).containsEntry("refusal", "too dear"));
    }

    @Test
    void deliveryGoesToTheTicketsThatWaitAndBadUnitsIntoQuarantine() {
        parts.load(Desk.file(DATA.replace("made_to_order: true", "litres: 2")));
        it.appliances(2);
        Outcome outcome = it.desk.propose(proposal(1, "door", .5, START));
        // DL-1 is nowhere: an order is proposed, which waits as nobody said what it costs.
        List<java.util.Map<String, Object>> orders =
                parts.reads().orders(new PartsReads.Filter("MAIN", "DL-1", "proposed", null, null, 10));
        assertThat(orders).hasSize(1);
        it.desk.propose(proposal(2, "door", .5, START));
        parts.load(Desk.file("""
                suppliers: {ACME: {name: Acme}}
                offers: [{part: DL-1, supplier: ACME, lead_days: 5, price: 4, currency: EUR}]
                """));
        long order =
                parts.proposeOrder(client(), "MAIN", "DL-1", 2, "two doors").number("order");
        parts.receiveOrder(client(), order, 3, 1);
        assertThat(it.shelf("MAIN", "DL-1")).containsExactly(3, 2);
        assertThat(it.number(
                        "select count(*) from service.purchase_proposal where part = 'DL-1' and state = 'proposed'"))
                .isZero();
        assertThat(it.number("select count(*) from service.reservation where part = 'DL-1' and ticket = "
                        + outcome.ticketId()))
                .isEqualTo(1);
        assertThat(parts.reads().suppliers().get(0).get("id")).isEqualTo("ACME");
    }

    @Test
    void pricesHoldForTheirTime() {
        parts.load(Desk.file(DATA));
        assertThat(parts.reads().prices(LocalDate.of(2026, 3, 1)).get(0))
                .containsEntry("class", "favourable")
                .containsEntry("amount", new java.math.BigDecimal("17.00"));
        assertThat(parts.reads().prices(LocalDate.of(2026, 7, 1)).get(0))
                .containsEntry("class", "standard")
                .containsEntry("amount", new java.math.BigDecimal("22.00"));
    }

    @Test
    void serialNumberProvesAGenuinePartOnce() {
        parts.load(Desk.file(DATA));
        refuses(
                PartsRefusedException.Kind.INVALID,
                () -> parts.receive(client(), "WA", "DP-2", 2, false, List.of("S1"), null),
                "1 serial numbers for 2 units",
                "each unit");
        refuses(
                PartsRefusedException.Kind.INVALID,
                () -> parts.receive(client(), "WA", "DP-2", 2, false, List.of("S1", "S1"), null),
                "'S1' is there twice",
                "label");
        parts.receive(client(), "WA", "DP-2", 2, false, List.of("S1", "S2"), null);
        refuses(
                PartsRefusedException.Kind.STATE,
                () -> parts.receive(client(), "WA", "DP-2", 1, false, List.of("S1"), null),
                "came in before",
                "not genuine");
        parts.sell(client(), "WA", "DP-1", 2, null);
        long reservation = parts.reserve(client(), null, "Li", "WA", "DP-2", 1, false, null)
                .number("reservation");
        refuses(
                PartsRefusedException.Kind.INVALID,
                () -> parts.consume(client(), reservation),
                "has serial numbers",
                "new_serial");
        refuses(
                PartsRefusedException.Kind.STATE,
                () -> parts.consume(client(), reservation, "FAKE", null),
                "not genuine",
                "quarantine");
        parts.consume(client(), reservation, "S1", "OLD-9");
        assertThat(parts.reads().serial(StockScope.EVERYTHING, "DP-2", "S1").get(0))
                .containsEntry("state", "fitted");
        assertThat(parts.reads().serial(StockScope.EVERYTHING, "DP-2", "FAKE")).isEmpty();
    }

    @Test
    void deliveryOfPartsWithSerialNumbersSaysThem() {
        parts.load(Desk.file(DATA));
        long order = parts.proposeOrder(client(), "MAIN", "DP-2", 20, "empty").number("order");
        refuses(
                PartsRefusedException.Kind.INVALID,
                () -> parts.receiveOrder(client(), order, 2, 1),
                "0 serial numbers for 1 units",
                "each unit");
        parts.receiveOrder(client(), order, 2, 1, List.of("S7"));
        assertThat(parts.reads().serial(StockScope.EVERYTHING, "DP-2", "S7")).hasSize(1);
        assertThat(it.shelf("MAIN", "DP-2")).containsExactly(2, 0);
    }

    @Test
    void oldPartComesBack() {
        parts.load(Desk.file(DATA));
        long reservation = parts.reserve(client(), null, "Li", "WA", "DP-1", 1, false, null)
                .number("reservation");
        parts.consume(client(), reservation, null, "OLD-1");
        assertThat(parts.reads().oldParts(StockScope.EVERYTHING, 10).get(0)).containsEntry("old_serial", "OLD-1");
        parts.oldPartReturned(client(), reservation, "bearing worn");
        assertThat(parts.reads().oldParts(StockScope.EVERYTHING, 10)).isEmpty();
        refuses(
                PartsRefusedException.Kind.STATE,
                () -> parts.oldPartReturned(client(), reservation, "again"),
                "no old part is due",
                "old-parts");
    }

    @Test
    void kitOfATicketIsHeldFromTheVanUp() {
        parts.load(Desk.file(DATA));
        it.appliances(1);
        Outcome outcome = it.desk.propose(proposal(
                1, "pump", .6, START, new io.hearthwatch.servicedesk.policy.RecentFault("E3", START.minusSeconds(60))));
        String number = it.ticketOf(outcome).number();
        Kits.Kit kit = parts.kits().of(number, null).orElseThrow();
        // The pump, and with what the model left of certainty the door that the code points at: both its parts.
        assertThat(kit.taken()).containsExactlyInAnyOrder("DP-1", "DL-1", "SE-1");
        assertThat(kit.withoutKit()).isCloseTo(80 * (1 - .4 * .6), within(1e-9));
        // In vain: pump .4 × (.5 + .02 × 17), seal and lock .6 × .5 each.
        assertThat(kit.expectedCost()).isCloseTo(.4 * .84 + .6 + 0, within(.01));
        Answer held = parts.kits().hold(client(), number, null);
        assertThat(held.body()).containsEntry("missing", List.of("DL-1"));
        assertThat(it.number("select count(*) from service.reservation where state = 'held' and ticket = "
                        + outcome.ticketId()))
                .isEqualTo(2);
        assertThat(parts.kits().of("HW-999999", null)).isEmpty();
    }

    @Test
    void forecastSumsUpTheTreeAndOrdersWhatWillRunOut() {
        parts.load(Desk.file(DATA.replace("DP-1: {by: DP-2, rule: both, since: 2026-01-01}", "DP-9: {by: DP-8}")
                .replace("parts:\n", "parts:\n  DP-8: {}\n  DP-9: {}\n")
                .replace("part: DP-2", "part: DP-1")));
        it.appliances(4);
        // Two pumps used in 60 days at centre A.
        for (int i = 0; i < 2; i++) {
            parts.sell(client(), "WA", "DP-1", 1, null);
        }
        it.now = START.plus(Duration.ofDays(60));
        List<Forecasts.Outlook> all = parts.forecasts().all(null, "DP-1", 30);
        Forecasts.Outlook main = all.stream()
                .filter(each -> each.warehouse().equals("MAIN"))
                .findFirst()
                .orElseThrow();
        // Four washers, half a failure a year for all: .5/365 a day, worth 30 days; shape .0411 + 2, rate 90.
        double daily = (.5 / 365 * 30 + 2) / 90;
        assertThat(main.expected()).isCloseTo(30 * daily, within(1e-9));
        assertThat(main.used()).isEqualTo(2);
        assertThat(main.leadDays()).isEqualTo(10);
        // Need of 11 days .2495, P(0) ≈ .78, P(≤ 1) ≈ .97: the point is 1, and 3 are there.
        assertThat(main.point()).isEqualTo(1);
        assertThat(main.order()).isZero();
        parts.sell(client(), "MAIN", "DP-1", 3, null);
        Answer ordered = parts.forecasts().order(client(), "MAIN");
        assertThat((List<?>) ordered.body().get("orders")).hasSize(1);
        Forecasts.Outlook after = parts.forecasts().all("MAIN", "DP-1", 30).get(0);
        // √(2 × 25 × D × 365 / (9.5 × .2)) is more than the minimum of 20.
        assertThat(after.coming()).isGreaterThanOrEqualTo(20);
        assertThat(after.order()).isZero();
        assertThat(after.warned()).isTrue();
    }

    @Test
    void aShelfLastsForItsOwnWayNotForThatOfTheShelfBelow() {
        String below = "warehouses: {WA: {kind: centre, lead_hours: %d, capacity_litres: 300}}\n";
        parts.load(Desk.file(DATA.replace("made_to_order: true", "litres: 2")));
        parts.load(Desk.file("""
                suppliers: {ACME: {name: Acme}}
                offers: [{part: DL-1, supplier: ACME, lead_days: 40, price: 4, currency: EUR}]
                """));
        it.appliances(1);
        it.desk.propose(proposal(1, "door", .5, START));
        parts.load(Desk.file(below.formatted(6)));
        double quick = risk("WA");
        double top = risk("MAIN");
        parts.load(Desk.file(below.formatted(150)));
        assertThat(risk("WA")).isGreaterThan(quick + .1);
        assertThat(risk("MAIN")).isEqualTo(top);
    }

    @Test
    void aShelfThatOnlyAPredictionNeedsKnowsItsWayToo() {
        parts.load(Desk.file(DATA.replace("made_to_order: true", "litres: 2")
                .replace("WA: {kind", "WB: {kind: centre, lead_hours: 36}\n  WA: {kind")));
        it.appliances(1);
        it.desk.propose(proposal(1, "door", .5, START));
        it.execute("update service.ticket set centre = 'B'");
        assertThat(parts.forecasts().all("WB", "DL-1", 30).get(0).leadDays()).isEqualTo(1.5);
    }

    private double risk(String warehouse) {
        return parts.forecasts().all(warehouse, "DL-1", 30).get(0).risk();
    }
}
