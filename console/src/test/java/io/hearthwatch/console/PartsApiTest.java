package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stock over HTTP; every answer is also held against the OpenAPI document. */
class PartsApiTest {
    private static final String PARTS = "/api/v1/parts";
    private static SampleHouse house;
    private static Http http;
    private static int keys;

    @BeforeAll
    static void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @AfterEach
    void audit() {
        assertThat(http.get(PARTS + "/audit").json().get("good").asBoolean()).isTrue();
    }

    private static String body(String members) {
        return "{\"key\": \"k" + keys++ + "\", \"who\": \"Li\"" + (members.isEmpty() ? "" : ", ") + members + "}";
    }

    private static Http.Answer post(String path, String members) {
        return http.post(PARTS + path, body(members));
    }

    private static String shelf(String warehouse, String part, String more) {
        return "\"warehouse\": \"" + warehouse + "\", \"part\": \"" + part + "\", " + more;
    }

    @Test
    void partGoesAllTheWayFromReceiptToUse() {
        String shelf = shelf("CENTRAL", "WM-IV-1104", "\"quantity\": 2");
        assertThat(post("/receipts", shelf).json().at("/stock/on_hand").asInt()).isEqualTo(14);
        JsonNode held = post(
                        "/reservations", shelf("MUNICH", "WM-IV-1104", "\"quantity\": 3, \"holder\": \"workshop\""))
                .json();
        assertThat(held.get("warehouse").asText()).isEqualTo("CENTRAL");
        String transfer = "/transfers/" + held.get("transfer").asInt();
        String reservation = "/reservations/" + held.get("reservation").asInt();
        assertThat(post(reservation + "/consume", "").status()).isEqualTo(200);
        Http.Answer late = post(transfer + "/ship", "");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.detail()).contains("is cancelled");
        JsonNode list = http.get(PARTS + "/reservations?state=consumed&part=WM-IV-1104")
                .json()
                .get("reservations");
        assertThat(list.findValuesAsText("holder")).containsExactly("workshop");
        assertThat(http.get(PARTS + "/ledger?part=WM-IV-1104&limit=3")
                        .json()
                        .get("moves")
                        .findValuesAsText("kind"))
                .containsExactly("consume", "reserve", "receipt");
    }

    @Test
    void transferIsInTransitBetweenTwoShelves() {
        JsonNode ordered = post(
                        "/transfers",
                        "\"from\": \"CENTRAL\", \"to\": \"MUNICH\", \"part\": \"WM-CB-8800\", \"quantity\": 2")
                .json();
        String transfer = "/transfers/" + ordered.get("transfer").asInt();
        assertThat(post(transfer + "/ship", "").json().at("/stock/on_hand").asInt())
                .isEqualTo(1);
        assertThat(http.get(PARTS + "/transfers?state=shipped&warehouse=MUNICH")
                        .json()
                        .get("transfers"))
                .hasSize(1);
        assertThat(post(transfer + "/receive", "\"arrived\": 1")
                        .json()
                        .at("/stock/on_hand")
                        .asInt())
                .isEqualTo(1);
        assertThat(post(transfer + "/cancel", "\"reason\": \"not wanted\"").status())
                .isEqualTo(409);
    }

    @Test
    void overdrawIsRefusedWithWhatIsAvailableWhere() {
        Http.Answer answer =
                post("/reservations", shelf("MUNICH", "WM-HE-3020", "\"quantity\": 50, \"holder\": \"Li\""));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("title").asText()).isEqualTo("Not enough stock");
        assertThat(answer.json().at("/available/0/warehouse").asText()).isEqualTo("CENTRAL");
        assertThat(answer.json().at("/available/0/available").asInt()).isEqualTo(9);
    }

    @Test
    void repeatedRequestGetsTheFirstAnswerAndAnotherOneItsRefusal() {
        String body = body(shelf("MUNICH", "WM-DL-6101", "\"quantity\": 1, \"reason\": \"cracked\""));
        JsonNode first = http.post(PARTS + "/quarantine", body).json();
        JsonNode again = http.post(PARTS + "/quarantine", body).json();
        assertThat(first.get("repeated").asBoolean()).isFalse();
        assertThat(again.get("repeated").asBoolean()).isTrue();
        assertThat(again.get("stock")).isEqualTo(first.get("stock"));
        Http.Answer other = http.post(PARTS + "/quarantine/clear", body);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.detail()).contains("another request");
        assertThat(post("/quarantine/write-off", shelf("MUNICH", "WM-DL-6101", "\"quantity\": 1, \"reason\": \"bad\""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void countIsApprovedBySomebodyElse() {
        String shelf = shelf("CENTRAL", "WM-DP-2201", "\"counted\": 41, \"reason\": \"yearly\"");
        JsonNode count = post("/stocktakes", shelf).json();
        assertThat(count.get("difference").asInt()).isEqualTo(1);
        String path = "/stocktakes/" + count.get("stocktake").asInt();
        assertThat(post(path + "/approve", "").status()).isEqualTo(403);
        assertThat(http.post(PARTS + path + "/approve", "{\"key\": \"w1\", \"who\": \"Wang\"}")
                        .json()
                        .at("/stock/on_hand")
                        .asInt())
                .isEqualTo(41);
        assertThat(http.get(PARTS + "/stocktakes?state=approved")
                        .json()
                        .at("/stocktakes/0/decided_by")
                        .asText())
                .isEqualTo("Wang");
    }

    @Test
    void whatWasPickedComesBackOrIsSold() {
        JsonNode held = post("/reservations", shelf("MUNICH", "WM-DL-6101", "\"quantity\": 1, \"holder\": \"Li\""))
                .json();
        String reservation = "/reservations/" + held.get("reservation").asInt();
        assertThat(post(reservation + "/pick", "").json().at("/stock/picked").asInt())
                .isEqualTo(1);
        assertThat(post(reservation + "/release", "").status()).isEqualTo(409);
        assertThat(post(reservation + "/return", "").json().get("state").asText())
                .isEqualTo("released");
        assertThat(post("/sales", shelf("MUNICH", "WM-DL-6101", "\"quantity\": 1"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void wrongRequestsSayWhatToDo() {
        assertThat(post("/receipts", "\"warehouse\": \"MUNICH\"").status()).isEqualTo(400);
        assertThat(post("/receipts", shelf("MUNICH", "WM-DL-6101", "\"quantity\": 0"))
                        .status())
                .isEqualTo(400);
        assertThat(post("/receipts", shelf("MUNICH", "WM-DL-6101", "\"quantity\": \"3\""))
                        .status())
                .isEqualTo(400);
        assertThat(post("/receipts", shelf("NOWHERE", "WM-DL-6101", "\"quantity\": 3"))
                        .status())
                .isEqualTo(404);
        assertThat(post("/receipts", shelf("MUNICH", "XX-1", "\"quantity\": 3")).status())
                .isEqualTo(404);
        assertThat(post("/receipts", "\"colour\": 1").detail()).contains("colour");
        assertThat(http.post(PARTS + "/receipts", "{\"who\": \"Li\"}").detail()).contains("key");
        assertThat(post("/reservations/99999/pick", "").status()).isEqualTo(404);
        assertThat(post("/reservations/x/pick", "").status()).isEqualTo(404);
        assertThat(http.get(PARTS + "/ledger?kind=theft").status()).isEqualTo(400);
        assertThat(http.get(PARTS + "/ledger?before=x").status()).isEqualTo(400);
        assertThat(http.get(PARTS + "/warehouses").json().get("warehouses")).hasSize(2);
    }

    @Test
    void orderIsProposedApprovedAndReceived() {
        JsonNode order = post("/orders", shelf("CENTRAL", "WM-BL-4502", "\"quantity\": 3, \"reason\": \"empty\""))
                .json();
        assertThat(order.get("state").asText()).isEqualTo("proposed");
        String path = "/orders/" + order.get("order").asInt();
        Http.Answer refused = post(path + "/approve", "\"role\": \"parts_manager\"");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.detail()).contains("without a price");
        assertThat(post(path + "/receive", "\"arrived\": 3").status()).isEqualTo(409);
        assertThat(post(path + "/reject", "").detail()).contains("'reason' is missing");
        assertThat(post(path + "/reject", "\"reason\": \"too dear\"")
                        .json()
                        .get("state")
                        .asText())
                .isEqualTo("rejected");
        assertThat(http.get(PARTS + "/orders?state=rejected")
                        .json()
                        .at("/orders/0/refusal")
                        .asText())
                .isEqualTo("too dear");
        assertThat(http.get(PARTS + "/suppliers").json().get("suppliers")).isEmpty();
        assertThat(http.get(PARTS + "/prices").json().get("prices")).isEmpty();
        assertThat(http.get(PARTS + "/old-parts").json().get("old_parts")).isEmpty();
        assertThat(http.get(PARTS + "/serials?part=WM-BL-4502&serial=S1")
                        .json()
                        .get("genuine")
                        .asBoolean())
                .isFalse();
        assertThat(post("/old-parts/1/return", "\"finding\": \"worn\"").status())
                .isEqualTo(409);
    }

    @Test
    void forecastTellsWhatIsNeededAndOrdersIt() {
        JsonNode shelves =
                http.get(PARTS + "/forecast?warehouse=CENTRAL&days=90").json().get("shelves");
        assertThat(shelves.size()).isGreaterThan(3);
        assertThat(shelves.get(0).get("expected").asDouble()).isPositive();
        assertThat(http.get(PARTS + "/forecast?days=0").status()).isEqualTo(400);
        assertThat(post("/forecast/order", "\"warehouse\": \"MUNICH\"").status())
                .isEqualTo(200);
        assertThat(post("/forecast/order", "\"warehouse\": \"NOWHERE\"").status())
                .isEqualTo(404);
    }

    @Test
    void ticketTellsWhatToTakeAlongAndHoldsIt() {
        String id = http.get("/api/v1/tickets?appliance=" + SampleHouse.FIRST)
                .json()
                .at("/tickets/0/id")
                .asText();
        JsonNode kit = http.get("/api/v1/tickets/" + id + "/kit").json();
        assertThat(kit.at("/parts/0/taken").asBoolean()).isTrue();
        assertThat(kit.at("/parts/0/reason/zh").asText()).startsWith("携带");
        assertThat(http.get("/api/v1/tickets/" + id).json().get("kit")).isEqualTo(kit);
        JsonNode held = http.post("/api/v1/tickets/" + id + "/kit", body("")).json();
        assertThat(held.get("parts").size()).isPositive();
        assertThat(http.get("/api/v1/tickets/999/kit").status()).isEqualTo(404);
        assertThat(http.post("/api/v1/tickets/999/kit", body("")).status()).isEqualTo(404);
        assertThat(http.post("/api/v1/tickets/" + id + "/kit", body("\"van\": \"NOWHERE\""))
                        .status())
                .isEqualTo(404);
    }
}
