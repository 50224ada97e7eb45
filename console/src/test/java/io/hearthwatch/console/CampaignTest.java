package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.ticket.Campaigns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recalls and maintenance: every appliance once, no more in a day than there is room for, and visibly. */
class CampaignTest {
    /** The sample house has eight washing machines of this lot. */
    private static final String RECALL =
            "{\"kind\":\"recall\",\"name\":\"Belt may tear\",\"type\":\"washing_machine\",\"lots\":[\"2021-W33\"],"
                    + "\"component\":\"drive_belt\",\"who\":\"Wang\"";

    private SampleHouse house;
    private Http http;
    private Campaigns campaigns;

    @BeforeEach
    void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
        campaigns = house.desk.work().campaigns();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private JsonNode start(String body) {
        Http.Answer answer = http.post("/api/v1/campaigns", body);
        assertThat(answer.status()).as(answer.detail()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode read(JsonNode campaign) {
        return http.get("/api/v1/campaigns/" + campaign.get("id").asText()).json();
    }

    private List<String> tickets(String source) {
        return http.get("/api/v1/tickets?limit=200").json().get("tickets").findValuesAsText("source").stream()
                .filter(source::equals)
                .toList();
    }

    @Test
    void aRecallOpensATicketForEveryApplianceOfTheLotAsThereIsRoom() {
        JsonNode campaign = start(RECALL + ",\"per_day\":3}");
        assertThat(campaign.get("appliances").asInt()).isEqualTo(8);
        assertThat(campaign.get("waiting").asInt()).isEqualTo(8);
        Instant now = house.clock.instant();
        assertThat(campaigns.nextDue()).contains(now);
        assertThat(campaigns.runDue(now)).isEqualTo(3);
        assertThat(campaigns.runDue(now.plus(Duration.ofHours(1))))
                .as("no room today")
                .isZero();
        assertThat(read(campaign).get("opened").asInt()).isEqualTo(3);
        assertThat(campaigns.runDue(now.plus(Duration.ofDays(1)))).isEqualTo(3);
        assertThat(campaigns.runDue(now.plus(Duration.ofDays(2)))).isEqualTo(2);
        JsonNode done = read(campaign);
        assertThat(done.get("state").asText()).isEqualTo("done");
        assertThat(done.at("/by_centre/0/centre").asText()).isEqualTo("MUC");
        assertThat(done.at("/by_centre/0/opened").asInt()).isEqualTo(8);
        assertThat(campaigns.nextDue()).isEmpty();
        // One of them had a ticket about its belt: that one does for both.
        assertThat(tickets("recall")).hasSize(7);
        // Others had one about something else: one visit for both.
        assertThat(http.get("/api/v1/tickets/1").json().get("linked_tickets").findValuesAsText("link"))
                .containsExactly("recall");
    }

    @Test
    void whatMayHurtSomebodyDoesNotWaitForRoom() {
        JsonNode campaign = start(RECALL + ",\"per_day\":1,\"safety\":true}");
        assertThat(campaigns.runDue(house.clock.instant())).isEqualTo(8);
        assertThat(read(campaign).get("state").asText()).isEqualTo("done");
    }

    @Test
    void serversThatLookAtOnceOpenEachTicketOnce() throws Exception {
        start(RECALL + "}");
        Instant now = house.clock.instant();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> run = () -> campaigns.runDue(now);
            int opened = 0;
            for (var each : threads.invokeAll(List.of(run, run, run, run))) {
                opened += each.get();
            }
            assertThat(opened).isEqualTo(8);
            assertThat(tickets("recall")).hasSize(7);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void yearlyMaintenanceComesForEachApplianceWhenItsYearIsOver() {
        // Bought on 2021-10-02: due in October, and it is November.
        JsonNode campaign = start(
                "{\"kind\":\"maintenance\",\"name\":\"Yearly care\",\"type\":\"washing_machine\",\"every_months\":12,"
                        + "\"serial_from\":\"WM-04201\",\"serial_to\":\"WM-04275\",\"who\":\"Wang\"}");
        assertThat(campaign.get("appliances").asInt()).isEqualTo(3);
        Instant now = house.clock.instant();
        assertThat(campaigns.runDue(now)).isEqualTo(3);
        assertThat(tickets("maintenance_plan")).hasSize(3);
        JsonNode after = read(campaign);
        assertThat(after.get("state").asText()).isEqualTo("running");
        assertThat(campaigns.runDue(now.plus(Duration.ofDays(1))))
                .as("open already")
                .isZero();
    }

    @Test
    void aCampaignIsPausedGoesOnAndEnds() {
        JsonNode campaign = start(RECALL + "}");
        String state = "/api/v1/campaigns/" + campaign.get("id").asText() + "/state";
        assertThat(http.post(state, "{\"state\":\"paused\"}")
                        .json()
                        .get("state")
                        .asText())
                .isEqualTo("paused");
        assertThat(campaigns.runDue(house.clock.instant())).isZero();
        assertThat(http.post(state, "{\"state\":\"running\"}").status()).isEqualTo(200);
        assertThat(http.post(state, "{\"state\":\"cancelled\"}").status()).isEqualTo(200);
        Http.Answer ended = http.post(state, "{\"state\":\"running\"}");
        assertThat(ended.status()).isEqualTo(409);
        assertThat(ended.detail()).contains("it is cancelled");
        assertThat(http.get("/api/v1/campaigns/99").status()).isEqualTo(404);
    }

    @Test
    void aRecallOfEverythingAndMaintenanceWithoutASpanAreRefused() {
        Http.Answer all = http.post(
                "/api/v1/campaigns",
                "{\"kind\":\"recall\",\"name\":\"x\",\"type\":\"washing_machine\",\"who\":\"Wang\"}");
        assertThat(all.status()).isEqualTo(400);
        assertThat(all.json().get("try").asText()).contains("lots");
        assertThat(http.post(
                                "/api/v1/campaigns",
                                "{\"kind\":\"maintenance\",\"name\":\"x\",\"type\":\"washing_machine\",\"who\":\"Wang\"}")
                        .status())
                .isEqualTo(400);
        assertThat(http.post(
                                "/api/v1/campaigns",
                                "{\"kind\":\"recall\",\"name\":\"x\",\"type\":\"kettle\",\"lots\":[\"1\"],\"who\":\"Wang\"}")
                        .detail())
                .contains("not known");
        Http.Answer nobody = http.post(
                "/api/v1/campaigns",
                "{\"kind\":\"recall\",\"name\":\"x\",\"type\":\"washing_machine\",\"lots\":[\"2021-W99\"],\"who\":\"Wang\"}");
        assertThat(nobody.status()).as("a slip in the lot").isEqualTo(409);
        assertThat(nobody.detail()).contains("no appliance");
        assertThat(http.get("/api/v1/campaigns").json().get("campaigns").findValuesAsText("name"))
                .doesNotContain("x");
    }
}
