package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A day's dispatch over HTTP: planned, asked about, decided, and changed by somebody who falls ill. */
class DispatchApiTest {
    private static final String DAY = "2026-11-23";

    private SampleHouse house;
    private Http http;

    @BeforeEach
    void open() {
        house = SampleHouse.furnished(0);
        house.load("""
                technicians:
                  t-1: {name: Mia Berg, centre: MUC, skills: {"*": ["*"]}}
                  t-2: {name: Jan Roth, centre: MUC, skills: {dishwasher: [hardware]}}
                households:
                  H8: {name: Bo Liang, address: Hauptstr. 8, phone: "1", language: en, centre: MUC, appliances: [d-1, d-2]}
                """);
        http = new Http(house.url());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String scheduled(int appliance) {
        house.washer("d-" + appliance);
        TicketWork ticket = TicketWork.open(
                http,
                "{'kind':'repair','source':'inspection','appliance':'d-" + appliance + "','component':'drain_pump'}");
        ticket.changes(
                "{'answers':{'model':'WM-8014','serial':'S1','production_date':'2025-01-01','purchase_date':'2025-03-01',"
                        + "'purchase_channel':'shop','symptom':'noise','began':'2026-11-19','environment':'kitchen','wish':'soon'}}");
        ticket.steps("{'to':'triaged','way':'home'}");
        ticket.steps("{'to':'scheduled','window_from':'" + DAY + "T12:00:00Z','window_to':'" + DAY + "T15:00:00Z'}");
        return ticket.number;
    }

    private JsonNode post(String path, String body) {
        Http.Answer answer = http.post("/api/v1/" + path, TicketWork.json(body));
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void aDayIsPlannedAskedAboutAndChanged() {
        String ticket = scheduled(1);
        JsonNode plan = post("dispatch/MUC/plan", "{'day':'" + DAY + "','seconds':1}");
        assertThat(plan.get("planned_by").asText()).isEqualTo("api Li");
        assertThat(plan.at("/stale_since").isNull()).isTrue();
        assertThat(plan.at("/routes/0/technician").asText()).isEqualTo("t-1");
        JsonNode visit = plan.at("/routes/0/visits/0");
        assertThat(visit.get("number").asText()).isEqualTo(ticket);
        assertThat(visit.at("/reasons/0/zh").asText()).isNotBlank();
        assertThat(http.get("/api/v1/dispatch/MUC?day=" + DAY).json().at("/routes/0/visits/0"))
                .isEqualTo(visit);
        assertThat(http.get("/api/v1/technicians/t-1/route?day=" + DAY).json().at("/visits/0"))
                .isEqualTo(visit);
        assertThat(http.get("/api/v1/tickets/" + ticket + "/slots")
                        .json()
                        .at("/slots/0/free")
                        .asInt())
                .isEqualTo(1);

        JsonNode why = http.get("/api/v1/tickets/" + ticket + "/why").json();
        assertThat(why.get("technician").asText()).isEqualTo("t-1");
        assertThat(why.at("/others/0/broken/0").asText()).isEqualTo("skill");
        assertThat(post("tickets/" + ticket + "/pin", "{'time':true}")
                        .get("pinned")
                        .asBoolean())
                .isTrue();
        assertThat(post("tickets/" + ticket + "/unpin", "{}").get("pinned").asBoolean())
                .isFalse();
        Http.Answer unskilled =
                http.post("/api/v1/tickets/" + ticket + "/assign", TicketWork.json("{'technician':'t-2'}"));
        assertThat(unskilled.status()).isEqualTo(409);
        assertThat(unskilled.detail()).contains("Jan Roth is not trained for washing_machine");
        assertThat(unskilled.json().get("try").asText()).contains("override");
        assertThat(http.post("/api/v1/tickets/" + ticket + "/overrun", TicketWork.json("{'minutes':30}"))
                        .detail())
                .isEqualTo("nobody is at work on the ticket");
        assertThat(http.get("/api/v1/dispatch/MUC?day=soon").status()).isEqualTo(400);
        assertThat(http.get("/api/v1/dispatch/nowhere").status()).isEqualTo(404);
    }

    @Test
    void whoFallsIllAndComesBackIsListedAndThePlannedOneIsSentWithoutAName() {
        String ticket = scheduled(2);
        post("dispatch/MUC/plan", "{'day':'" + DAY + "','seconds':1}");
        String absences = "technicians/t-1/absences";
        long id = post(absences, "{'from':'" + DAY + "T06:00:00Z','to':'" + DAY + "T18:00:00Z','reason':'ill'}")
                .get("id")
                .asLong();
        assertThat(http.get("/api/v1/dispatch/MUC?day=" + DAY)
                        .json()
                        .get("stale_why")
                        .asText())
                .isEqualTo("t-1 is away: ill");
        assertThat(post(absences + "/" + id + "/end", "{}").get("id").asLong()).isEqualTo(id);
        JsonNode listed = http.get("/api/v1/" + absences).json().at("/absences/0");
        assertThat(listed.get("reason").asText()).isEqualTo("ill");
        assertThat(listed.get("ended_by").asText()).isEqualTo("api Li");
        assertThat(http.post("/api/v1/" + absences + "/" + id + "/end", "{}").status())
                .isEqualTo(409);
        assertThat(http.post("/api/v1/" + absences + "/none/end", "{}").status())
                .isEqualTo(404);

        TicketWork work = TicketWork.of(http, ticket);
        work.steps("{'to':'dispatched'}");
        assertThat(work.read().get("technician").asText()).isEqualTo("t-1");
    }

    @Test
    void anAnnouncedDayIsAcknowledgedConfirmedAndMayOverrun() {
        String ticket = scheduled(1);
        JsonNode plan = post("dispatch/MUC/plan", "{'day':'" + DAY + "','seconds':1,'announce':true}");
        assertThat(plan.get("announced_by").asText()).isEqualTo("api Li");
        assertThat(plan.at("/routes/0/visits/0/state").asText()).isEqualTo("dispatched");
        JsonNode again = post("dispatch/MUC/announce", "{'day':'" + DAY + "'}");
        assertThat(again.get("announced_at")).isEqualTo(plan.get("announced_at"));
        assertThat(again.get("sent")).isEmpty();
        assertThat(post("tickets/" + ticket + "/acknowledge", "{}")).isNotNull();
        TicketWork work = TicketWork.of(http, ticket);
        assertThat(work.triesStep("{'to':'dispatched'}").detail()).isEqualTo("t-1 has this job already");
        work.steps("{'to':'confirmed'}").steps("{'to':'on_site'}");
        assertThat(post("tickets/" + ticket + "/overrun", "{'minutes':45}")
                        .get("ticket")
                        .asText())
                .isEqualTo(work.read().get("id").asText());
        String today = house.clock
                .instant()
                .atZone(ZoneId.of("Europe/Berlin"))
                .toLocalDate()
                .toString();
        assertThat(http.get("/api/v1/dispatch/MUC?day=" + today)
                        .json()
                        .get("stale_why")
                        .asText())
                .as("the visit was begun today")
                .isEqualTo("a visit takes longer than planned");
        for (String body : new String[] {"{'minutes':0}", "{'minutes':'long'}", "{}", "{'minutes':601}"}) {
            assertThat(http.post("/api/v1/tickets/" + ticket + "/overrun", TicketWork.json(body))
                            .status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(http.post("/api/v1/dispatch/MUC/announce", TicketWork.json("{'day':'2020-01-01'}"))
                        .detail())
                .contains("2020-01-01 is over at MUC");
        assertThat(http.post("/api/v1/dispatch/MUC/announce", TicketWork.json("{'day':'soon'}"))
                        .status())
                .isEqualTo(400);
        assertThat(http.post("/api/v1/dispatch/nowhere/announce", "{}").status())
                .isEqualTo(404);
    }
}
