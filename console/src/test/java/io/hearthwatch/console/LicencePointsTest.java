package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.organisation.People;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens on tickets costs and earns technicians licence points, once, and is taken back where it was no fault. */
class LicencePointsTest {
    private SampleHouse house;
    private Http http;
    private TicketWork ticket;
    private String licence;

    @BeforeEach
    void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
        ticket = TicketWork.open(
                        http,
                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '"
                                + house.washer("L-1") + "'}")
                .answered();
        http.post(
                "/api/v1/technicians",
                "{\"id\":\"" + ticket.technician
                        + "\",\"name\":\"Zhao\",\"centre\":\"MUC\",\"skills\":{\"*\":[\"*\"]}}");
        licence = "/api/v1/technicians/" + ticket.technician;
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void book() {
        house.desk.licences().runDue(house.clock.instant());
    }

    private JsonNode technician() {
        return http.get(licence).json();
    }

    private List<String> reasons() {
        List<String> all = new ArrayList<>();
        technician()
                .get("moves")
                .forEach(move -> all.add(
                        move.get("points").asInt() + " " + move.get("reason").asText()));
        return all;
    }

    @Test
    void workOutOfStandardCostsPointsOnceAndAReviewDoesNotCostThemTwice() {
        ticket.untilOnSite("drain_pump").untilAccepted("drain_pump", "WM-DP-2201");
        book();
        assertThat(reasons()).containsExactly("-5 out_of_standard");
        JsonNode move = technician().at("/moves/0");
        assertThat(move.get("by_rule").asBoolean()).isTrue();
        assertThat(move.at("/cause/en").asText())
                .isEqualTo("left undone: put on shoe covers, lay out mat and cloth,"
                        + " look over the other appliances of the household, clean up");
        assertThat(move.at("/cause/zh").asText()).isEqualTo("未按规范完成：穿鞋套、铺垫布、盖布、一站式通检、清理现场");
        assertThat(move.get("ticket").asText())
                .isEqualTo(ticket.read().get("number").asText());
        ticket.does("review", "{'who': 'Wang', 'passed': false, 'remarks': 'no test run'}");
        book();
        book();
        assertThat(reasons()).containsExactly("-5 out_of_standard");
    }

    @Test
    void aBrokenPromiseThatIsExcusedGivesThePointsBack() {
        ticket.untilOnSite("drain_pump")
                .does("promises", "{'promise': 'time', 'words': 'back at nine', 'due_at': '2026-11-25T08:00:00Z'}");
        ticket.does("promises/" + ticket.read().at("/promises/0/id").asText(), "{'kept': false}");
        book();
        assertThat(reasons()).containsExactly("-3 broken_promise");
        assertThat(technician().at("/moves/0/cause/en").asText())
                .isEqualTo("promise broken: the time that the customer was told");
        assertThat(technician().at("/moves/0/cause/zh").asText()).isEqualTo("承诺未兑现：向用户承诺的时间");
        ticket.does(
                "compensations/" + ticket.read().at("/compensations/0/id").asText(),
                "{'state': 'refused', 'note': 'a flood closed the road'}");
        book();
        book();
        assertThat(reasons()).containsExactly("3 cancelled", "-3 broken_promise");
        assertThat(technician().get("points").asInt()).isEqualTo(100);
        assertThat(technician().at("/moves/1/cancelled").asBoolean()).isTrue();
    }

    /** The promise that is open is broken now. */
    private void breaks() {
        ticket.does("promises/" + ticket.read().at("/promises/0/id").asText(), "{'kept': false}");
        book();
    }

    private TicketWork promised() {
        return ticket.does(
                "promises", "{'promise': 'time', 'words': 'back at nine', 'due_at': '2026-11-25T08:00:00Z'}");
    }

    @Test
    void aPromiseThatBreaksWithNobodySentSinceTheReopeningCostsNobodyPoints() {
        ticket.untilOnSite("drain_pump").untilAccepted("drain_pump", "WM-DP-2201");
        promised().steps("{'to': 'reopened', 'reason': 'still leaks'}");
        breaks();
        assertThat(reasons()).containsExactly("-5 out_of_standard");
    }

    @Test
    void aPromiseThatBreaksAtAnotherCentreOrAfterTheVisitWasCalledOffCostsNobodyPointsWhoWasToCome() {
        house.load("""
                centres:
                  POT: {name: {en: Potsdam, zh: 波茨坦}, time_zone: Europe/Berlin, latitude: 52.4, longitude: 13.1, warehouse: MUNICH}
                """);
        promised()
                .steps("{'to': 'triaged', 'way': 'home', 'fault_class': 'hardware', 'component': 'drain_pump'}")
                .steps(
                        "{'to': 'scheduled', 'window_from': '2026-11-24T08:00:00Z', 'window_to': '2026-11-24T10:00:00Z'}")
                .steps("{'to': 'dispatched', 'technician': '" + ticket.technician + "'}");
        Http.Answer given = http.write(
                "POST",
                ticket.path() + "/hand-over",
                TicketWork.json("{'centre': 'POT', 'cause': 'load', 'reason': 'flood'}"),
                List.of("If-Match", http.get(ticket.path()).etag()));
        assertThat(given.status()).as(given.json().toString()).isEqualTo(200);
        breaks();
        assertThat(reasons()).isEmpty();
    }

    @Test
    void aPromiseThatBreaksWhileSomebodyIsOnTheWayCostsThemPoints() {
        promised()
                .steps("{'to': 'triaged', 'way': 'home', 'fault_class': 'hardware', 'component': 'drain_pump'}")
                .steps(
                        "{'to': 'scheduled', 'window_from': '2026-11-24T08:00:00Z', 'window_to': '2026-11-24T10:00:00Z'}")
                .steps("{'to': 'dispatched', 'technician': '" + ticket.technician + "'}");
        breaks();
        assertThat(reasons()).containsExactly("-3 broken_promise");
    }

