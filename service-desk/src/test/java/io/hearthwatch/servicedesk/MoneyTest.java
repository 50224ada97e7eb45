package io.hearthwatch.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Claims;
import io.hearthwatch.servicedesk.money.Costs;
import io.hearthwatch.servicedesk.money.Money;
import io.hearthwatch.servicedesk.organisation.Caller;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Money when several servers are at it at once, and what the database refuses whoever asks. */
class MoneyTest {
    private static final Actor HOFER = Actor.of(Caller.ANYBODY, "Hofer");
    private static final Actor CHIEF = Actor.of(Caller.ANYBODY, "Chief");
    private static final YearMonth MARCH = YearMonth.of(2026, 3);
    private static final int JOBS = 40;

    private Desk desk;
    private Money one;
    private Money other;

    @BeforeEach
    void open() {
        desk = new Desk().withService();
        desk.now = Instant.parse("2026-04-02T00:00:00Z");
        one = new Money(desk.database(), desk.catalog, () -> desk.now);
        other = new Money(desk.database(), desk.catalog, () -> desk.now);
        one.load(HOFER, "rules", """
                rules:
                  - {item: labour, amount: 10.05, currency: EUR, from: 2026-01-01}
                """);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    /** Remote jobs of centre A that were reviewed in March; nobody has to drive anywhere for them. */
    private void jobs(int count) {
        desk.execute("""
                alter table service.ticket disable trigger guard_ticket;
                insert into service.ticket (type, component, centre, source, kind, state, urgency, summary, reasons, check_first, opened_at,
                    due_at, stepped_at)
                select 'washer', 'unknown', 'A', 'customer', 'consultation', 'reviewed', 1, '{"en": "x", "zh": "x"}', '[]', '[]',
                    '2026-03-01T06:00:00Z', '2026-03-02T06:00:00Z', '2026-03-02T06:00:00Z' from generate_series(1, %d);
                alter table service.ticket enable trigger guard_ticket;
                insert into service.ticket_review (ticket, round, technician, who, at, passed)
                select id, 0, 'Li', 'Wang', '2026-03-03T00:00:00Z', true from service.ticket;
                """.formatted(count));
    }

    private static <T> List<T> atOnce(List<Callable<T>> works) throws Exception {
        CyclicBarrier start = new CyclicBarrier(works.size());
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> work : works) {
                running.add(threads.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            List<T> done = new ArrayList<>();
            for (Future<T> each : running) {
                done.add(each.get());
            }
            return done;
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void serversThatMakeTheSameMonthMakeOneStatement() throws Exception {
        jobs(JOBS);
        List<Callable<Object>> makers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Money each = i % 2 == 0 ? one : other;
            makers.add(() -> ((Map<?, ?>) ((List<?>) each.statements()
                                    .make(HOFER, "A", MARCH, false)
                                    .get("statements"))
                            .get(0))
                    .get("total"));
        }
        assertThat(atOnce(makers)).containsOnly(new BigDecimal("402.00"));
        assertThat(desk.number("select count(*) from service.settlement_statement"))
                .isEqualTo(1);
        assertThat(desk.number("select count(*) from service.settlement_line")).isEqualTo(JOBS);

        List<Callable<Object>> issuers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Money each = i % 2 == 0 ? one : other;
            issuers.add(() -> {
                try {
                    return each.statements().issue(HOFER, "ST-000001").get("state");
                } catch (Refusal refusal) {
                    return "refused";
                }
            });
        }
        assertThat(atOnce(issuers)).containsExactlyInAnyOrder("issued", "refused", "refused", "refused");
        assertThat(desk.number("select (sum(amount) * 100)::bigint from service.service_cost"))
                .isEqualTo(40_200);
    }

    @Test
    void ticketIsClaimedOnceHoweverManyAsk() throws Exception {
        jobs(1);
        List<Callable<Object>> claims = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Money each = i % 2 == 0 ? one : other;
            claims.add(() -> {
                try {
                    return each.claims()
                            .file(
                                    CHIEF,
                                    "HW-000001",
                                    "EUR",
                                    List.of(new Claims.Item("labour", null, null, null, null, null)),
                                    null)
                            .get("state");
                } catch (Refusal refusal) {
                    return "refused";
                }
            });
        }
        assertThat(atOnce(claims)).containsExactlyInAnyOrder("checked", "refused", "refused", "refused");
    }

