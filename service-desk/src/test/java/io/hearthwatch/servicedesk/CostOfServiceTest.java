package io.hearthwatch.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.indicator.Dimension;
import io.hearthwatch.servicedesk.indicator.Figure;
import io.hearthwatch.servicedesk.indicator.IndicatorQuery;
import io.hearthwatch.servicedesk.indicator.Indicators;
import io.hearthwatch.servicedesk.indicator.Targets;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Money;
import io.hearthwatch.servicedesk.organisation.Caller;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Cost of service, worked out by hand.
 *
 * <pre>
 * ticket  centre  closed          labour  parts   other
 * 1       A       10 Jan          60      20
 * 2       A       20 Jan          40              5, countered again
 * 3       A       25 Jan                                       nothing
 * 4       A       31 Jan 17:00 Z  30                           February in Shanghai
 * 5       B       10 Jan                  90
 * 6       A       open            70                           not closed: not counted
 * </pre>
 * January at A: 120 for three tickets, 40 each: labour 100, parts 20. February at A: 30. At B 90. All: 240 for five, 48 each.
 */
class CostOfServiceTest {
    private static final Actor HOFER = Actor.of(Caller.ANYBODY, "Hofer");

    private final Desk it = new Desk().withService();
    private final Indicators indicators = it.desk.indicators();

    @BeforeEach
    void furnish() {
        it.now = Instant.parse("2026-06-30T12:00:00Z");
        it.execute("insert into service.region values ('EAST', 'East', '东区'), ('EUROPE', 'Europe', '欧洲')");
        it.execute("update service.centre set region = case id when 'A' then 'EAST' else 'EUROPE' end");
        it.execute("""
                alter table service.ticket disable trigger guard_ticket;
                insert into service.ticket (type, component, centre, source, kind, state, urgency, summary, reasons, check_first, opened_at,
                    due_at, stepped_at)
                select 'washer', 'pump', case i when 5 then 'B' else 'A' end, 'customer', 'repair', 'opened', 1, '{}', '[]', '[]',
                    '2026-01-02Z', '2026-01-05Z', '2026-01-02Z' from generate_series(1, 6) i;
                alter table service.ticket enable trigger guard_ticket;
                insert into service.ticket_event (ticket, at, who, what, detail, from_state, to_state) values
                    (1, '2026-01-10Z', 'li', 'closed', '{}', 'followed_up', 'closed'),
                    (2, '2026-01-20Z', 'li', 'closed', '{}', 'followed_up', 'closed'),
                    (3, '2026-01-25Z', 'li', 'closed', '{}', 'followed_up', 'closed'),
                    (4, '2026-01-31T17:00:00Z', 'li', 'closed', '{}', 'followed_up', 'closed'),
                    (5, '2026-01-10Z', 'li', 'closed', '{}', 'followed_up', 'closed');
                insert into service.cost_entry (kind, region, centre, element, amount, currency, booked_on, ticket, source, source_id, evidence,
                    at, who, counters)
                select 'cost', case when x.ticket = 5 then 'EUROPE' else 'EAST' end, case when x.ticket = 5 then 'B' else 'A' end, x.element,
                    x.amount, 'EUR', x.day::date, x.ticket, x.source, x.source_id, 'e', '2026-02-01Z', 'li', x.counters
                from (values (1, 'labour', 60, '2026-01-31', 'settlement', '1', null::bigint), (1, 'parts', 20, '2026-01-09', 'part', '1', null),
                    (2, 'labour', 40, '2026-03-31', 'settlement', '2', null), (2, 'other', 5, '2026-01-20', 'manual', null, null),
                    (2, 'other', -5, '2026-01-21', 'counter', null, 4), (4, 'labour', 30, '2026-01-31', 'settlement', '3', null),
                    (5, 'parts', 90, '2026-01-10', 'part', '2', null), (6, 'labour', 70, '2026-01-10', 'settlement', '4', null))
                    x (ticket, element, amount, day, source, source_id, counters);
                insert into service.cost_entry (kind, region, centre, element, amount, currency, booked_on, source, evidence, at, who)
                    values ('cost', 'EAST', 'A', 'training', 500, 'EUR', '2026-01-15', 'manual', 'e', '2026-02-01Z', 'li')
                """);
    }

    @AfterEach
    void close() {
        it.close();
    }

    private List<Figure> figures(String name, String by, Map<Dimension, String> only, Scope scope) {
        return indicators.figures(new IndicatorQuery(
                name, Dimension.list(by), YearMonth.of(2026, 1), YearMonth.of(2026, 12), only, 50, scope));
    }

    private List<String> shown(List<Figure> figures) {
        return figures.stream()
                .map(figure -> String.join(" ", figure.by().values())
                        + String.format(
                                Locale.ROOT,
                                " %.0f/%.0f=%.2f",
                                figure.numerator(),
                                figure.denominator(),
                                figure.value()))
                .toList();
    }

