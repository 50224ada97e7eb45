package io.hearthwatch.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Costs;
import io.hearthwatch.servicedesk.money.Deposits;
import io.hearthwatch.servicedesk.money.Money;
import io.hearthwatch.servicedesk.organisation.Caller;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service deposit: drawn once for each compensation, never below zero, and what it does not cover comes with the next statement. */
class DepositTest {
    private static final Actor HOFER = Actor.of(Caller.ANYBODY, "Hofer");

    private Desk desk;
    private Money money;

    @BeforeEach
    void open() {
        desk = new Desk().withService();
        desk.now = Instant.parse("2026-03-10T09:00:00Z");
        money = new Money(desk.database(), desk.catalog, () -> desk.now);
        money.load(HOFER, "deposits", """
                deposits: [{centre: A, required: 100, currency: EUR, top_up_days: 14, from: 2026-01-01}]
                """);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    /** Broken promises of centre A, each with an open case; their numbers are 1, 2, … */
    private void cases(int count, String amount) {
        desk.execute("""
                insert into service.ticket (type, component, centre, source, kind, state, urgency, summary, reasons, check_first, opened_at,
                    due_at, stepped_at)
                values ('washer', 'unknown', 'A', 'customer', 'consultation', 'opened', 1, '{"en": "x", "zh": "x"}', '[]', '[]',
                    '2026-03-01T06:00:00Z', '2026-03-02T06:00:00Z', '2026-03-02T06:00:00Z');
                insert into service.ticket_promise (ticket, promise, words, who, at, state, ended_at, ended_by)
                select 1, 'other', 'we call back', 'Li', '2026-03-01T07:00:00Z', 'broken', '2026-03-02T07:00:00Z', 'Li'
                from generate_series(1, %1$d);
                insert into service.compensation_case (promise, ticket, centre, amount, currency, state, opened_at)
                select id, ticket, 'A', %2$s, 'EUR', 'open', ended_at from service.ticket_promise;
                """.formatted(count, amount));
    }

    private void paysIn(String amount, String reference) {
        money.deposits().payIn(HOFER, new Deposits.Payment("A", new BigDecimal(amount), "EUR", reference));
    }

    private void settles(long id) {
        desk.desk.clocks().settle(id, true, null, null, null, "Chief");
    }

    private Map<String, Object> account() {
        return money.deposits().list(HOFER).get(0);
    }

    @Test
    void manyDrawsAtOnceTakeExactlyWhatIsThere() throws Exception {
        paysIn("100", "B-1");
        cases(24, "7.30");
        List<Callable<String>> works = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            long id = i / 2L + 1;
            works.add(() -> {
                try {
                    settles(id);
                    return "paid";
                } catch (Refusal refusal) {
                    return "refused";
                }
            });
        }
        assertThat(atOnce(works)).hasSize(48).filteredOn("paid"::equals).hasSize(24);
        // 24 × 7.30 = 175.20, of which 100 is there: thirteen whole, 5.10 of one, nothing of ten.
        assertThat(desk.rows("""
                select count(*)::text, (-sum(amount))::text, sum(shortfall)::text, count(*) filter (where shortfall = 0)::text,
                    count(distinct compensation)::text, min(balance)::text
                from service.deposit_entry where kind = 'drawn'
                """)).containsExactly(List.of("24", "100.00", "75.20", "13", "24", "0.00"));
        assertThat(desk.rows("""
                select a.balance::text, (select sum(amount) from service.deposit_entry e where e.centre = a.centre)::text
                from service.deposit_account a
                """)).containsExactly(List.of("0.00", "0.00"));
        // Every entry says the balance after it, in the order in which they were booked.
        assertThat(desk.number("""
                select count(*) from (select balance, sum(amount) over (order by id) s from service.deposit_entry) e where balance <> s
                """)).isZero();
        assertThat(account().get("due_with_statement")).isEqualTo(new BigDecimal("75.20"));
    }

