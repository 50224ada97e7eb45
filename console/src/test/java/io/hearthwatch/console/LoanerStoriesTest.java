package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.organisation.People;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loaners from their pool, and appliances that are exchanged. */
class LoanerStoriesTest extends Stories {
    private void pooled(String serial) {
        Http.Answer answer = http.put(
                "/api/v1/loaners/" + serial,
                TicketWork.json("{'warehouse': 'MUNICH', 'type': 'washing_machine', 'model': 'WM-8014'}"));
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(answer.json().get("state").asText()).isEqualTo("free");
    }

    private JsonNode unit(String serial) {
        for (JsonNode each : http.get("/api/v1/loaners?warehouse=MUNICH").json().get("loaners")) {
            if (each.get("serial").asText().equals(serial)) {
                return each;
            }
        }
        throw new AssertionError("no loaner " + serial);
    }

    private TicketWork triaged() {
        return repair().steps("{'to': 'triaged', 'way': 'workshop', 'component': 'drain_pump'}");
    }

    private JsonNode alarm(TicketWork ticket) {
        for (JsonNode each : http.get("/api/v1/alarms").json().get("alarms")) {
            if (each.get("ticket_number").asText().equals(ticket.number)
                    && each.get("kind").asText().equals("loaner")) {
                return each;
            }
        }
        return null;
    }