    @Test
    void aCustomerWhoGivesFullMarksEarnsPointsAndASecondVisitCostsSome() {
        ticket.untilOnSite("drain_pump")
                .steps("{'who': '" + ticket.technician
                        + "', 'to': 'scheduled', 'window_from': '2026-11-24T08:00:00Z', 'window_to': '2026-11-24T10:00:00Z',"
                        + " 'reason': 'a part is missing', 'customer_agreed': true}")
                .steps("{'to': 'dispatched', 'technician': '" + ticket.technician + "'}")
                .steps("{'who': '" + ticket.technician + "', 'to': 'confirmed'}")
                .steps("{'who': '" + ticket.technician + "', 'to': 'on_site'}")
                .untilAccepted("drain_pump", "WM-DP-2201");
        http.post(
                ticket.path() + "/survey",
                "{\"channel\":\"phone\",\"attitude\":5,\"efficiency\":5,\"quality\":5,\"product\":5,\"solved\":true}");
        ticket.untilClosed();
        book();
        assertThat(reasons()).contains("1 delighted_customer", "-2 not_fixed_first");
    }

    @Test
    void whoFallsBelowSixtyIsSentNoMoreUntilTheEntryIsCancelled() {
        http.post(
                "/api/v1/technicians",
                "{\"id\":\"spare\",\"name\":\"Spare\",\"centre\":\"MUC\",\"skills\":{\"*\":[\"*\"]}}");
        ticket.steps("{'to': 'triaged', 'way': 'home', 'fault_class': 'hardware', 'component': 'drain_pump'}")
                .steps(
                        "{'to': 'scheduled', 'window_from': '2026-11-24T08:00:00Z', 'window_to': '2026-11-24T10:00:00Z'}");
        String planned =
                http.get(ticket.path() + "/why").json().get("technician").asText();
        String path = "/api/v1/technicians/" + planned;
        http.post("/api/v1/dispatch/MUC/plan", "{\"day\":\"2026-11-24\"}");
        http.post(path + "/points", "{\"points\":-45,\"reason\":\"overcharge\",\"remarks\":\"twice the price\"}");
        assertThat(http.get(path).json().get("band").asText()).isEqualTo("eliminated");
        book();
        house.desk.dispatch().runDue(house.clock.instant());
        assertThat(http.get(ticket.path() + "/why").json().get("technician").asText())
                .isNotEqualTo(planned);
        String move = http.get(path).json().at("/moves/0/id").asText();
        assertThat(http.post(path + "/moves/" + move + "/cancel", "{}").status())
                .isEqualTo(400);
        Http.Answer cancelled =
                http.post(path + "/moves/" + move + "/cancel", "{\"remarks\":\"it was another ticket\"}");
        assertThat(cancelled.json().get("points").asInt()).isEqualTo(100);
        assertThat(cancelled.json().get("band").asText()).isEqualTo("normal");
        assertThat(cancelled.json().get("may_work").asBoolean()).isTrue();
        assertThat(http.post(path + "/moves/" + move + "/cancel", "{\"remarks\":\"again\"}")
                        .status())
                .isEqualTo(409);
        assertThat(http.post(licence + "/moves/999/cancel", "{\"remarks\":\"none\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theTariffIsDataOfHeadquartersAndCountsFromItsDayOn() {
        assertThat(http.get("/api/v1/licence-tariff").json().get("tariff")).hasSize(6);
        assertThat(http.post(
                                "/api/v1/licence-tariff",
                                "{\"reason\":\"overcharge\",\"valid_from\":\"2026-11-19\",\"points\":-20}")
                        .status())
                .isEqualTo(409);
        assertThat(http.post(
                                "/api/v1/licence-tariff",
                                "{\"reason\":\"overcharge\",\"valid_from\":\"2026-11-20\",\"points\":20}")
                        .status())
                .isEqualTo(400);
        http.post(
                "/api/v1/licence-tariff",
                "{\"reason\":\"out_of_standard\",\"valid_from\":\"2026-11-20\",\"points\":-7}");
        ticket.untilOnSite("drain_pump").untilAccepted("drain_pump", "WM-DP-2201");
        book();
        assertThat(reasons()).containsExactly("-7 out_of_standard");
        People people = house.desk.organisation().people();
        people.add(new Person("chief", "Chief", Role.STATION_CHIEF, null, "MUC", null, true));
        String token = people.token("chief", "test", null);
        assertThat(http.write(
                                "POST",
                                "/api/v1/licence-tariff",
                                "{\"reason\":\"overcharge\",\"valid_from\":\"2026-11-20\",\"points\":-2}",
                                List.of("Authorization", "Bearer " + token))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void manyPassesAtOnceCountOnce() throws Exception {
        ticket.untilOnSite("drain_pump").untilAccepted("drain_pump", "WM-DP-2201");
        // As if the note had been left several times.
        house.database.database().withConnection(connection -> {
            try (var insert = connection.prepareStatement(
                    "insert into service.licence_due (ticket) select ticket from service.record_sheet, generate_series(1, 400)")) {
                return insert.executeUpdate();
            }
        });
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Instant at = house.clock.instant();
            List<Callable<Integer>> passes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                passes.add(() -> house.desk.licences().runDue(at));
            }
            int booked = 0;
            for (Future<Integer> pass : threads.invokeAll(passes)) {
                booked += pass.get();
            }
            assertThat(booked).isEqualTo(1);
        } finally {
            threads.shutdown();
        }
        assertThat(reasons()).containsExactly("-5 out_of_standard");
        assertThat(house.desk.licences().nextDue()).isEmpty();
    }
}