    private List<String> shown(String name, String by) {
        return shown(figures(name, by, Map.of(), Scope.EVERYTHING));
    }

    @Test
    void ticketCostsWhatIsBookedToItWhereAndWhenItWasClosed() {
        assertThat(shown("cost_of_service", "")).containsExactly("EUR 240/5=48.00");
        assertThat(shown("cost_of_service", "region,month"))
                .containsExactly(
                        "EAST 2026-01 EUR 120/3=40.00", "EAST 2026-02 EUR 30/1=30.00", "EUROPE 2026-01 EUR 90/1=90.00");
        assertThat(shown("cost_of_service", "centre,aspect"))
                .containsExactly(
                        "A labour EUR 130/4=32.50",
                        "A other EUR 0/4=0.00",
                        "A parts EUR 20/4=5.00",
                        "B parts EUR 90/1=90.00");
        assertThat(shown(figures("cost_of_service", "centre", Map.of(Dimension.ASPECT, "parts"), Scope.EVERYTHING)))
                .containsExactly("A EUR 20/4=5.00", "B EUR 90/1=90.00");
        assertThat(shown(figures("cost_of_service", "", Map.of(), new Scope(Set.of("B"), null))))
                .containsExactly("EUR 90/1=90.00");
        // The view says the same: every element over the tickets of all, and all of them together.
        assertThat(it.rows("""
                select aspect, numerator::text, denominator::text, round(value, 2)::text from service.indicator_cost_of_service
                where centre = 'A' and month = '2026-01-01' and (numerator > 0 or aspect is null) order by aspect
                """))
                .extracting(Object::toString)
                .containsExactly("[labour, 100.00, 3, 33.33]", "[parts, 20.00, 3, 6.67]", "[null, 120.00, 3, 40.00]");
    }

    @Test
    void currenciesAreNeverAdded() {
        it.execute("""
                insert into service.cost_entry (kind, region, centre, element, amount, currency, booked_on, ticket, source, evidence, at, who)
                values ('cost', 'EUROPE', 'B', 'transport', 70, 'CNY', '2026-01-15', 5, 'manual', 'e', '2026-02-01Z', 'li')
                """);
        assertThat(shown("cost_of_service", "")).containsExactly("CNY 70/1=70.00", "EUR 240/5=48.00");
    }

    /** A's own budgets are 100 for labour and 40 for parts; Europe has one of 60 for parts, and everybody 1,000 for training. */
    @Test
    void narrowestBudgetIsHeldAgainstWhatWasSpent() {
        new Money(it.database(), it.catalog, () -> it.now).load(HOFER, "budgets", """
                budgets:
                  - {centre: A, element: labour, month: 2026-01, amount: 100, currency: EUR}
                  - {centre: A, element: parts, month: 2026-01, amount: 40, currency: EUR}
                  - {region: EAST, element: parts, month: 2026-01, amount: 4000, currency: EUR}
                  - {region: EUROPE, element: parts, month: 2026-01, amount: 60, currency: EUR}
                  - {element: training, month: 2026-01, amount: 1000, currency: EUR}
                """);
        // Labour of January at A: 60 + 30 + 70, as booked, whether or not the ticket is closed.
        assertThat(shown("budget_use", "aspect"))
                .containsExactly("labour EUR 160/100=1.60", "parts EUR 110/100=1.10", "training EUR 500/1000=0.50");
        List<Figure> regions =
                figures("budget_use", "region,aspect", Map.of(Dimension.ASPECT, "parts"), Scope.EVERYTHING);
        assertThat(shown(regions)).containsExactly("EAST parts EUR 20/40=0.50", "EUROPE parts EUR 90/60=1.50");
        // Europe's budget is seen by whoever sees all of Europe, and by nobody of the east.
        assertThat(shown(figures("budget_use", "", Map.of(), new Scope(Set.of("B"), null))))
                .containsExactly("EUR 90/60=1.50");
        assertThat(shown(figures("budget_use", "", Map.of(), new Scope(Set.of("A"), null))))
                .containsExactly("EUR 180/140=1.29");
    }

    @Test
    void targetOfACentreTurnsItsLight() {
        indicators
                .targets()
                .set(
                        new Targets.Wanted(
                                "cost_of_service",
                                null,
                                "A",
                                null,
                                LocalDate.parse("2026-01-01"),
                                35,
                                45.0,
                                "feedback",
                                null,
                                null),
                        Scope.EVERYTHING,
                        "li");
        assertThat(figures("cost_of_service", "centre,month", Map.of(), Scope.EVERYTHING))
                .extracting(figure -> figure.light().id())
                .containsExactly("amber", "green", "none");
    }
}