    private static <T> List<T> atOnce(List<Callable<T>> works) throws Exception {
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<T>>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int first = i;
                running.add(pool.submit(() -> {
                    start.await();
                    List<T> done = new ArrayList<>();
                    for (int n = first; n < works.size(); n += threads) {
                        done.add(works.get(n).call());
                    }
                    return done;
                }));
            }
            List<T> done = new ArrayList<>();
            for (Future<List<T>> each : running) {
                done.addAll(each.get());
            }
            return done;
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void whatTheDepositDoesNotCoverIsTakenWithTheNextStatementOnce() {
        paysIn("50", "B-1");
        cases(2, "40");
        settles(1);
        settles(2);
        desk.now = Instant.parse("2026-04-02T00:00:00Z");
        money.costs().list(HOFER, new Costs.Filter(null, null, null, null, null, null, 10));
        money.statements().make(HOFER, "A", YearMonth.of(2026, 3), false);
        money.statements().make(HOFER, "A", YearMonth.of(2026, 3), true);
        money.statements().make(HOFER, "A", YearMonth.of(2026, 3), false);
        Map<String, Object> statement = money.statements().one(HOFER, "ST-000001");
        assertThat(statement.get("total")).isEqualTo(new BigDecimal("-30.00"));
        assertThat((List<?>) statement.get("lines"))
                .singleElement()
                .satisfies(line -> assertThat(((Map<?, ?>) line).get("item")).isEqualTo("compensation_due"));
        Map<?, ?> deposit = (Map<?, ?>) statement.get("deposit");
        assertThat(deposit.get("opening").toString()).isEqualTo("0");
        assertThat(deposit.get("closing")).isEqualTo(new BigDecimal("0.00"));
        assertThat(deposit.get("required")).isEqualTo(new BigDecimal("100.00"));
        assertThat(((List<?>) deposit.get("entries"))
                        .stream().map(entry -> ((Map<?, ?>) entry).get("kind")).map(String::valueOf))
                .containsExactly("top_up_demanded", "paid_in", "drawn", "top_up_demanded", "drawn", "top_up_demanded");
        money.statements().issue(HOFER, "ST-000001");
        desk.now = Instant.parse("2026-05-02T00:00:00Z");
        assertThat((List<?>) money.statements()
                        .make(HOFER, "A", YearMonth.of(2026, 4), false)
                        .get("statements"))
                .isEmpty();
        // Compensation is cost once, when it was paid; that the centre bears it makes it no less.
        assertThat(desk.rows("select element, sum(amount)::text from service.service_cost group by element"))
                .containsExactly(List.of("compensation", "80.00"));
        assertThat(account().get("due_with_statement").toString()).isEqualTo("0");
    }

    @Test
    void whoFallsFurtherBehindGetsNoMoreTime() {
        assertThat(account().get("missing")).isEqualTo(new BigDecimal("100.00"));
        assertThat(account().get("top_up_by")).isEqualTo("2026-03-24");
        paysIn("100", "B-1");
        assertThat(account().get("top_up_by")).isNull();
        cases(2, "10");
        settles(1);
        desk.now = Instant.parse("2026-03-12T09:00:00Z");
        settles(2);
        assertThat(account())
                .containsEntry("top_up_by", "2026-03-24")
                .containsEntry("missing", new BigDecimal("20.00"));
        assertThat(desk.number("select count(*) from service.outbox where kind = 'deposit.demanded'"))
                .isEqualTo(3);
    }

    @Test
    void onlyWhatIsToSpareIsReturnedAndAPaymentIsBookedOnce() {
        paysIn("120", "B-1");
        assertThatThrownBy(() -> paysIn("120", "b-1")).hasMessageContaining("booked already, as entry 2");
        Deposits.Payment all = new Deposits.Payment("A", new BigDecimal("120"), "EUR", "R-1");
        assertThatThrownBy(() -> money.deposits().giveBack(HOFER, all)).hasMessageContaining("at most 20.00 EUR");
        money.load(HOFER, "leaves", "deposits: [{centre: A, required: 0, currency: EUR, from: 2026-03-01}]");
        money.deposits().giveBack(HOFER, all);
        assertThat(account().get("balance")).isEqualTo(new BigDecimal("0.00"));
        assertThatThrownBy(() -> money.deposits().demand(HOFER, "A", "EUR")).hasMessageContaining("nothing is missing");
    }

    @Test
    void databaseKeepsTheLedgerWhoeverAsks() {
        paysIn("10", "B-1");
        cases(2, "40");
        settles(1);
        String entry =
                "insert into service.deposit_entry (centre, currency, kind, amount, wanted, compensation, reference, balance, at, who)"
                        + " values ('A', 'EUR', ";
        for (String forbidden : List.of(
                "update service.deposit_account set balance = 1000",
                "delete from service.deposit_account",
                "update service.deposit_entry set amount = 1",
                "delete from service.deposit_entry",
                entry + "'returned', -1, null, null, 'R-1', 0, now(), 'x')",
                entry + "'drawn', 0, 40, 1, null, 0, now(), 'x')",
                entry + "'drawn', 0, 40, 2, null, 0, now(), 'x')",
                entry + "'paid_in', 1, null, null, 'B-1', 0, now(), 'x')",
                "update service.compensation_case set state = 'paid', ended_at = now(), ended_by = 'x' where id = 2",
                "update service.compensation_case set amount = 1 where id = 1",
                "update service.deposit_rule set required = 0")) {
            assertThatThrownBy(() -> desk.execute(forbidden)).as(forbidden).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void complaintAnsweredTooLateCostsWhatTheTariffSays() {
        desk.desk.load(Desk.file("compensation: {first_answer: {amount: 25, currency: EUR}}"));
        assertThat(desk.rows("select promise, amount::text from service.compensation_tariff"))
                .containsExactly(List.of("first_answer", "25.00"));
    }
}
