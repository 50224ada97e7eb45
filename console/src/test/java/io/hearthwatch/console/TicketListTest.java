package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of tickets by what people ask for. */
class TicketListTest extends Stories {
    private JsonNode list(String query) {
        Http.Answer answer = http.get("/api/v1/tickets?" + query);
        assertThat(answer.status()).as(query + ": " + answer.json()).isEqualTo(200);
        return answer.json();
    }

    private List<String> numbers(String query) {
        List<String> numbers = new ArrayList<>();
        list(query)
                .get("tickets")
                .forEach(ticket -> numbers.add(ticket.get("number").asText()));
        return numbers;
    }

    private static String encoded(String words) {
        return URLEncoder.encode(words, StandardCharsets.UTF_8);
    }

    private TicketWork opened(String more) {
        return opened(appliance(), more);
    }

    private TicketWork opened(String appliance, String more) {
        return TicketWork.open(
                http,
                "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '" + appliance + "'" + more
                        + "}");
    }

    @Test
    void eachFilterLetsThroughItsOwnAndNoOther() {
        TicketWork pump = opened(
                house.washer("S-CARD-1"),
                ", 'component': 'drain_pump', 'urgency': 'low', 'fault_codes': ['E18'], 'household': 'H2'");
        TicketWork door = opened(", 'component': 'door_lock', 'urgency': 'high'");
        for (String filter : List.of("urgency=low", "component=drain_pump", "fault_code=E18", "household=H2")) {
            assertThat(numbers(filter)).as(filter).contains(pump.number).doesNotContain(door.number);
        }
        assertThat(numbers("urgency=high&component=door_lock")).containsExactly(door.number);
        assertThat(numbers("kind=maintenance")).isEmpty();
        assertThat(numbers("source=prediction")).isNotEmpty().doesNotContain(pump.number);
        assertThat(numbers("step=opened")).contains(pump.number, door.number);
        JsonNode shown = list("urgency=low").at("/tickets/0");
        assertThat(shown.get("step").asText()).isEqualTo("opened");
        assertThat(shown.get("household_id").asText()).isEqualTo("H2");
        assertThat(shown.get("waits_for").toString()).contains("information");
    }

    @Test
    void spansOfTimeCountTheirFirstInstantAndNotTheirLast() {
        TicketWork ticket = opened("");
        String opened = ticket.read().get("opened_at").asText();
        String due = ticket.read().get("due_at").asText();
        assertThat(numbers("opened_from=" + opened + "&limit=500")).contains(ticket.number);
        assertThat(numbers("opened_to=" + opened + "&limit=500")).doesNotContain(ticket.number);
        assertThat(numbers("due_from=" + due + "&limit=500")).contains(ticket.number);
        assertThat(numbers("due_to=" + due + "&limit=500")).doesNotContain(ticket.number);
    }

    @Test
    void whatTicketsWaitForIsFound() {
        TicketWork ticket = opened("");
        assertThat(numbers("waits_for=information&limit=500")).contains(ticket.number);
        ticket.answered();
        assertThat(numbers("waits_for=information&limit=500")).doesNotContain(ticket.number);
        ticket.steps("{'to': 'triaged', 'way': 'home', 'fault_class': 'hardware', 'component': 'shock_absorber'}");
        assertThat(numbers("waits_for=support")).contains(ticket.number);
        ticket.does("support/answer", "{'answer': 'push it'}");
        assertThat(numbers("waits_for=support")).doesNotContain(ticket.number);
        ticket.steps("{'to': 'scheduled', 'window_from': '2026-11-23T08:00:00Z', 'window_to': '2026-11-23T10:00:00Z'}")
                .steps("{'to': 'dispatched', 'technician': 'Zhao.Li'}");
        assertThat(numbers("waits_for=acknowledgement")).contains(ticket.number);
        assertThat(numbers("technician=zhao.li")).containsExactly(ticket.number);
        ticket.steps("{'who': 'Zhao.Li', 'to': 'confirmed'}");
        assertThat(numbers("waits_for=acknowledgement")).doesNotContain(ticket.number);
        TicketWork paid = repair().changes(
                        "{'answers': {'production_date': '2020-01-07', 'purchase_date': '2020-03-01'}}")
                .untilOnSite("drain_pump");
        paid.does("quote", "{'lines': [{'item': 'travel'}]}");
        assertThat(numbers("waits_for=consent")).contains(paid.number);
        paid.does("consent", "{'agreed': true, 'by': 'Ada Weber', 'how': 'phone'}");
        assertThat(numbers("waits_for=consent")).doesNotContain(paid.number);
        TicketWork remote = repair().steps("{'to': 'triaged', 'way': 'remote', 'fault_class': 'software'}");
        remote.does("guidance", "{'words': 'restart'}");
        assertThat(numbers("waits_for=check_back")).containsExactly(remote.number);
        assertThat(remote.tries("clocks/pause", "{'for': 'part', 'reason': 'it comes by ship'}")
                        .status())
                .isEqualTo(200);
        assertThat(numbers("waits_for=parts")).contains(remote.number);
    }