    @Test
    void loanerIsDueBackAndSomebodyIsToldWhenItIsNot() {
        pooled("L-1");
        TicketWork ticket = triaged();
        Instant due = house.clock.instant().plus(Duration.ofDays(3));
        ticket.does("loaner", "{'serial': 'L-1', 'due_at': '" + due + "'}");
        assertThat(unit("L-1").get("state").asText()).isEqualTo("lent");
        assertThat(unit("L-1").get("ticket").asText()).isEqualTo(ticket.number);
        house.desk.clocks().runDue(house.clock.instant());
        assertThat(alarm(ticket)).isNull();
        house.clock.advance(due.plusSeconds(60));
        house.desk.clocks().runDue(house.clock.instant());
        assertThat(alarm(ticket).get("role").asText()).isEqualTo("dispatcher");
        assertThat(unit("L-1").get("overdue").asBoolean()).isTrue();
        // The customer may keep it for another week.
        Instant later = house.clock.instant().plus(Duration.ofDays(7));
        ticket.does("loaner", "{'serial': 'L-1', 'due_at': '" + later + "'}");
        house.desk.clocks().runDue(house.clock.instant());
        assertThat(alarm(ticket)).isNull();
        house.clock.advance(later.plusSeconds(60));
        house.desk.clocks().runDue(house.clock.instant());
        assertThat(alarm(ticket)).isNotNull();
        ticket.does("loaner", "{'serial': 'L-1', 'returned': true, 'condition': 'scratched', 'in_repair': true}");
        house.desk.clocks().runDue(house.clock.instant());
        assertThat(alarm(ticket)).isNull();
        assertThat(unit("L-1").get("state").asText()).isEqualTo("in_repair");
        Http.Answer refused = triaged().tries("loaner", "{'serial': 'L-1'}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail()).contains("in repair");
        pooled("L-2");
        assertThat(http.put("/api/v1/loaners/L-1", TicketWork.json("{'warehouse': 'CENTRAL', 'state': 'free'}"))
                        .json()
                        .get("warehouse")
                        .asText())
                .isEqualTo("CENTRAL");
    }

    @Test
    void aLoanerIsOfATypeThatTheCatalogKnows() {
        Http.Answer refused =
                http.put("/api/v1/loaners/L-8", TicketWork.json("{'warehouse': 'MUNICH', 'type': 'time_machine'}"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.detail()).contains("no appliance type 'time_machine'");
        assertThat(refused.json().toString()).contains("washing_machine");
        assertThat(http.get("/api/v1/loaners?warehouse=MUNICH").json().toString())
                .doesNotContain("L-8");
    }

    @Test
    void thePoolIsKeptByTheStoreAndTheCentreNotByTechnicians() {
        People people = house.desk.organisation().people();
        people.add(new Person("keeper", "Keeper", Role.PARTS_MANAGER, null, "MUC", null, true));
        people.add(new Person("agent", "Agent", Role.INFORMATION_AGENT, null, "MUC", null, true));
        String body = TicketWork.json("{'warehouse': 'MUNICH', 'type': 'washing_machine'}");
        assertThat(put("L-9", body, people.token("agent", "test", null)).status())
                .isEqualTo(403);
        assertThat(put("L-9", body, people.token("keeper", "test", null)).status())
                .isEqualTo(200);
    }

    private Http.Answer put(String serial, String body, String token) {
        return http.write("PUT", "/api/v1/loaners/" + serial, body, List.of("Authorization", "Bearer " + token));
    }

    @Test
    void loanerThatDoesNotComeBackIsChargedAndLentNoMore() {
        pooled("L-3");
        TicketWork ticket = triaged().does("loaner", "{'serial': 'L-3'}");
        assertThat(ticket.tries("loaner", "{'serial': 'L-3', 'returned': true, 'amount': 300, 'currency': 'EUR'}")
                        .status())
                .isEqualTo(400);
        Http.Answer taken =
                http.put("/api/v1/loaners/L-3", TicketWork.json("{'warehouse': 'MUNICH', 'state': 'free'}"));
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.detail()).contains("lent out");
        ticket.does("loaner", "{'serial': 'L-3', 'lost': true, 'amount': 300, 'currency': 'EUR'}");
        assertThat(unit("L-3").get("state").asText()).isEqualTo("lost");
        assertThat(ticket.read().at("/loaners/0/amount").asInt()).isEqualTo(300);
        assertThat(triaged().tries("loaner", "{'serial': 'L-3'}").status()).isEqualTo(409);
        assertThat(ticket.tries("loaner", "{'serial': 'L-3', 'returned': true}").status())
                .isEqualTo(409);
    }

    @Test
    void loanerIsLentOnceHoweverManyAskAtOnce() throws Exception {
        pooled("L-4");
        List<Callable<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TicketWork ticket = triaged();
            all.add(() -> ticket.tries("loaner", "{'serial': 'L-4'}").status());
        }
        ExecutorService pool = Executors.newFixedThreadPool(all.size());
        try {
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> each : pool.invokeAll(all)) {
                statuses.add(each.get());
            }
            assertThat(statuses).containsExactlyInAnyOrder(201, 409, 409, 409, 409);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void exchangedApplianceLeavesTheStockAndTakesTheHouseholdsPlace(@TempDir Path directory) throws IOException {
        house.desk
                .spareParts()
                .load(
                        Files.writeString(
                                directory.resolve("parts.yaml"),
                                "parts: {APPL-WM-8014: {name: {en: Washing machine WM-8014, zh: 洗衣机 WM-8014}, serialised: true}}"));
        Http.Answer stocked = http.post(
                "/api/v1/parts/receipts",
                TicketWork.json("{'key': 'x1', 'warehouse': 'MUNICH', 'part': 'APPL-WM-8014', 'quantity': 2,"
                        + " 'serials': ['NEW-1', 'NEW-2']}"));
        assertThat(stocked.status()).isEqualTo(200);
        String old = appliance();
        house.load(
                "households: {HX: {name: Ada Weber, address: 'Lange Str. 1', phone: '+49 89 1', centre: MUC, appliances: ["
                        + old + "]}}");
        TicketWork ticket = repair(old).steps("{'to': 'triaged', 'way': 'home'}");
        ticket.does("returns", "{'action': 'propose', 'way': 'exchange', 'reason': 'beyond repair'}")
                .does("returns", "{'who': 'Wang', 'action': 'approve'}")
                .steps("{'to': 'exchange'}")
                .does("returns", "{'action': 'goods_back'}");
        Http.Answer same = ticket.tries("returns", "{'action': 'settle', 'new_serial': '" + old + "'}");
        assertThat(same.status()).as(same.json().toString()).isEqualTo(400);
        Http.Answer fake =
                ticket.tries("returns", "{'action': 'settle', 'new_serial': 'FAKE-1', 'part': 'APPL-WM-8014'}");
        assertThat(fake.status()).isEqualTo(409);
        assertThat(house.fleet.find("FAKE-1")).isEmpty();
        ticket.does("returns", "{'action': 'settle', 'new_serial': 'NEW-1', 'part': 'APPL-WM-8014'}")
                .steps("{'to': 'accepted'}");
        assertThat(house.fleet.find("NEW-1").orElseThrow().type()).isEqualTo("washing_machine");
        JsonNode stock = http.get("/api/v1/parts/ledger?part=APPL-WM-8014&limit=1")
                .json()
                .at("/moves/0");
        assertThat(stock.get("kind").asText()).isEqualTo("consume");
        assertThat(http.get("/api/v1/households/HX/export")
                        .json()
                        .get("appliances")
                        .findValuesAsText("appliance"))
                .containsExactly("NEW-1");
        assertThat(http.get("/api/v1/parts/audit").json().get("good").asBoolean())
                .isTrue();
    }
}
