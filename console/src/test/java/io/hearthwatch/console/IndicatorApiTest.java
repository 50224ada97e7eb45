package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Indicators over HTTP: figures of tickets worked on over the same API, targets, the cases behind, CSV, and who sees what. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndicatorApiTest {
    private SampleHouse house;
    private Http http;
    private String ticket;

    @BeforeAll
    void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
        TicketWork work = TicketWork.open(
                        http,
                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'words': 'does not drain', 'appliance': '"
                                + house.washer("S-1") + "'}")
                .answered();
        work.untilOnSite("drain_pump").untilAccepted("drain_pump", "WM-DP-2201").untilClosed();
        ticket = work.number;
    }

    @AfterAll
    void close() {
        house.close();
    }

    private JsonNode figures(String query) {
        return http.get("/api/v1/indicators/" + query).json().get("figures");
    }

    @Test
    void everyIndicatorSaysWhatItCountsAndCanBeRead() {
        JsonNode all = http.get("/api/v1/indicators").json().get("indicators");
        assertThat(all).hasSize(27);
        for (JsonNode each : all) {
            assertThat(each.at("/definition/zh").asText()).isNotBlank();
            String name = each.get("name").asText();
            assertThat(http.get("/api/v1/indicators/" + name + "?by=region,centre,type,model,month")
                            .status())
                    .isEqualTo(200);
            assertThat(http.get("/api/v1/indicators/" + name + "/cases").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aTicketFixedAtTheFirstVisitCountsWhereItBelongs() {
        JsonNode figure = figures("first_time_fix?by=centre,month").get(0);
        assertThat(figure.at("/by/centre").asText()).isEqualTo("MUC");
        assertThat(figure.at("/by/month").asText()).isEqualTo("2026-11");
        assertThat(figure.get("value").asDouble()).isEqualTo(1);
        assertThat(figure.get("light").asText()).isEqualTo("green");
        assertThat(figure.at("/target/value").asDouble()).isEqualTo(.85);
        assertThat(http.get("/api/v1/indicators/first_time_fix/cases?centre=MUC")
                        .json()
                        .at("/cases/0/ticket")
                        .asText())
                .isEqualTo(ticket);
        assertThat(http.get("/api/v1/indicators/first_time_fix?centre=HAM").detail())
                .contains("centre: 'HAM' is not known");
        assertThat(figures("omission_rate").get(0).get("value").asDouble()).isZero();
    }

    @Test
    void figuresComeAsCommaSeparatedValues() {
        String csv = http.raw("/api/v1/indicators/first_time_fix/csv?by=centre").body();
        assertThat(csv)
                .startsWith("indicator,centre,numerator")
                .contains("first_time_fix,MUC,1,1,1,share,,1,0.85,0.74,green");
    }

    @Test
    void targetsAreSetByTheirDayAndVersion() {
        String path = "/api/v1/indicators/repair_success/targets";
        String target =
                "{\"valid_from\":\"2026-01-01\",\"value\":0.9,\"source\":\"own_history\",\"note\":\"mean of 2025\"}";
        JsonNode set = http.post(path, target).json();
        assertThat(set.get("version").asInt()).isEqualTo(1);
        assertThat(set.get("limit").asDouble()).isEqualTo(.81);
        assertThat(http.post(path, target).json().get("version").asInt()).isEqualTo(2);
        assertThat(http.get(path).json().get("targets")).hasSize(2);
        assertThat(http.post(path, target.replace("0.9", "9")).status()).isEqualTo(400);
        assertThat(http.post(path, target.replace("own_history", "dream")).status())
                .isEqualTo(400);
        assertThat(http.post(path.replace("repair_success", "luck"), target).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "luck, 404",
        "first_time_fix?by=colour, 400",
        "first_time_fix?from=yesterday, 400",
        "first_time_fix?from=2026-12&to=2026-01, 400",
        "first_time_fix?percentile=0, 400",
        "first_time_fix?colour=red, 400",
        "luck/csv, 404",
        "luck/cases, 404",
        "first_time_fix/cases?limit=0, 400",
        "luck/targets, 404"
    })
    void whatMakesNoSenseIsRefused(String what, int status) {
        Http.Answer answer = http.get("/api/v1/indicators/" + what);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().get("try").asText()).isNotBlank();
    }

    @Test
    void aCentreSeesItsOwnFiguresAndSetsItsOwnTargets() {
        try (SampleHouse other = SampleHouse.furnished(0)) {
            other.load("""
                    centres:
                      HAM: {name: Hamburg, time_zone: Europe/Berlin, latitude: 53.6, longitude: 10.0, warehouse: CENTRAL}
                    """);
            Http open = new Http(other.url());
            open.write(
                    "POST",
                    "/api/v1/tickets/HW-000001/contacts",
                    TicketWork.json("{'channel': 'phone', 'direction': 'out'}"),
                    "application/json");
            var people = other.desk.organisation().people();
            people.add(new Person("chief", "Chief", Role.STATION_CHIEF, null, "HAM", null, true));
            people.add(new Person("hq", "Head", Role.HEADQUARTERS, null, null, null, true));
            String chief = people.token("chief", "test", null);
            String head = people.token("hq", "test", null);
            assertThat(as(open, other, head, "GET", "response_time", null)
                            .json()
                            .get("figures"))
                    .hasSize(1);
            assertThat(as(open, other, chief, "GET", "response_time", null)
                            .json()
                            .get("figures"))
                    .isEmpty();
            assertThat(open.raw(HttpRequest.newBuilder(
                                            URI.create(other.url() + "/api/v1/indicators/response_time/csv?by=centre"))
                                    .header("Authorization", "Bearer " + chief))
                            .body())
                    .doesNotContain("MUC");
            String target = "{\"valid_from\":\"2026-01-01\",\"value\":3600,\"source\":\"feedback\"%s}";
            assertThat(as(open, other, chief, "POST", "response_time/targets", target.formatted(""))
                            .status())
                    .isEqualTo(403);
            assertThat(as(open, other, chief, "POST", "response_time/targets", target.formatted(",\"centre\":\"HAM\""))
                            .status())
                    .isEqualTo(200);
        }
    }

    private static Http.Answer as(Http http, SampleHouse house, String token, String method, String what, String body) {
        String path = "/api/v1/indicators/" + what;
        return http.send(
                method,
                path,
                HttpRequest.newBuilder(URI.create(house.url() + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body)));
    }
}
