package io.hearthwatch.servicedesk.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promises through a ticket's life, with a clock that the test sets, on a real database. */
class ClocksTest {
    private static final String SERVICE = """
            warehouses: {W: {name: W}}
            centres:
              A: {name: A, time_zone: Asia/Shanghai, latitude: 31, longitude: 121, warehouse: W, hours: {mon-fri: ["08:00-18:00"]}}
            promises:
              repair:
                visit: {normal: PT4H, warn: PT1H, escalate: PT2H}
                finished: {normal: PT20H}
              "*":
                acknowledge: {normal: PT30M, warn: PT10M}
            compensation:
              visit: {amount: 50, currency: CNY}
            pledges:
              time: {amount: 20, currency: CNY, from: 2026-01-01}
            """;

    private static TestDatabase test;
    private static ServiceDesk desk;
    private static int appliance;
    private static volatile Instant now = shanghai("2026-11-20T09:00");
    private static int tickets;

    private Clocks clocks;

    @BeforeAll
    static void open() throws IOException {
        test = TestDatabase.create();
        Catalog catalog = Catalog.load(List.of());
        Fleet fleet = new Fleet(test.database(), catalog, () -> now);
        desk = new ServiceDesk(test.database(), catalog, fleet, () -> now);
        Path file = Files.createTempFile("service", ".yaml");
        desk.load(Files.writeString(file, SERVICE));
        assertThat(desk.load(file).changed()).isZero();
        Files.delete(file);
        appliance =
                fleet.add(NewAppliance.of("a-1", "washing_machine")).appliance().no();
    }

    @AfterAll
    static void close() {
        test.database().close();
    }

    @BeforeEach
    void quiet() {
        clocks = desk.clocks();
        test.database().inTransaction(connection -> {
            Sql.update(connection, "update service.clock_promise set next_at = null where ended_at is null");
            return null;
        });
    }

    /** 2026-11-23 is a Monday. */
    private static Instant shanghai(String wall) {
        return LocalDateTime.parse(wall).atZone(ZoneId.of("Asia/Shanghai")).toInstant();
    }

    private static long ticket(String source, int urgency, String at) {
        now = shanghai(at);
        tickets++;
        return test.database().inTransaction(connection -> {
            long id = Sql.first(
                            connection,
                            """
                            insert into service.ticket (appliance_no, type, component, centre, source, kind, state, urgency, summary,
                                reasons, check_first, opened_at, due_at, expires_at, decision_id, probability)
                            values (?, 'washing_machine', ?, 'A', ?, 'repair', 'opened', ?, '{}', '[]', '[]', ?, ?, ?,
                                case when ? = 'prediction' then gen_random_uuid() end,
                                case when ? = 'prediction' then 0.5 end) returning id
                            """,
                            row -> row.getLong("id"),
                            appliance,
                            "c" + tickets,
                            source,
                            urgency,
                            now,
                            now,
                            now.plus(Duration.ofDays(7)),
                            source,
                            source)
                    .orElseThrow();
            desk.clocks().listener().opened(connection, id, now);
            return id;
        });
    }

    private static void step(long ticket, String from, String to, String at) {
        now = shanghai(at);
        test.database().inTransaction(connection -> {
            Sql.update(connection, """
                    update service.ticket set state = ?, ended_at = case when ? = 'cancelled' then ?::timestamptz end,
                        end_reason = case when ? = 'cancelled' then 'declined' end where id = ?
                    """, to, to, now, to, ticket);
            desk.clocks().listener().stepped(connection, ticket, from, to, now);
            return null;
        });
    }

    private ClockView view(long ticket, String promise) {
        List<ClockView> all = clocks.reads().ofTicket(ticket).stream()
                .filter(each -> each.promise().equals(promise))
                .toList();
        return all.get(all.size() - 1);
    }

    private List<String> alarms(long ticket) {
        return clocks.reads().alarms(Scope.EVERYTHING, false, null, ticket, 100).stream()
                .map(alarm -> alarm.kind() + " " + alarm.role() + " "
                        + LocalDateTime.ofInstant(alarm.raisedAt(), ZoneId.of("Asia/Shanghai")))
                .toList();
    }