    @Test
    void usedPartIsBookedOnceAtThePriceOfItsDay() throws Exception {
        desk.execute("""
                insert into service.part_price (part, class, valid_from, valid_to, amount, currency) values
                    ('DP-1', 'standard', '2026-01-01', '2026-03-09', 20, 'EUR'), ('DP-1', 'standard', '2026-03-10', null, 22.5, 'EUR');
                insert into service.reservation (holder, warehouse, part, quantity, state, held_at) values
                    ('Li', 'WA', 'DP-1', 1, 'held', '2026-03-08T00:00:00Z'), ('Wu', 'WA', 'DP-1', 1, 'held', '2026-03-08T00:00:00Z'),
                    ('Li', 'MAIN', 'SE-1', 1, 'held', '2026-03-08T00:00:00Z');
                insert into service.stock_move (at, warehouse, part, kind, reserved_delta, reservation)
                    select held_at, warehouse, part, 'reserve', 1, id from service.reservation;
                insert into service.stock_move (at, warehouse, part, kind, on_hand_delta, reserved_delta, reservation) values
                    ('2026-03-09T15:59:00Z', 'WA', 'DP-1', 'consume', -1, -1, 1),
                    ('2026-03-09T16:01:00Z', 'WA', 'DP-1', 'consume', -1, -1, 2),
                    ('2026-03-09T16:01:00Z', 'MAIN', 'SE-1', 'consume', -1, -1, 3);
                """);
        assertThat(one.nextDue()).contains(Instant.parse("2026-03-09T15:59:00Z"));
        List<Callable<Object>> feeders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Money each = i % 2 == 0 ? one : other;
            feeders.add(() -> {
                each.runDue(desk.now);
                return "";
            });
        }
        atOnce(feeders);
        // Both on the 9th in UTC; in the centre's time zone one minute before its midnight, and one after.
        assertThat(desk.rows("select centre, amount::text, booked_on::text from service.cost_entry order by id"))
                .containsExactlyInAnyOrder(List.of("A", "20.00", "2026-03-09"), List.of("A", "22.50", "2026-03-10"));
        assertThat(one.costs().due(HOFER, 10)).extracting("problem").containsExactly("no_price");
        assertThat(one.nextDue()).isEmpty();
        // A part that is used up tries no other again that was tried a moment ago.
        Instant tried = desk.now;
        String since = "select count(*) from service.cost_due where tried_at > '" + tried + "'";
        desk.now = tried.plus(Duration.ofMinutes(9));
        one.runDue(desk.now);
        assertThat(desk.number(since)).isZero();
        desk.now = tried.plus(Duration.ofMinutes(10));
        one.runDue(desk.now);
        assertThat(desk.number(since)).isEqualTo(1);
        desk.execute("insert into service.price values ('SE-1', 3, 'EUR')");
        assertThat(one.costs().list(HOFER, new Costs.Filter(null, null, null, null, null, null, 10)))
                .hasSize(3);
        assertThat(one.costs().due(HOFER, 10)).isEmpty();
    }

    @Test
    void databaseKeepsWhatIsIssuedBookedAndDecided() {
        jobs(2);
        one.statements().make(HOFER, "A", MARCH, false);
        one.statements().issue(HOFER, "ST-000001");
        for (String forbidden : List.of(
                "update service.settlement_line set amount = 1",
                "delete from service.settlement_line",
                "delete from service.settled_ticket",
                "insert into service.settled_ticket values (1, 1)",
                "update service.settlement_statement set total = 0",
                "update service.settlement_statement set state = 'paid', paid_at = now(), paid_by = 'x', payment = 'x'",
                "update service.settlement_statement set state = 'draft', issued_at = null, issued_by = null, answer_by = null",
                "delete from service.settlement_statement",
                "update service.cost_entry set amount = 1",
                "delete from service.cost_entry",
                "insert into service.cost_entry (kind, centre, element, amount, currency, booked_on, source, evidence, at, who, counters)"
                        + " select kind, centre, element, -1, currency, booked_on, 'counter', 'x', at, who, id from service.cost_entry",
                "insert into service.cost_entry (kind, element, amount, currency, booked_on, source, evidence, at, who)"
                        + " values ('revenue', 'labour', 1, 'EUR', '2026-03-01', 'manual', 'x', now(), 'x')",
                "update service.settlement_rule set amount = 1",
                "insert into service.settlement_dispute (statement, ticket, wanted, currency, reason, evidence, opened_at, opened_by,"
                        + " decided_by, answered_at, answered_by, outcome, granted, answer)"
                        + " values (1, 1, 1, 'EUR', 'r', 'e', now(), 'a', 'b', now(), 'B', 'rejected', 0, 'x')",
                "insert into service.settlement_dispute (statement, ticket, wanted, currency, reason, evidence, opened_at, opened_by,"
                        + " decided_by) values (1, 1, 1, 'CNY', 'r', 'e', now(), 'a', 'b')")) {
            assertThatThrownBy(() -> desk.execute(forbidden)).as(forbidden).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void budgetsSplitExactlyAndCurrenciesAreKeptApart() {
        one.load(HOFER, "budgets", """
                budgets: [{centre: A, element: training, month: "2026", amount: 100, currency: EUR}]
                """);
        assertThat(desk.rows("select sum(amount)::text, max(amount)::text from service.budget"))
                .containsExactly(List.of("100.00", "8.37"));
        for (String currency : List.of("EUR", "CNY")) {
            one.costs()
                    .add(
                            CHIEF,
                            new Costs.Entry(
                                    "A",
                                    "training",
                                    new BigDecimal("6.67"),
                                    currency,
                                    LocalDate.of(2026, 3, 5),
                                    null,
                                    "invoice",
                                    null));
        }
        List<Map<String, Object>> lines = one.budgets().against(HOFER, "centre", null, "A", "training", MARCH, MARCH);
        assertThat(lines).extracting("currency").containsExactly("CNY", "EUR");
        assertThat(lines.get(0).get("budget")).isNull();
        // 6.67 of 8.33 is 80.07 %.
        assertThat(lines.get(1).get("share")).isEqualTo(new BigDecimal("0.8007"));
        assertThat(one.budgets().alerts(HOFER, 10)).extracting("percent").containsExactly(new BigDecimal("80.00"));
        assertThat(desk.number("select count(*) from service.outbox where kind = 'budget.warned'"))
                .isEqualTo(1);
    }

    private void reopened(int ticket) {
        desk.execute("alter table service.ticket disable trigger guard_ticket");
        desk.execute("update service.ticket set state = 'reopened', times_reopened = 1 where id = " + ticket);
        desk.execute("alter table service.ticket enable trigger guard_ticket");
    }

    @Test
    void draftWhoseJobWasReopenedIsNotIssuedAndIsEmptyWhenItIsMadeAnew() {
        jobs(1);
        one.statements().make(HOFER, "A", MARCH, false);
        reopened(1);
        assertThatThrownBy(() -> one.statements().issue(HOFER, "ST-000001"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("HW-000001");
        one.statements().make(HOFER, "A", MARCH, true);
        Map<String, Object> draft = one.statements().one(HOFER, "ST-000001");
        assertThat((List<?>) draft.get("lines")).isEmpty();
        assertThat(draft.get("total")).isEqualTo(new BigDecimal("0.00"));
    }

    @Test
    void budgetOfARegionThatHasNoCentresYetIsHeadquartersOnly() {
        desk.execute("insert into service.region (id, name_en, name_zh) values ('west', 'West', '西区')");
        one.load(HOFER, "budgets", """
                budgets: [{region: west, element: training, month: 2026-03, amount: 100, currency: EUR}]
                """);
        Person chief = new Person("chief", "Chief", Role.STATION_CHIEF, null, "A", null, true);
        Actor ofCentre = Actor.of(new Caller(chief, new Scope(Set.of("A"), null)), null);
        assertThat(one.budgets().list(HOFER, MARCH)).hasSize(1);
        assertThat(one.budgets().list(ofCentre, MARCH)).isEmpty();
        assertThat(one.budgets().against(ofCentre, null, null, null, null, MARCH, MARCH))
                .isEmpty();
    }

    @Test
    void counterEntryIsOfTheCentresDay() {
        // In Shanghai it is the 1st of April already.
        desk.now = Instant.parse("2026-03-31T17:00:00Z");
        Object booked = one.costs()
                .add(
                        CHIEF,
                        new Costs.Entry(
                                "A",
                                "training",
                                BigDecimal.TEN,
                                "EUR",
                                LocalDate.of(2026, 4, 1),
                                null,
                                "invoice",
                                null))
                .get("id");
        assertThat(one.costs().counter(CHIEF, (Long) booked, "paid twice").get("booked_on"))
                .isEqualTo("2026-04-01");
    }

    @Test
    void whatAMonthCostIsLookedUpByItsMonth() {
        String plan = desk.database().inTransaction(connection -> {
            Sql.update(connection, "set local enable_seqscan = off");
            return String.join(
                    "\n",
                    Sql.list(
                            connection,
                            "explain select * from service.budget_against_actual where month = any ('{2026-03-01}'::date[])",
                            row -> row.getString(1)));
        });
        // Of a centre, of a region, of everything: none of them reads what other months cost.
        assertThat(plan.split("cost_entry_month", -1)).hasSize(4);
        assertThat(plan.lines()
                        .filter(line -> line.contains("Index Cond: ((kind = 'cost'") && line.contains("2026-03-01")))
                .hasSize(3);
    }
}