    @Test
    void whatTheListCallsMissingIsWhatTheTicketsSayIsMissing() throws SQLException {
        opened("");
        opened(house.washer("S-CARD-2"), ", 'household': 'H2'").answered();
        TicketWork.open(http, "{'kind': 'consultation', 'source': 'customer', 'channel': 'web'}");
        Set<String> listed = new HashSet<>(numbers("waits_for=information&limit=500"));
        for (String number : numbers("limit=500")) {
            boolean missing =
                    !http.get("/api/v1/tickets/" + number).json().get("missing").isEmpty();
            assertThat(listed.contains(number)).as(number).isEqualTo(missing);
        }
    }

    @Test
    void aTicketOfWhichAClockHasRunOutIsOverdue() {
        TicketWork ticket = opened("");
        assertThat(numbers("overdue=true&limit=500")).doesNotContain(ticket.number);
        house.clock.advance(house.clock.instant().plus(Duration.ofDays(9)));
        assertThat(numbers("overdue=true&limit=500")).contains(ticket.number);
        assertThat(numbers("overdue=false&limit=500")).doesNotContain(ticket.number);
    }

    @Test
    void wordsFindNumbersSymptomsModelsSerialsNamesAndPhones() {
        TicketWork ticket = opened(
                ", 'answers': {'symptom': 'Rattles loudly: 排水泵一直响', 'customer_name': 'Grace Hopper', 'phone': '+1 555 0199 8877'}");
        String serial = ticket.read().at("/appliance/id").asText();
        for (String words : List.of(
                ticket.number,
                ticket.number.toLowerCase(java.util.Locale.ROOT),
                ticket.number.substring(3),
                "rattles",
                "loud rattl",
                "水泵",
                serial,
                "hopper",
                "01998877",
                "0199-8877")) {
            assertThat(numbers("limit=500&q=" + encoded(words))).as(words).contains(ticket.number);
        }
        assertThat(numbers("q=" + encoded("rattles quietly"))).isEmpty();
        assertThat(numbers("q=" + encoded("泵水"))).isEmpty();
        assertThat(numbers("q=" + encoded("WM-80") + "&limit=500")).isNotEmpty();
        assertThat(numbers("q=wash%25ing&state=all")).isEmpty();
    }

    @Test
    void pagesGoOnWhereTheyEndedWhateverIsOpenedInBetween() {
        for (int i = 0; i < 12; i++) {
            opened(", 'urgency': '"
                    + List.of("low", "normal", "high", "critical").get(i % 4) + "'");
        }
        for (String sort : List.of("urgency", "due", "-due", "opened", "-opened")) {
            List<String> before = numbers("state=all&limit=500&sort=" + sort);
            List<String> paged = new ArrayList<>();
            String after = "";
            do {
                JsonNode page = list("state=all&limit=5&sort=" + sort + after);
                page.get("tickets").forEach(each -> paged.add(each.get("number").asText()));
                after = page.get("next").isNull()
                        ? null
                        : "&after=" + page.get("next").asText();
                assertThat(page.get("more").asBoolean()).isEqualTo(after != null);
                assertThat(page.get("total_exact").asBoolean()).isTrue();
                opened(", 'urgency': 'critical'");
            } while (after != null && paged.size() < 500);
            assertThat(paged).as(sort).doesNotHaveDuplicates().containsAll(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urgency=very",
                "kind=magic",
                "source=rumour",
                "step=lost",
                "waits_for=godot",
                "household=nobody",
                "technician=nobody",
                "component=flux_capacitor",
                "fault_code=E999",
                "model=none",
                "opened_from=yesterday",
                "due_from=2026-11-20T00:00:00Z&due_to=2026-11-20T00:00:00Z",
                "overdue=maybe",
                "q=x",
                "q=%25%25",
                "sort=colour",
                "after=MTIz",
                "after=%21",
                "sort=due&after=dXJnZW5jeXxpbmZpbml0eXwzfDIwMjYtMTEtMjFUMDA6MDA6MDBafDE"
            })
    void whatMakesNoSenseIsRefusedWithWhatWould(String query) {
        Http.Answer answer = http.get("/api/v1/tickets?" + query);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(400);
        assertThat(answer.json().get("try").asText()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/looks?household=nobody",
                "/parts/ledger?part=none",
                "/parts/forecast?part=none",
                "/indicators/response_time?model=none",
                "/indicators/response_time?lot=none"
            })
    void otherListsRefuseUnknownNamesToo(String path) {
        Http.Answer answer = http.get("/api/v1" + path);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(400);
        assertThat(answer.detail()).contains("is not known");
    }

    @Test
    void openingSaysHowUrgentItIs() {
        Http.Answer answer = http.post(
                "/api/v1/tickets",
                TicketWork.json(
                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'urgency': 'low', 'appliance': '"
                                + appliance() + "'}"));
        assertThat(answer.json().get("urgency").asText()).isEqualTo("low");
    }
}