    @Test
    void warningBreachAndEscalationComeAtTheirInstantsInWorkingHours() {
        long ticket = ticket("customer", 1, "2026-11-23T17:00");
        ClockView visit = view(ticket, "visit");
        assertThat(visit.dueAt()).isEqualTo(shanghai("2026-11-24T11:00"));
        assertThat(visit.warnAt()).isEqualTo(shanghai("2026-11-24T10:00"));
        step(ticket, "opened", "triaged", "2026-11-23T17:30");
        assertThat(view(ticket, "first_contact").state()).isEqualTo("met");
        assertThat(clocks.nextDue()).contains(shanghai("2026-11-24T10:00"));

        clocks.runDue(shanghai("2026-11-24T09:59"));
        assertThat(alarms(ticket)).isEmpty();
        now = shanghai("2026-11-24T17:00");
        clocks.runDue(now);
        assertThat(alarms(ticket))
                .containsExactly(
                        "escalation headquarters 2026-11-24T15:00",
                        "escalation region_supervisor 2026-11-24T13:00",
                        "breach station_chief 2026-11-24T11:00",
                        "warning dispatcher 2026-11-24T10:00");
        assertThat(clocks.runDue(now)).as("run again, it does nothing").isZero();
        assertThat(clocks.reads().breaches(Scope.EVERYTHING, "open", null, 10).stream()
                        .filter(each -> each.ticket().equals(Long.toString(ticket))))
                .singleElement()
                .satisfies(breach -> {
                    assertThat(breach.promise()).isEqualTo("visit");
                    assertThat(breach.amount()).isEqualByComparingTo("50");
                });
        assertThat(view(ticket, "visit").state()).isEqualTo("breached");
    }

    @Test
    void acknowledgedAlarmsSpareTheNextPerson() {
        long ticket = ticket("customer", 1, "2026-11-23T09:00");
        step(ticket, "opened", "triaged", "2026-11-23T09:10");
        now = shanghai("2026-11-23T13:30");
        clocks.runDue(now);
        Alarm breach =
                clocks.reads().alarms(Scope.EVERYTHING, true, null, ticket, 10).get(0);
        assertThat(breach.kind()).isEqualTo("breach");
        clocks.acknowledgeAlarm(ticket, breach.id(), "chief");
        assertThatThrownBy(() -> clocks.acknowledgeAlarm(ticket, breach.id(), "chief"))
                .isInstanceOf(Refusal.class);
        now = shanghai("2026-11-24T17:00");
        clocks.runDue(now);
        assertThat(alarms(ticket).get(0)).startsWith("breach");
    }

    @Test
    void aWaitingTicketsClocksStandAndPausedTimeStaysCountedWhenThePromiseChanges() {
        long ticket = ticket("customer", 1, "2026-11-27T16:00");
        step(ticket, "opened", "triaged", "2026-11-27T16:10");
        now = shanghai("2026-11-27T17:00");
        clocks.pause(ticket, "customer", "away until Monday", "li");
        assertThat(view(ticket, "visit").state()).isEqualTo("paused");
        assertThat(view(ticket, "visit").dueAt()).isNull();
        assertThatThrownBy(() -> clocks.pause(ticket, "part", "again", "li")).hasMessageContaining("waits already");
        now = shanghai("2026-11-29T12:00");
        clocks.runDue(now);
        clocks.resume(ticket, "li");
        // One of four hours was used on Friday; the weekend added nothing.
        assertThat(view(ticket, "visit").dueAt()).isEqualTo(shanghai("2026-11-30T11:00"));
        assertThat(view(ticket, "visit").paused()).isEqualTo(Duration.ofHours(43));
        clocks.promise(ticket, "visit", Duration.ofHours(8), "the customer prefers the afternoon", "li");
        assertThat(view(ticket, "visit").dueAt()).isEqualTo(shanghai("2026-11-30T15:00"));
        assertThat(alarms(ticket)).isEmpty();
    }

    @Test
    void aDispatchedJobThatNobodyAcknowledgesRaisesAnAlarm() {
        long ticket = ticket("customer", 1, "2026-11-23T09:00");
        step(ticket, "opened", "triaged", "2026-11-23T09:01");
        step(ticket, "triaged", "scheduled", "2026-11-23T09:02");
        step(ticket, "scheduled", "dispatched", "2026-11-23T09:10");
        now = shanghai("2026-11-23T09:45");
        clocks.runDue(now);
        assertThat(alarms(ticket))
                .containsExactly("not_acknowledged dispatcher 2026-11-23T09:40", "warning technician 2026-11-23T09:30");
        clocks.acknowledgeJob(ticket, "t-1");
        assertThat(view(ticket, "acknowledge").state()).isEqualTo("late");
        assertThat(clocks.reads().alarms(Scope.EVERYTHING, true, null, ticket, 10))
                .isEmpty();
        assertThatThrownBy(() -> clocks.acknowledgeJob(ticket, "t-1")).isInstanceOf(Refusal.class);

        // Another dispatch is another job to acknowledge.
        step(ticket, "dispatched", "scheduled", "2026-11-23T09:50");
        step(ticket, "scheduled", "dispatched", "2026-11-23T10:00");
        step(ticket, "dispatched", "confirmed", "2026-11-23T10:10");
        assertThat(view(ticket, "acknowledge").state()).isEqualTo("met");
        assertThat(view(ticket, "acknowledge").round()).isEqualTo(2);
        assertThat(view(ticket, "confirm").state()).isEqualTo("met");
    }

