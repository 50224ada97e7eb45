package io.hearthwatch.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.clock.BreachCase;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cases of broken promises that the version before had opened are found where they are now. */
class PromisesUpgradeTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

    private static String migration() throws IOException {
        try (InputStream in =
                PromisesUpgradeTest.class.getResourceAsStream("/db/service/V28__one_idea_of_a_promise.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void casesAndTariffsOfBrokenClocksMoveIntoTheOneTable() throws IOException {
        TestDatabase test = TestDatabase.create();
        try {
            Catalog catalog = Catalog.load(List.of());
            ServiceDesk desk = new ServiceDesk(
                    test.database(), catalog, new Fleet(test.database(), catalog, () -> NOW), () -> NOW);
            String after = migration();
            test.database().inTransaction(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(BACK);
                    statement.execute(BEFORE);
                    return statement.execute(after);
                }
            });
            List<BreachCase> cases = desk.clocks().reads().breaches(Scope.EVERYTHING, null, null, 10);
            assertThat(cases).extracting(BreachCase::promise).containsExactly("visit", "time");
            assertThat(cases).extracting(BreachCase::source).containsExactly("rule", "person");
            assertThat(cases.get(0).state()).isEqualTo("open");
            desk.clocks().settle(cases.get(0).id(), true, null, null, null, "chief");
            assertThat(desk.clocks().reads().breaches(Scope.EVERYTHING, "paid", null, 10))
                    .singleElement()
                    .satisfies(paid -> assertThat(paid.amount()).isEqualByComparingTo("50"));
        } finally {
            test.database().close();
        }
    }

    /** The schema as it was. */
    private static final String BACK = """
            drop view service.licence_cause;
            drop view service.promise;
            drop view service.breach_case;
            drop index service.ticket_promise_due;
            drop index service.compensation_case_open;
            drop index service.compensation_case_ticket;
            alter table service.compensation_case drop column clock, drop column breach, alter column promise set not null;
            create table service.breach_tariff (promise text primary key, amount numeric(12, 2) not null, currency text not null);
            create table service.breach_case (
                id bigint generated always as identity primary key,
                promise bigint not null unique references service.clock_promise,
                ticket bigint not null references service.ticket, centre text references service.centre, amount numeric(12, 2),
                currency text, opened_at timestamptz not null, state text not null, ended_at timestamptz, ended_by text, note text);
            """;

    private static final String BEFORE = """
            insert into service.breach_tariff values ('visit', 50, 'CNY');
            insert into service.ticket (type, component, source, kind, state, urgency, summary, reasons, check_first, opened_at, due_at)
                values ('washing_machine', 'unknown', 'customer', 'consultation', 'opened', 1, '{}', '[]', '[]',
                    '2026-11-19T09:00:00Z', '2026-11-20T09:00:00Z');
            insert into service.clock_promise (ticket, promise, round, round_the_clock, promised_seconds, warn_seconds, escalate_seconds,
                    started_at, due_at, breached_at)
                values (1, 'visit', 1, false, 60, 0, 60, '2026-11-19T09:00:00Z', '2026-11-19T09:01:00Z', '2026-11-19T09:01:00Z');
            insert into service.breach_case (promise, ticket, amount, currency, opened_at, state)
                values (1, 1, 50, 'CNY', '2026-11-19T09:01:00Z', 'open');
            insert into service.ticket_promise (ticket, promise, words, due_at, who, at, state, ended_at, ended_by)
                values (1, 'time', 'noon', '2026-11-19T12:00:00Z', 'li', '2026-11-19T09:00:00Z', 'broken', '2026-11-19T12:00:00Z', 'li');
            insert into service.compensation_case (promise, ticket, amount, currency, state, opened_at)
                values (1, 1, 20, 'CNY', 'open', '2026-11-19T12:00:00Z');
            """;
}
