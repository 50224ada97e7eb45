package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can be read of the API, over real HTTP and a real database; every answer is also held against the OpenAPI document. */
class ApiTest {
    private static SampleHouse house;
    private static Http http;

    @BeforeAll
    static void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void openTicketsComeMostUrgentFirst() {
        JsonNode page = http.get("/api/v1/tickets").json();
        assertThat(page.get("total").asInt()).isEqualTo(6);
        assertThat(page.get("tickets").findValuesAsText("urgency"))
                .startsWith("critical", "high")
                .endsWith("low");
        JsonNode first = page.get("tickets").get(0);
        assertThat(first.at("/component/id").asText()).isEqualTo("heater");
        assertThat(first.at("/part/state").asText()).isEqualTo("held");
        assertThat(first.at("/centre/zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(first.at("/reason/zh").asText()).contains("排水");
    }

    @Test
    void ticketsArePaged() {
        JsonNode page = http.get("/api/v1/tickets?limit=4").json();
        assertThat(page.get("tickets")).hasSize(4);
        assertThat(page.get("more").asBoolean()).isTrue();
        JsonNode rest = http.get("/api/v1/tickets?limit=4&offset=4").json();
        assertThat(rest.get("tickets")).hasSize(2);
        assertThat(rest.get("more").asBoolean()).isFalse();
    }

    @Test
    void ticketTellsReasonsHintsPartAndCustomer() {
        String id = http.get("/api/v1/tickets?appliance=" + SampleHouse.FIRST)
                .json()
                .at("/tickets/0/id")
                .asText();
        JsonNode ticket = http.get("/api/v1/tickets/" + id).json();
        assertThat(ticket.get("reasons")).hasSize(2);
        assertThat(ticket.at("/check_first/0/code").asText()).isEqualTo("E18");
        assertThat(ticket.at("/reservations/0/number").asText()).isEqualTo("WM-DP-2201");
        assertThat(ticket.at("/reservations/0/warehouse").asText()).isEqualTo("MUNICH");
        assertThat(ticket.at("/household/name").asText()).isEqualTo("Ada Weber");
        assertThat(ticket.at("/events/0/what").asText()).isEqualTo("opened");
        assertThat(ticket.get("horizon").asText()).isEqualTo("PT168H");
        assertThat(http.get("/api/v1/tickets/" + ticket.get("number").asText()).json())
                .isEqualTo(ticket);
    }

    @Test
    void partsTellWhatIsHeldAndWhatMustBeBought() {
        JsonNode parts = http.get("/api/v1/parts").json();
        JsonNode pump = find(parts.get("parts"), "WM-DP-2201", "MUNICH");
        assertThat(pump.get("on_hand").asInt()).isEqualTo(2);
        assertThat(pump.get("reserved").asInt()).isEqualTo(2);
        assertThat(pump.get("available").asInt()).isZero();
        assertThat(pump.get("low").asBoolean()).isTrue();
        assertThat(find(parts.get("parts"), "WM-DP-2201", "CENTRAL").get("low").asBoolean())
                .isFalse();
        assertThat(parts.get("purchases").findValuesAsText("number")).containsExactly("WM-BL-4502");
    }

    private static JsonNode find(JsonNode parts, String number, String warehouse) {
        for (JsonNode part : parts) {
            if (part.get("number").asText().equals(number)
                    && part.at("/warehouse/id").asText().equals(warehouse)) {
                return part;
            }
        }
        throw new AssertionError("no " + number + " at " + warehouse);
    }

    @Test
    void wrongItemsAreListedAndNothingIsStored() {
        Http.Answer answer = http.post("/api/v1/failures", """
                [{"appliance":"WM-04201","component":"drain_pump","at":"2026-11-20T12:00:00Z"},
                 {"appliance":"nobody","component":"drain_pump","at":"2026-11-20T12:00:00Z"},
                 {"appliance":"WM-04201","component":"wheel","at":"2026-11-20T12:00:00Z"},
                 {"appliance":"WM-04201","component":"drain_pump","at":"yesterday"},
                 {"appliance":"WM-04201","component":"drain_pump","at":"2026-11-20T12:00:00Z","planned":true}, 7]
                """);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("items").findValuesAsText("index")).containsExactly("1", "2", "3", "4", "5");
        assertThat(answer.detail()).contains("5 of 6", "nothing was stored", "nobody");
        assertThat(http.get("/api/v1/stored").json().get("failures").asInt()).isZero();
    }

    @Test
    void tooManyItemsAndTooLargeBodiesAreRefused() {
        String many = IntStream.rangeClosed(0, LabelsApi.MOST_ITEMS)
                .mapToObj(i -> "1")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(http.post("/api/v1/failures", many).status()).isEqualTo(413);
        assertThat(http.post("/api/v1/failures", "[\"" + "x".repeat(1 << 20) + "\"]")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void telemetryIsSummarisedToThePointsAskedFor() {
        JsonNode series = http.get("/api/v1/appliances/" + SampleHouse.FIRST + "/telemetry?metric=drain_time&points=50")
                .json();
        assertThat(series.get("points").size()).isBetween(40, 52);
        assertThat(series.at("/metric/unit").asText()).isEqualTo("s");
        JsonNode faults =
                http.get("/api/v1/appliances/" + SampleHouse.FIRST + "/faults").json();
        assertThat(faults.get("faults").findValuesAsText("at"))
                .isSortedAccordingTo(java.util.Comparator.reverseOrder())
                .hasSize(6);
    }

    @Test
    void appliancesAreFoundByAPieceOfTheirId() {
        JsonNode found = http.get("/api/v1/appliances?q=wm-042&limit=2").json();
        assertThat(found.get("appliances").findValuesAsText("last_reading")).hasSize(2);
        assertThat(found.get("more").asBoolean()).isTrue();
        assertThat(found.at("/appliances/0/score/component/id").asText()).isEqualTo("drain_pump");
        assertThat(http.get("/api/v1/appliances?q=%25").json().get("appliances"))
                .isEmpty();
        assertThat(http.get("/api/v1/appliances?type=refrigerator").json().get("appliances"))
                .hasSize(1);
        assertThat(http.get("/api/v1/appliances?after=WM-04423").json().get("appliances"))
                .hasSize(1);
    }

    @Test
    void figuresAndCountersAreServed() {
        JsonNode stored = http.get(
                        "/api/v1/stored?type=washing_machine&from=2026-11-19T14:35:00Z&to=2026-11-20T14:35:00Z")
                .json();
        assertThat(stored.get("readings").asInt())
                .isEqualTo((int) Duration.ofDays(1).toMinutes() / 30 - 1);
        assertThat(stored.get("faults").asInt()).isEqualTo(1);
        assertThat(http.get("/api/v1/ingest").json().get("received").asInt()).isZero();
        assertThat(http.get("/api/v1/overview").json().at("/figures/appliances").asInt())
                .isEqualTo(9);
        assertThat(http.get("/api/v1/types").json().get("types")).hasSize(5);
        assertThat(http.get("/api/v1/types/washing_machine")
                        .json()
                        .get("metrics")
                        .size())
                .isGreaterThan(8);
    }

    @Test
    void scoresSayWhatTheyRestOnAndGiveEveryHorizon() {
        JsonNode appliance = http.get("/api/v1/appliances/" + SampleHouse.FIRST).json();
        JsonNode scores = appliance.get("scores");
        assertThat(scores.findValuesAsText("basis")).startsWith("model").contains("prior", "too_little_data");
        assertThat(scores.get(0).at("/sentence/en").asText()).startsWith("83 % likely that the drain pump fails");
        assertThat(scores.get(0).get("outlooks").findValuesAsText("horizon"))
                .containsExactly("PT24H", "PT168H", "PT720H");
        JsonNode none = scores.get(scores.size() - 1);
        assertThat(none.get("probability").isNull()).isTrue();
        assertThat(none.at("/sentence/zh").asText()).contains("数据太少");
        assertThat(appliance.at("/strangeness/strange").asBoolean()).isTrue();
    }

    @Test
    void reasonsAddUpToTheScore() {
        JsonNode components = http.get("/api/v1/appliances/" + SampleHouse.FIRST + "/reasons")
                .json()
                .get("components");
        assertThat(components).hasSize(2);
        JsonNode first = components.get(0);
        double sum = first.get("base").asDouble() + first.get("rest").asDouble();
        for (JsonNode reason : first.get("reasons")) {
            sum += reason.get("contribution").asDouble();
        }
        assertThat(sum).isCloseTo(first.get("log_odds").asDouble(), within(1e-9));
        assertThat(1 / (1 + Math.exp(-sum))).isCloseTo(first.get("probability").asDouble(), within(1e-3));
    }

    @Test
    void strangeAppliancesCanBeListedAlone() {
        JsonNode strange = http.get("/api/v1/appliances?strange=true").json().get("appliances");
        assertThat(strange.findValuesAsText("id")).contains(SampleHouse.FIRST);
        assertThat(strange).hasSize(1);
        assertThat(strange.get(0).at("/strangeness/reason/zh").asText()).contains("排水时间");
        assertThat(http.get("/api/v1/appliances?strange=true&q=nowhere").json().get("appliances"))
                .isEmpty();
        assertThat(http.get("/api/v1/appliances?strange=maybe").status()).isEqualTo(400);
    }
}