    @Test
    void aStepThatComesTooLateIsABreachEvenIfNobodyLookedInBetween() {
        long ticket = ticket("customer", 1, "2026-11-23T09:00");
        step(ticket, "opened", "triaged", "2026-11-23T09:01");
        step(ticket, "triaged", "scheduled", "2026-11-23T09:02");
        step(ticket, "scheduled", "dispatched", "2026-11-23T09:03");
        step(ticket, "dispatched", "confirmed", "2026-11-23T09:04");
        step(ticket, "confirmed", "on_site", "2026-11-23T13:01");
        assertThat(view(ticket, "visit").state()).isEqualTo("late");
        assertThat(view(ticket, "visit").breachedAt()).isEqualTo(shanghai("2026-11-23T13:00"));
        step(ticket, "on_site", "repaired", "2026-11-23T14:00");
        assertThat(view(ticket, "finished").state()).isEqualTo("met");
    }

    @Test
    void whatIsCriticalAndIntakeCountDayAndNight() {
        long ticket = ticket("fault_code", 3, "2026-11-28T03:00");
        assertThat(view(ticket, "first_contact").dueAt()).isEqualTo(shanghai("2026-11-28T03:30"));
        assertThat(view(ticket, "visit").dueAt()).isEqualTo(shanghai("2026-11-28T07:00"));
        step(ticket, "opened", "cancelled", "2026-11-28T03:05");
        assertThat(view(ticket, "visit").state()).isEqualTo("dropped");
    }

    @Test
    void ofAPredictionSomebodyCallsTheCustomerInWorkingHoursAndTheRestIsPromisedWhenItIsTakenUp() {
        long ticket = ticket("prediction", 1, "2026-11-27T17:00");
        assertThat(clocks.reads().ofTicket(ticket))
                .extracting(ClockView::promise)
                .containsExactly("first_contact");
        // Four hours: one on Friday, three on Monday.
        assertThat(view(ticket, "first_contact").dueAt()).isEqualTo(shanghai("2026-11-30T11:00"));
        now = shanghai("2026-12-02T17:00");
        clocks.runDue(now);
        assertThat(alarms(ticket).get(0)).startsWith("breach station_chief");
        step(ticket, "opened", "triaged", "2026-12-02T17:30");
        assertThat(view(ticket, "visit").startedAt()).isEqualTo(shanghai("2026-12-02T17:30"));
        assertThat(cases(ticket))
                .as("nobody had promised the customer anything")
                .isEmpty();
    }

    @Test
    void aCallAboutAPredictionIsPromisedWhatACallIs() {
        long ticket = ticket("prediction", 1, "2026-11-23T09:00");
        test.database().inTransaction(connection -> {
            Sql.update(connection, "update service.ticket set joined_at = ? where id = ?", now, ticket);
            desk.clocks().listener().called(connection, ticket, now);
            return null;
        });
        assertThat(clocks.reads().ofTicket(ticket))
                .extracting(ClockView::promise)
                .contains("visit", "finished");
    }

    @Test
    void anAlarmThatIsAcknowledgedLateStopsTheEscalationWhicheverItWas() {
        long ticket = ticket("customer", 1, "2026-11-23T09:00");
        step(ticket, "opened", "triaged", "2026-11-23T09:10");
        now = shanghai("2026-11-23T15:30");
        clocks.runDue(now);
        assertThat(alarms(ticket).get(0)).startsWith("escalation region_supervisor");
        Alarm breach = clocks.reads().alarms(Scope.EVERYTHING, true, null, ticket, 10).stream()
                .filter(each -> each.kind().equals("breach"))
                .findFirst()
                .orElseThrow();
        clocks.acknowledgeAlarm(ticket, breach.id(), "chief");
        assertThat(clocks.reads().alarms(Scope.EVERYTHING, true, null, ticket, 10))
                .as("somebody sees to it, so nobody else has to")
                .isEmpty();
        clocks.pause(ticket, "part", "ordered", "li");
        clocks.resume(ticket, "li");
        now = shanghai("2026-11-24T09:30");
        clocks.runDue(now);
        assertThat(alarms(ticket).get(0)).startsWith("escalation region_supervisor");
    }

