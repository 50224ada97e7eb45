package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.fleet.Work;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Vocabulary;
import io.hearthwatch.predictor.learning.HistorySource;
import io.hearthwatch.predictor.storage.HistoryReader;
import io.hearthwatch.servicedesk.policy.PolicyOutcome;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What tickets find and repair is part of the appliance's history, which models learn from. */
class FoundHistoryStoriesTest extends Stories {
    private static final String PUMP = "drain_pump";
    private static final String PART = "WM-DP-2201";
    private static final String BELT = "WM-BL-4502";
    private static final int FURNISHED = 1;
    private static final Duration HOUR = Duration.ofHours(1);

    private int no(String appliance) {
        return house.fleet.find(appliance).orElseThrow().no();
    }

    private List<ComponentEvent> repairs(String appliance) {
        List<ComponentEvent> repairs = new ArrayList<>();
        house.fleet.repairs(null, new int[] {no(appliance)}, Instant.MAX, Instant.MAX, repairs::add);
        return repairs;
    }

    private List<ComponentEvent> failures(String appliance) {
        List<ComponentEvent> failures = new ArrayList<>();
        house.fleet.failures(null, new int[] {no(appliance)}, Instant.MAX, Instant.MAX, failures::add);
        return failures;
    }

    private void execute(String sql) {
        house.database.database().withConnection(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** From on site to repaired, with a finding and no part. */
    private static TicketWork repaired(TicketWork ticket, String finding) {
        return ticket.does("checklist", "{'items': [{'item': 'licence_shown'}, {'item': 'diagnosed'}]}")
                .does("findings", finding)
                .steps("{'to': 'repaired'}");
    }

    @Test
    void whatACustomersTicketRepairedIsAFailureAndARepairWithTheTicketAsTheirOrigin() {
        String washer = appliance();
        TicketWork ticket = repair(washer).untilOnSite(PUMP);
        assertThat(repairs(washer)).as("nothing is done yet").isEmpty();
        ticket.untilAccepted(PUMP, PART);

        assertThat(repairs(washer)).singleElement().satisfies(repair -> {
            assertThat(repair.component()).isEqualTo(PUMP);
            assertThat(repair.planned()).isFalse();
            assertThat(repair.work()).isEqualTo(new Work(ticket.number, Work.Why.FAILED, PART, "N-" + ticket.number));
        });
        assertThat(failures(washer)).singleElement().satisfies(failure -> {
            assertThat(failure.time().toString())
                    .isEqualTo(ticket.read().get("opened_at").asText());
            assertThat(failure.work().ticket()).isEqualTo(ticket.number);
        });
        JsonNode shown = http.get("/api/v1/appliances/" + washer).json().at("/appliance/history");
        JsonNode history = shown.isMissingNode()
                ? http.get("/api/v1/appliances/" + washer).json().get("history")
                : shown;
        assertThat(history.findValuesAsText("ticket")).containsExactly(ticket.number, ticket.number);
        assertThat(history.get(0).get("serial").asText()).isEqualTo("N-" + ticket.number);

        ticket.untilClosed();
        assertThat(repairs(washer)).hasSize(1);
        assertThat(failures(washer)).hasSize(1);
    }

    @Test
    void theReplacedComponentIsNewToTheModels() {
        String washer = appliance();
        repair(washer).untilOnSite(PUMP).untilAccepted(PUMP, PART);

        Instant later = house.clock.instant().plus(HOUR.multipliedBy(5));
        Vocabulary vocabulary = Vocabulary.of(house.catalog.type("washing_machine"), List.of());
        FeatureExtractor extractor = new FeatureExtractor(vocabulary, Duration.ZERO, Duration.ofDays(7));
        List<float[]> rows = new ArrayList<>();
        new HistoryReader(
                        house.database.database(),
                        house.fleet,
                        house.ingest.stored(),
                        house.catalog.type("washing_machine"),
                        vocabulary,
                        appliance -> appliance.id().equals(washer))
                .forEach(
                        HistorySource.BEGINNING,
                        later,
                        (ApplianceHistory history) -> rows.add(extractor.extract(history, later.toEpochMilli())));
        int pump = vocabulary.components().indexOf(PUMP);
        float[] row = rows.get(0);
        assertThat(row[extractor.column(Feature.Kind.IN_USE, pump)]).isBetween(4.9f, 5.1f);
        assertThat(row[extractor.column(Feature.Kind.REPLACED_180D, pump)]).isEqualTo(1);
        assertThat(row[extractor.column(Feature.Kind.FAILURES_180D, pump)]).isEqualTo(1);
    }

    @Test
    void whatAPredictionFoundWornIsARepairInTimeAndNoFailureButCountsForThePolicy() {
        String washer = house.appliances.get(FURNISHED).id();
        Instant from = house.clock.instant().minus(HOUR);
        PolicyOutcome before = outcome(from);
        house.propose(FURNISHED, PUMP, .9, null);
        TicketWork ticket = TicketWork.of(
                        http, house.desk.ticketsOf(no(washer)).get(0).number())
                .answered();
        house.clock.advance(house.clock.instant().plus(HOUR));
        ticket.untilOnSite(null);
        repaired(ticket, "{'component': '" + PUMP + "', 'part': '" + PART + "'}");

        assertThat(failures(washer)).isEmpty();
        assertThat(repairs(washer)).singleElement().satisfies(repair -> {
            assertThat(repair.averted()).isTrue();
            assertThat(repair.planned()).isTrue();
        });
        PolicyOutcome after = outcome(from);
        assertThat(after.failures() - before.failures()).isEqualTo(1);
        assertThat(after.preempted() - before.preempted()).isEqualTo(1);

        // The technician says that it did not run any more.
        ticket.does("findings", "{'component': '" + PUMP + "', 'failed': true}");
        assertThat(failures(washer)).hasSize(1);
        assertThat(repairs(washer))
                .singleElement()
                .satisfies(repair -> assertThat(repair.averted()).isFalse());
        assertThat(outcome(from).failures() - before.failures()).isEqualTo(1);
    }

    private PolicyOutcome outcome(Instant from) {
        return house.desk.policyOutcome("washing_machine", from, house.clock.instant(), Duration.ZERO);
    }

    @Test
    void correctedFindingMovesItAndNothingFoundTakesItAway() {
        String washer = appliance();
        TicketWork ticket = repair(washer).untilOnSite(PUMP);
        repaired(ticket, "{'component': '" + PUMP + "'}");
        assertThat(repairs(washer)).extracting(ComponentEvent::component).containsExactly(PUMP);

        ticket.does("findings", "{'component': 'heater'}");
        assertThat(repairs(washer)).extracting(ComponentEvent::component).containsExactly("heater");
        assertThat(failures(washer)).extracting(ComponentEvent::component).containsExactly("heater");

        ticket.does("findings", "{'nothing_found': true}");
        assertThat(repairs(washer)).isEmpty();
        assertThat(failures(washer)).isEmpty();
        assertThat(ticket.tries("findings", "{'nothing_found': true, 'failed': true}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whatMisuseBrokeIsNoFailure() {
        String washer = appliance();
        TicketWork ticket = repair(washer).untilOnSite(PUMP);
        ticket.does("checklist", "{'items': [{'item': 'licence_shown'}, {'item': 'diagnosed'}]}")
                .does("findings", "{'component': '" + PUMP + "', 'cause': 'coins', 'misuse': true}");
        ticket.does("quote", "{}")
                .does("consent", "{'agreed': true, 'by': 'Ada', 'how': 'signature'}")
                .steps("{'to': 'repaired'}");
        assertThat(failures(washer)).isEmpty();
        assertThat(repairs(washer))
                .singleElement()
                .satisfies(repair -> assertThat(repair.work().why()).isEqualTo(Work.Why.MISUSE));
    }

    @Test
    void reopenedTicketRepairsAgainAndIsStillOneFailure() {
        String washer = appliance();
        TicketWork ticket = repair(washer).untilOnSite(PUMP);
        repaired(ticket, "{'component': '" + PUMP + "'}")
                .does("checklist", "{'items': " + items(ticket) + "}")
                .does("record-sheet", "{'signed_by': 'Ada', 'ratings': {'attitude': 1}}")
                .steps("{'to': 'accepted'}");
        assertThat(ticket.step()).isEqualTo("reopened");
        house.clock.advance(house.clock.instant().plus(HOUR));
        ticket.untilOnSite(null);
        repaired(ticket, "{'component': 'heater'}");

        assertThat(repairs(washer)).extracting(ComponentEvent::component).containsExactly(PUMP, "heater");
        assertThat(failures(washer))
                .as("the first finding was wrong")
                .extracting(ComponentEvent::component)
                .containsExactly("heater");
    }

    @Test
    void anImportOfTheSameRepairIsNotCountedTwice() {
        String washer = appliance();
        repair(washer).untilOnSite(PUMP).untilAccepted(PUMP, PART);
        Instant at = house.clock.instant();
        Http.Answer answer = http.post(
                "/api/v1/repairs",
                "[{\"appliance\":\"" + washer + "\",\"component\":\"" + PUMP + "\",\"at\":\""
                        + at.minus(HOUR.multipliedBy(20)) + "\"}]");
        assertThat(answer.json().get("repeated").asInt()).isEqualTo(1);
        assertThat(repairs(washer)).hasSize(1);
    }

    @Test
    void ticketsOfAnEarlierVersionAreWrittenIntoHistoryOnceByWhoeverComesFirst() throws Exception {
        List<String> washers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String washer = appliance();
            repair(washer).untilOnSite(PUMP).untilAccepted(PUMP, PART);
            washers.add(washer);
        }
        List<ComponentEvent> live = repairs(washers.get(0));
        execute("delete from fleet.repair; delete from fleet.failure;"
                + " insert into service.history_due select id from service.ticket where appliance_no is not null");
        ExecutorService servers = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(servers.submit(() -> house.desk.forget(house.clock.instant())));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            servers.shutdownNow();
        }
        for (String washer : washers) {
            assertThat(repairs(washer)).hasSize(1);
            assertThat(failures(washer)).hasSize(1);
        }
        assertThat(repairs(washers.get(0))).isEqualTo(live);
    }

    @Test
    void twoStepsAtOnceWriteOneRepair() throws Exception {
        String washer = appliance();
        TicketWork ticket = repair(washer).untilOnSite(PUMP);
        ticket.does("checklist", "{'items': [{'item': 'licence_shown'}, {'item': 'diagnosed'}]}")
                .does("findings", "{'component': '" + PUMP + "'}");
        ExecutorService people = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(people.submit(
                        () -> ticket.triesStep("{'to': 'repaired'}").status()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : all) {
                statuses.add(one.get());
            }
            assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
            all.clear();
            for (int i = 0; i < 4; i++) {
                all.add(people.submit(() ->
                        ticket.tries("findings", "{'component': 'heater'}").status()));
            }
            for (Future<Integer> one : all) {
                assertThat(one.get()).isEqualTo(201);
            }
        } finally {
            people.shutdownNow();
        }
        assertThat(repairs(washer)).hasSize(1);
        assertThat(failures(washer)).hasSize(1);
    }

    @Test
    void kitsAndTheForecastCountWhatTicketsRepaired() {
        String washer = appliance();
        TicketWork asked = TicketWork.open(
                http,
                "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '" + appliance()
                        + "', 'fault_codes': ['E21']}");
        assertThat(needed(asked, BELT)).isEqualTo(.5);
        double before = expected();

        TicketWork ticket = repair(washer).untilOnSite("drive_belt");
        repaired(ticket, "{'component': 'drive_belt', 'part': '" + BELT + "'}");

        assertThat(expected()).isGreaterThan(before);
        house.clock.advance(house.clock.instant().plus(HOUR));
        TicketWork later = TicketWork.open(
                http,
                "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '" + appliance()
                        + "', 'fault_codes': ['E21']}");
        assertThat(needed(later, BELT)).as("2 of 3").isBetween(.66, .67);
    }

    private double needed(TicketWork ticket, String part) {
        return house.desk.spareParts().kits().of(ticket.number, null).orElseThrow().lines().stream()
                .filter(line -> line.part().equals(part))
                .findFirst()
                .orElseThrow()
                .needed();
    }

    private double expected() {
        return house.desk
                .spareParts()
                .forecasts()
                .all("MUNICH", BELT, 30)
                .get(0)
                .expected();
    }

    @Test
    void theIndicatorOfPreemptedFailuresCountsWhatATicketFoundOnce() {
        long before = counted();
        repair().untilOnSite(PUMP).untilAccepted(PUMP, PART).untilClosed();
        assertThat(counted() - before).as("by its ticket").isEqualTo(1);

        // Another component than the ticket was about.
        repaired(repair().untilOnSite(PUMP), "{'component': 'heater'}");
        assertThat(counted() - before).as("and one by itself").isEqualTo(2);
    }

    private long counted() {
        return house.database.database().withConnection(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select count(*) from service.counted_preempted_failures")) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @Test
    void anOpenTicketAboutTheComponentIsToldThatAnotherTicketRepairedIt() {
        String washer = house.appliances.get(7).id();
        TicketWork called = repair(washer).untilOnSite(PUMP);
        house.propose(7, "heater", .9, null);
        TicketWork predicted = TicketWork.of(
                http,
                house.desk.ticketsOf(no(washer)).stream()
                        .filter(ticket -> ticket.component().equals("heater"))
                        .findFirst()
                        .orElseThrow()
                        .number());
        repaired(called, "{'component': 'heater'}");

        assertThat(predicted.read().toString()).contains("repair_recorded").contains(called.number);
    }
}
