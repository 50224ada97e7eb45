package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.customer.PreferenceWish;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proactive ticket about a part that another ticket replaced ends by itself; the sample's first ticket is about the drain pump. */
class SupersededTicketsTest {
    private SampleHouse house;
    private Http http;
    private TicketWork predicted;

    @BeforeEach
    void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
        house.desk.customers().prefer("H1", PreferenceWish.of("en", "email", "ada@example.org", true, "phone"));
        predicted = TicketWork.of(http, "HW-000001").answered();
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** An inspection of the door lock finds the pump worn, too, and replaces it. */
    private TicketWork replacedByAnother() {
        TicketWork other = TicketWork.open(
                        http,
                        "{'kind': 'repair', 'source': 'inspection', 'appliance': '" + SampleHouse.FIRST
                                + "', 'component': 'door_lock'}")
                .answered()
                .untilOnSite("door_lock");
        return other.does("checklist", "{'items': [{'item': 'licence_shown'}, {'item': 'diagnosed'}]}")
                .does("findings", "{'component': 'drain_pump', 'cause': 'worn'}")
                .steps("{'to': 'repaired'}");
    }

    private TicketWork booked() {
        return predicted
                .steps("{'to': 'triaged', 'way': 'home', 'fault_class': 'hardware'}")
                .steps(
                        "{'to': 'scheduled', 'window_from': '2026-11-24T08:00:00Z', 'window_to': '2026-11-24T10:00:00Z'}");
    }

    private int ended() {
        return house.desk.expire(house.clock.instant());
    }

    @Test
    void itEndsWithItsPartsItsWindowAndAWordToTheCustomer() {
        booked();
        String other = replacedByAnother().number;
        assertThat(house.desk.nextDue().orElseThrow()).isBeforeOrEqualTo(house.clock.instant());
        assertThat(ended()).isEqualTo(1);
        JsonNode read = predicted.read();
        assertThat(read.get("step").asText()).isEqualTo("cancelled");
        assertThat(read.get("end_reason").asText()).isEqualTo("superseded");
        assertThat(read.get("finding").isNull()).isTrue();
        List<JsonNode> history = new ArrayList<>();
        read.get("history").forEach(history::add);
        JsonNode last = history.stream()
                .filter(event -> event.get("detail").has("superseded_by"))
                .findFirst()
                .orElseThrow();
        assertThat(last.at("/detail/superseded_by").asText()).isEqualTo(other);
        assertThat(last.get("who").asText()).isEqualTo("hearthwatch");
        assertThat(read.get("reservations").findValuesAsText("state"))
                .isNotEmpty()
                .doesNotContain("held", "picked");
        assertThat(number("select count(*) from service.dispatch_visit where ended_at is null and ticket = 1"))
                .isZero();
        JsonNode told = http.get(predicted.path() + "/messages").json().get("messages");
        assertThat(told.findValuesAsText("kind")).contains("superseded");
        assertThat(told.findValuesAsText("subject")).contains("No further visit is needed (HW-000001)");
        assertThat(ended()).as("once").isZero();
    }

    @Test
    void severalProcessesEndItOnce() {
        replacedByAnother();
        ExecutorService processes = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<Integer>> ends = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.supplyAsync(this::ended, processes))
                    .toList();
            assertThat(ends.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(1);
        } finally {
            processes.shutdownNow();
        }
        assertThat(number("select count(*) from service.ticket_event where ticket = 1 and to_state = 'cancelled'"))
                .isEqualTo(1);
    }

    @Test
    void itIsNeitherAHitNorNeedless() {
        long alarms = number("select count(*) from service.counted_false_alarms");
        replacedByAnother();
        assertThat(ended()).isEqualTo(1);
        assertThat(number("select count(*) from service.counted_false_alarms")).isEqualTo(alarms);
        assertThat(number("select count(*) from service.ticket where id = 1 and hit_at is null"))
                .isEqualTo(1);
        house.clock.advance(house.clock.instant().plus(Duration.ofDays(1)));
        LocalDate today = LocalDate.parse("2026-11-20");
        JsonNode outcome = http.get("/api/v1/policy-outcome?type=washing_machine&from=" + today + "T00:00:00Z&to="
                        + today.plusDays(1) + "T12:00:00Z")
                .json();
        assertThat(outcome.get("needless").asInt()).isZero();
        assertThat(http.get(predicted.path() + "/messages")
                        .json()
                        .get("messages")
                        .findValuesAsText("kind"))
                .as("nobody was told of it")
                .doesNotContain("superseded");
    }

    @Test
    void aVisitUnderWayGoesOn() {
        booked().steps("{'to': 'dispatched', 'technician': 'ma'}")
                .steps("{'who': 'ma', 'to': 'confirmed'}")
                .steps("{'who': 'ma', 'to': 'on_site'}");
        replacedByAnother();
        assertThat(ended()).isZero();
        assertThat(predicted.step()).isEqualTo("on_site");
        assertThat(predicted.read().toString()).contains("repair_recorded");
        assertThat(house.desk.nextDue().filter(due -> !due.isAfter(house.clock.instant())))
                .isEmpty();
    }

    @Test
    void whatACustomerCalledAboutOrMayHurtSomebodyStaysWithPeople() {
        predicted.does("contacts", "{'channel': 'phone', 'words': 'it hums'}");
        replacedByAnother();
        assertThat(ended()).isZero();
        assertThat(predicted.step()).isEqualTo("opened");
    }

    private long number(String sql) {
        return house.database.database().withConnection(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