    @Test
    void whatAPersonPromisedByWhenIsBrokenThenAndCostsByTheSameTariff() {
        long ticket = ticket("customer", 1, "2026-11-23T09:00");
        step(ticket, "opened", "triaged", "2026-11-23T09:10");
        test.database()
                .inTransaction(connection -> Sql.update(connection, """
                insert into service.ticket_promise (ticket, promise, words, due_at, who, at, state)
                values (?, 'time', 'before noon', ?, 'li', ?, 'open')
                """, ticket, shanghai("2026-11-23T12:00"), now));
        assertThat(clocks.nextDue()).contains(shanghai("2026-11-23T12:00"));
        now = shanghai("2026-11-23T12:10");
        clocks.runDue(now);
        assertThat(cases(ticket)).singleElement().satisfies(each -> {
            assertThat(each.source()).isEqualTo("person");
            assertThat(each.promise()).isEqualTo("time");
            assertThat(each.amount()).isEqualByComparingTo("20");
        });
        now = shanghai("2026-11-23T17:00");
        clocks.runDue(now);
        assertThat(cases(ticket)).extracting(BreachCase::promise).containsExactlyInAnyOrder("visit", "time");
        assertThat(clocks.runDue(now)).isZero();
    }

    @Test
    void whatAPersonPromisedIsNotBrokenOnceTheTicketWasCancelledBefore() {
        long ticket = ticket("customer", 1, "2026-11-23T09:00");
        for (String due : List.of("2026-11-23T09:05", "2026-11-23T12:00")) {
            test.database().inTransaction(connection -> Sql.update(connection, """
                    insert into service.ticket_promise (ticket, promise, words, due_at, who, at, state)
                    values (?, 'time', 'soon', ?, 'li', ?, 'open')
                    """, ticket, shanghai(due), now));
        }
        step(ticket, "opened", "cancelled", "2026-11-23T09:10");
        assertThat(clocks.nextDue()).isNotEqualTo(Optional.of(shanghai("2026-11-23T12:00")));
        now = shanghai("2026-11-23T17:00");
        clocks.runDue(now);
        assertThat(cases(ticket)).as("the one that was broken before").hasSize(1);
    }

    private List<BreachCase> cases(long ticket) {
        return clocks.reads().breaches(Scope.EVERYTHING, null, null, 1000).stream()
                .filter(each -> each.ticket().equals(Long.toString(ticket)))
                .toList();
    }

    @Test
    void processesThatLookAtOnceRaiseEachAlarmOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            ticket("customer", 1, "2026-11-23T09:00");
        }
        now = shanghai("2026-11-23T18:00");
        long before = count();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> runs = java.util.stream.IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> new Clocks(test.database(), () -> now).runDue(now)))
                    .toList();
            int steps = 0;
            for (Future<Integer> run : runs) {
                steps += run.get();
            }
            assertThat((long) steps).isEqualTo(count() - before);
            assertThat(count() - before).isGreaterThanOrEqualTo(20 * 4L);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long count() {
        return test.database()
                .withConnection(
                        connection -> Sql.first(connection, "select count(*) from service.alarm", row -> row.getLong(1))
                                .orElseThrow());
    }

    @Test
    void aBreachIsSettledOnce() {
        long ticket = ticket("customer", 1, "2026-11-23T09:00");
        step(ticket, "opened", "triaged", "2026-11-23T09:10");
        now = shanghai("2026-11-23T14:00");
        clocks.runDue(now);
        long breach = clocks.reads()
                .breaches(Scope.EVERYTHING, "open", null, 1)
                .get(0)
                .id();
        assertThatThrownBy(() -> clocks.settle(breach, false, null, null, null, "chief"))
                .isInstanceOf(Refusal.class);
        clocks.settle(breach, true, null, null, null, "chief");
        assertThatThrownBy(() -> clocks.settle(breach, true, null, null, null, "chief"))
                .hasMessageContaining("settled already");
    }
}
