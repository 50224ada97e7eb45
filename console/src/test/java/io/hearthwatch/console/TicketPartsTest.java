package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.catalog.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Parts that are built in under tickets: their units, their stock, and who pays for each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketPartsTest {
    private static final String TERMS = """
            guarantees:
              washing_machine:
                - {from: 2010-01-01, refund_days: 7, exchange_days: 15, repair_months: 12, main_part_months: 36,
                   main_components: [drain_pump], failed_repairs: 2, repair_guarantee_days: 90, source: national}
            prices: {WM-HS-3021: {amount: 9, currency: EUR}}
            """;

    private SampleHouse house;
    private Http http;
    private int appliances;
    private int keys;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        house = SampleHouse.furnished(0);
        house.load(TERMS);
        house.desk
                .spareParts()
                .load(Files.writeString(
                        directory.resolve("parts.yaml"),
                        "parts: {WM-HE-3020: {serialised: true, returnable: true}, WM-HS-3021: {returnable: true}}"));
        http = new Http(house.url());
        assertThat(Catalog.load(java.util.List.of()).type("washing_machine").parts())
                .containsKey("WM-HE-3020");
        stock("WM-HE-3020", "\"HE-1\",\"HE-2\"", 2);
    }

    private void stock(String part, String serials, int units) {
        Http.Answer answer = http.post(
                "/api/v1/parts/receipts",
                "{\"key\":\"r" + keys++ + "\",\"who\":\"Li\",\"warehouse\":\"MUNICH\",\"part\":\"" + part
                        + "\",\"quantity\":" + units + ",\"serials\":[" + serials + "]}");
        assertThat(answer.status()).as(answer.detail()).isEqualTo(200);
    }

    @AfterAll
    void close() {
        house.close();
    }

    /** On site for a heater of an appliance that was bought on a day. */
    private TicketWork onSite(String bought, String component) {
        return TicketWork.open(
                        http,
                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '"
                                + house.washer("P-" + ++appliances) + "'}")
                .answered()
                .changes("{'answers': {'production_date': '2020-01-07', 'purchase_date': '" + bought + "'}}")
                .untilOnSite(component)
                .does("findings", "{'component': '" + component + "', 'cause': 'worn'}");
    }

    private JsonNode unit(String serial) {
        return http.get("/api/v1/parts/serials?part=WM-HE-3020&serial=" + serial)
                .json()
                .get("unit");
    }

    @Test
    void theUnitThatIsBuiltInIsTakenFromTheStockAtOnceAndOnlyOnce() {
        TicketWork ticket = onSite("2026-03-01", "heater");
        Http.Answer none = ticket.tries("parts", "{'part': 'WM-HE-3020'}");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.detail()).contains("has serial numbers");
        Http.Answer fake = ticket.tries("parts", "{'part': 'WM-HE-3020', 'new_serial': 'FAKE-1'}");
        assertThat(fake.status()).isEqualTo(409);
        assertThat(fake.detail()).contains("not genuine");
        ticket.does("parts", "{'part': 'WM-HE-3020', 'faulty_serial': 'OLD-1', 'new_serial': 'HE-1'}");
        assertThat(unit("HE-1").get("state").asText()).isEqualTo("fitted");
        assertThat(unit("HE-2").get("state").asText()).isEqualTo("in_stock");
        long id = ticket.read().get("id").asLong();
        JsonNode held = http.get("/api/v1/parts/reservations?part=WM-HE-3020&ticket=" + id)
                .json()
                .at("/reservations/0");
        assertThat(held.get("state").asText()).isEqualTo("consumed");
        JsonNode due = http.get("/api/v1/parts/old-parts").json().get("old_parts");
        assertThat(due.findValuesAsText("old_serial")).contains("OLD-1");
        assertThat(due.findValuesAsText("new_serial")).contains("HE-1");

        TicketWork other = onSite("2026-03-01", "heater");
        Http.Answer twice = other.tries("parts", "{'part': 'WM-HE-3020', 'new_serial': 'HE-1'}");
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.detail()).contains("HE-1", ticket.number);
        // What is refused moves nothing.
        assertThat(other.read().get("part_lines")).isEmpty();
        assertThat(http.get("/api/v1/parts/audit").json().get("good").asBoolean())
                .isTrue();
    }

    @Test
    void eachPartHasItsOwnGuarantee() {
        // Bought two years ago: the drain pump is a main component, the heater is not.
        TicketWork ticket = onSite("2024-11-01", "drain_pump");
        ticket.does("parts", "{'part': 'WM-DP-2201', 'new_serial': 'DP-77'}")
                .does("findings", "{'component': 'heater', 'cause': 'scale'}")
                .does("quote", "{'lines': [{'item': 'part', 'part': 'WM-HS-3021'}]}")
                .does("consent", "{'agreed': true, 'by': 'Ada', 'how': 'signature'}")
                .does("parts", "{'part': 'WM-HS-3021', 'new_serial': 'HS-77'}");
        assertThat(ticket.read().get("part_lines").findValuesAsText("payer")).containsExactly("warranty", "customer");
        // The heater's sensor that we built in is guaranteed by itself, in whichever appliance it is now.
        TicketWork later = onSite("2020-11-01", "heater");
        later.does("parts", "{'part': 'WM-HS-3021', 'faulty_serial': 'HS-77', 'new_serial': 'HS-78'}");
        assertThat(later.read().at("/part_lines/0/payer").asText()).isEqualTo("repair_guarantee");
    }

    private void held(TicketWork ticket, String part, int units) {
        Http.Answer answer = http.post(
                "/api/v1/parts/reservations",
                "{\"key\":\"h" + keys++ + "\",\"who\":\"Li\",\"warehouse\":\"MUNICH\",\"part\":\"" + part
                        + "\",\"quantity\":" + units + ",\"ticket\":\""
                        + ticket.number + "\"}");
        assertThat(answer.status()).as(answer.detail()).isEqualTo(200);
    }

    /** Units of a part on Munich's shelf, and how many of them are promised. */
    private List<Integer> shelf(String part) {
        for (JsonNode shelf : http.get("/api/v1/parts").json().get("parts")) {
            if (shelf.get("number").asText().equals(part)) {
                return List.of(
                        shelf.get("on_hand").asInt(), shelf.get("reserved").asInt());
            }
        }
        throw new AssertionError("no shelf has " + part);
    }

    private static void closed(TicketWork ticket) {
        ticket.does("checklist", "{'items': [{'item': 'licence_shown'}, {'item': 'diagnosed'}]}")
                .steps("{'to': 'repaired'}")
                .does("checklist", "{'items': [{'item': 'full_check'}, {'item': 'test_run'}, {'item': 'explained'}]}")
                .does("record-sheet", "{'signed_by': 'Ada Weber', 'ratings': {'attitude': 5, 'quality': 4}}")
                .steps("{'to': 'accepted'}")
                .untilClosed();
    }

    @Test
    void ofWhatATicketHoldsOnlyWhatIsBuiltInIsUsedUp() {
        stock("WM-BK-5107", "", 5);
        TicketWork ticket = onSite("2026-03-01", "heater");
        held(ticket, "WM-BK-5107", 3);
        ticket.does("parts", "{'part': 'WM-BK-5107', 'quantity': 2}");
        assertThat(shelf("WM-BK-5107")).containsExactly(3, 1);
        closed(ticket);
        assertThat(shelf("WM-BK-5107")).containsExactly(3, 0);
    }

    @Test
    void whatIsHeldAgainAndNotBuiltInGoesBack() {
        stock("WM-SA-5203", "", 5);
        TicketWork ticket = onSite("2026-03-01", "heater");
        held(ticket, "WM-SA-5203", 1);
        ticket.does("parts", "{'part': 'WM-SA-5203'}");
        held(ticket, "WM-SA-5203", 1);
        closed(ticket);
        assertThat(shelf("WM-SA-5203")).containsExactly(4, 0);
    }
}
