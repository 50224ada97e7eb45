package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no rule of the service lets through, whatever they are about: each is told what to do instead. */
class RefusalStoriesTest extends Stories {
    private static final String QUESTION =
            "{'kind': 'consultation', 'source': 'customer', 'channel': 'chat', 'centre': 'MUC', 'words': 'which one?'}";

    @ParameterizedTest
    @CsvSource({
        "/api/v1/tickets/1, 'GET, PATCH'",
        "/api/v1/tickets, 'GET, POST'",
        "/api/v1/tickets/1/findings, POST",
        "/api/v1/technicians/t-1, 'GET, PATCH'",
        "/api/v1/parts, GET"
    })
    void nothingIsDeleted(String path, String allowed) {
        HttpResponse<String> answer =
                http.raw(HttpRequest.newBuilder(URI.create(house.url() + path)).DELETE());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains(allowed);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains("what was recorded stays").contains("\"try\":\"use " + allowed);
        assertThat(http.get("/api/v1/tickets/1").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tickets/%00",
                "/api/v1/tickets?appliance=%00",
                "/api/v1/appliances/WM%00",
                "/api/v1/households/%00/preferences",
                "/api/v1/technicians?centre=%00"
            })
    void addressesThatNoDatabaseHoldsAreRefused(String path) {
        Http.Answer answer = http.get(path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("try").asText()).contains("%00");
    }

    @Test
    void textsThatNoDatabaseHoldsAreRefused() {
        Http.Answer words = http.post(
                "/api/v1/tickets",
                TicketWork.json("{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '"
                        + appliance() + "', 'words': 'a\\u0000b'}"));
        assertThat(words.status()).isEqualTo(400);
        assertThat(words.detail()).contains("NUL");
        assertThat(http.post(
                                "/api/v1/parts/receipts",
                                TicketWork.json(
                                        "{'key': 'n\\u0000', 'warehouse': 'MUNICH', 'part': 'WM-DL-6101', 'quantity': 1}"))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/alarms?role=dispatchers, dispatcher",
        "/api/v1/complaints?class=services, service",
        "/api/v1/technicians?fault_class=hard, hardware",
        "/api/v1/parts/reservations?state=hold, held"
    })
    void aListOfWhatCannotBeSaysWhatCan(String path, String known) {
        Http.Answer answer = http.get(path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("try").asText()).contains(known);
    }

    @Test
    void halfACharacterIsRefusedRatherThanKeptAsAnother() {
        Http.Answer half = http.post(
                "/api/v1/tickets",
                TicketWork.json("{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '"
                        + appliance() + "', 'words': 'broken \\ud83d'}"));
        assertThat(half.status()).isEqualTo(400);
        assertThat(half.detail()).contains("surrogate");
        TicketWork whole = repair().does("contacts", "{'channel': 'chat', 'words': 'broken \\ud83d\\ude00'}");
        assertThat(whole.read().get("contacts").findValuesAsText("words")).contains("broken \ud83d\ude00");
    }

    @Test
    void anEmptyOrEndlessKeyIsRefused() {
        for (String key : new String[] {"", "  ", "x".repeat(201)}) {
            Http.Answer answer =
                    http.write("POST", "/api/v1/tickets", TicketWork.json(QUESTION), List.of("Idempotency-Key", key));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().get("try").asText()).contains("UUID");
        }
    }

    @Test
    void aKeyBelongsToTheOneWhoAsks() {
        List<String> key = List.of("Idempotency-Key", "monday-1");
        Http.Answer li = http.write("POST", "/api/v1/tickets", TicketWork.json(QUESTION), key);
        Http.Answer wang =
                http.write("POST", "/api/v1/tickets", TicketWork.json(QUESTION.replace("{", "{'who': 'Wang', ")), key);
        assertThat(li.status()).isEqualTo(201);
        assertThat(wang.status()).as(wang.json().toString()).isEqualTo(201);
        assertThat(wang.json().get("number")).isNotEqualTo(li.json().get("number"));
        assertThat(http.write("POST", "/api/v1/tickets", TicketWork.json(QUESTION), key)
                        .json())
                .isEqualTo(li.json());
        assertThat(http.write(
                                "POST",
                                "/api/v1/tickets",
                                TicketWork.json(QUESTION.replace("consultation", "complaint")),
                                key)
                        .status())
                .isEqualTo(422);
    }

    @Test
    void whoOpensATicketIsToldWhereItIs() {
        HttpResponse<String> opened = http.raw(HttpRequest.newBuilder(URI.create(house.url() + "/api/v1/tickets"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(TicketWork.json(QUESTION))));
        assertThat(opened.statusCode()).isEqualTo(201);
        String location = opened.headers().firstValue("location").orElseThrow();
        assertThat(http.get(location).json().get("kind").asText()).isEqualTo("consultation");
    }

    @Test
    void whatWouldBeTakenAlongInAVanThatIsNotThereIsNotKnown() {
        assertThat(http.get(repair().path() + "/kit?van=nowhere").status()).isEqualTo(404);
    }

    @Test
    void whoRefusesACompensationSaysWhy() {
        TicketWork ticket = repair().does("promises", "{'promise': 'other', 'words': 'a call'}");
        ticket.does("promises/" + ticket.read().at("/promises/0/id").asText(), "{'kept': false}");
        String path = "compensations/" + ticket.read().at("/compensations/0/id").asText();
        Http.Answer answer = ticket.tries(path, "{'state': 'refused'}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("try").asText()).contains("note");
    }

    @Test
    void whatIsNoJsonSaysWhereAndNothingOfTheParser() {
        Http.Answer answer = http.post("/api/v1/tickets", "{");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains("line 1, column").doesNotContain("Source", "StreamRead");
        assertThat(http.post("/api/v1/tickets", "{\"who\": \"" + "x".repeat(1 << 21) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(http.write("POST", "/api/v1/tickets", "who=Li", "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void stepOfAVersionThatHasPassedIsRefusedAndTheNewestIsTold() {
        TicketWork ticket = repair();
        String read = http.get(ticket.path()).etag();
        ticket.does("contacts", "{'channel': 'phone'}");
        Http.Answer stale = http.write(
                "POST",
                ticket.path() + "/steps",
                TicketWork.json("{'to': 'triaged', 'way': 'home'}"),
                List.of("If-Match", read));
        assertThat(stale.status()).isEqualTo(412);
        assertThat("\"" + stale.json().get("version").asText() + "\"")
                .isEqualTo(http.get(ticket.path()).etag());
        assertThat(ticket.step()).isEqualTo("opened");
    }
}
