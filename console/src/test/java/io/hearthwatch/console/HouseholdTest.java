package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.customer.Retention;
import io.hearthwatch.servicedesk.customer.RetentionRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A household as a whole: one stop for all its appliances, and what is kept of it is shown and erased. */
class HouseholdTest {
    private static final String HOUSEHOLD = """
            households:
              H7: {name: Bo Liang, address: Hauptstr. 7, phone: "+49 89 7654321", language: zh, centre: MUC, appliances: [h-1, h-2, h-3],
                   latitude: 48.15, longitude: 11.57}
            """;

    private SampleHouse house;
    private Http http;

    @BeforeEach
    void open() {
        house = SampleHouse.furnished(0);
        house.load(HOUSEHOLD);
        http = new Http(house.url());
        for (String id : new String[] {"h-1", "h-2", "h-3"}) {
            house.washer(id);
        }
    }

    @AfterEach
    void close() {
        house.close();
    }

    private TicketWork repair(String appliance) {
        return TicketWork.open(
                        http,
                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '" + appliance
                                + "', 'words': 'Bo says that it rattles'}")
                .answered();
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

    private List<String> tablesThatSay(String words) {
        return house.database.database().withConnection(connection -> {
            List<String> tables = new ArrayList<>();
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(
                            "select table_name from information_schema.tables where table_schema = 'service' and table_type = 'BASE TABLE'")) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            List<String> saying = new ArrayList<>();
            for (String table : tables) {
                try (var found = connection.prepareStatement(
                        "select 1 from service." + table + " t where strpos(t::text, ?) > 0 limit 1")) {
                    found.setString(1, words);
                    if (found.executeQuery().next()) {
                        saying.add(table);
                    }
                }
            }
            return saying;
        });
    }

    @Test
    void whatIsNotWellInTheHouseIsRepairedInTheSameVisit() {
        TicketWork ticket = repair("h-1").untilOnSite("drain_pump");
        JsonNode seen = ticket.tries("household-check", """
                        {'appliances': [{'appliance': 'h-2', 'well': false, 'note': 'the door does not lock', 'component': 'door_lock',
                            'answers': {'purchase_date': '2026-03-01', 'purchase_channel': 'shop', 'model': 'WM-8014', 'began': 'Monday',
                                'production_date': '2025-01-07', 'environment': 'cellar', 'wish': 'soon'}},
                          {'appliance': 'h-3', 'well': false}]}
                        """).json().at("/result");
        assertThat(seen.at("/tickets/0/opened").asBoolean()).isTrue();
        TicketWork second = TicketWork.of(http, seen.at("/tickets/0/ticket").asText());
        JsonNode read = second.read();
        assertThat(read.get("source").asText()).isEqualTo("inspection");
        assertThat(read.get("link").asText()).isEqualTo("one_stop");
        assertThat(read.get("linked_to").asText()).isEqualTo(ticket.number);
        assertThat(read.get("step").asText()).as(read.get("missing").toString()).isEqualTo("on_site");
        assertThat(read.get("technician").asText())
                .isEqualTo(ticket.read().get("technician").asText());
        // Of the third nobody knows enough yet: its ticket waits for that.
        TicketWork third = TicketWork.of(http, seen.at("/tickets/1/ticket").asText());
        assertThat(third.step()).isEqualTo("triaged");
        assertThat(third.read().get("missing")).isNotEmpty();
        assertThat(ticket.read().get("linked_tickets").findValuesAsText("link"))
                .containsExactly("one_stop", "one_stop");
        // Looked at again, nothing is opened twice.
        JsonNode again = ticket.tries("household-check", "{'appliances': [{'appliance': 'h-2', 'well': false}]}")
                .json()
                .at("/result/tickets/0");
        assertThat(again.get("opened").asBoolean()).isFalse();
        assertThat(again.get("ticket").asText()).isEqualTo(second.number);
    }

    @Test
    void whatDoesNotFitIntoTheWindowBehindTheVisitIsNotedAndWaits() {
        TicketWork ticket = repair("h-1").untilOnSite("drain_pump");
        number("""
                update service.dispatch_visit set during = tstzrange(lower(during), window_to + interval '4 hours')
                where ended_at is null returning ticket
                """);
        Http.Answer seen = ticket.tries("household-check", """
                        {'appliances': [{'appliance': 'h-2', 'well': false, 'note': 'the door does not lock', 'component': 'door_lock',
                            'answers': {'purchase_date': '2026-03-01', 'purchase_channel': 'shop', 'model': 'WM-8014', 'began': 'Monday',
                                'production_date': '2025-01-07', 'environment': 'cellar', 'wish': 'soon'}}]}
                        """);
        assertThat(seen.json().at("/result/tickets/0/step").asText())
                .as(seen.json().toString())
                .isEqualTo("scheduled");
    }

    @Test
    void erasingACustomerTakesAllThatSaysWhoTheyAreAndLeavesWhatWasDone() {
        TicketWork open = repair("h-2");
        TicketWork ticket = repair("h-1")
                .does("contacts", "{'channel': 'phone', 'direction': 'in', 'words': 'Bo Liang calls again'}")
                .untilOnSite("drain_pump")
                .does("wishes", "{'words': 'Bo wants a quiet machine'}")
                .untilAccepted("drain_pump", "WM-DP-2201");
        ticket.does("wishes/" + ticket.read().at("/wishes/0/id").asText(), "{'state': 'satisfied'}")
                .untilClosed();
        TicketWork complaint = TicketWork.open(
                http,
                "{'kind': 'complaint', 'source': 'customer', 'channel': 'phone', 'household': 'H7', 'appliance': 'h-3',"
                        + " 'answers': {'complaint_class': 'service', 'complaint': 'Bo Liang was not greeted'}}");
        complaint.steps("{'to': 'cancelled', 'reason': 'declined', 'note': 'Bo Liang withdrew it'}");
        assertThat(http.raw("/api/v1/households/H7/export").body())
                .contains("Bo Liang", "Hauptstr. 7", "calls again", "Ada Weber");

        String erase = "/api/v1/households/H7/erase";
        Http.Answer early = http.post(erase, "{\"reason\":\"asked to\",\"who\":\"Wang\"}");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.detail()).contains(open.number);
        open.steps("{'to': 'cancelled', 'reason': 'declined'}");
        long events = number("select count(*) from service.ticket_event");
        Http.Answer erased = http.post(erase, "{\"reason\":\"asked to\",\"who\":\"Wang\"}");
        assertThat(erased.status()).as(erased.detail()).isEqualTo(200);
        assertThat(erased.json().at("/erased/answers").asInt()).isPositive();

        String after = http.raw("/api/v1/households/H7/export").body()
                + http.raw(ticket.path()).body()
                + http.raw(complaint.path()).body()
                + http.raw("/api/v1/tickets?state=all").body();
        assertThat(after).doesNotContain("Bo Liang", "Bo wants", "Bo says", "Hauptstr", "7654321", "Lange Str. 1");
        assertThat(http.raw(ticket.path()).body()).doesNotContain("Ada Weber");
        JsonNode technical = ticket.read();
        assertThat(technical.at("/findings/0/component").asText()).isEqualTo("drain_pump");
        assertThat(technical.at("/part_lines/0/new_serial").asText()).startsWith("N-");
        assertThat(technical.at("/record_sheets/0/ratings/attitude").asInt()).isEqualTo(5);
        assertThat(number("select count(*) from service.ticket_event")).isEqualTo(events);
        assertThat(number("select count(*) from service.erasure where household = 'H7' and who = 'api Wang'"))
                .isEqualTo(1);
        assertThat(http.post(erase, "{\"reason\":\"again\"}").status()).isEqualTo(409);
        for (String words : new String[] {"Bo Liang", "Bo wants", "Bo says", "Hauptstr. 7", "7654321"}) {
            assertThat(tablesThatSay(words)).as(words).isEmpty();
        }
        // A file that still names them does not bring them back.
        house.load(HOUSEHOLD);
        assertThat(
                        number(
                                "select count(*) from service.household where name = 'Bo Liang' or id = 'H7' and latitude is not null"))
                .isZero();
    }

    private static long due(List<RetentionRule> rules, String kind) {
        return rules.stream()
                .filter(rule -> rule.kind().equals(kind))
                .mapToLong(RetentionRule::due)
                .sum();
    }

    @Test
    void whatIsPersonalGoesWhenItsTimeIsOverAndNothingNeedsIt() {
        TicketWork ticket = repair("h-1")
                .does("contacts", "{'channel': 'phone', 'direction': 'in', 'words': 'Bo Liang calls again'}")
                .untilOnSite("drain_pump")
                .untilAccepted("drain_pump", "WM-DP-2201")
                .untilClosed();
        TicketWork open = repair("h-2");
        Retention retention = house.desk.customers().retention();
        Instant soon = house.clock.instant().plus(Duration.ofDays(400));
        Instant late = house.clock.instant().plus(Duration.ofDays(5_000));

        assertThat(retention.run(soon))
                .as("nothing is two years old, and a ticket is open")
                .isZero();
        assertThat(retention.due(late).stream()
                        .filter(rule -> rule.kind().equals("words"))
                        .findFirst()
                        .orElseThrow()
                        .kept())
                .as("a ticket of the household is open")
                .containsKey("open_ticket");
        retention.run(late);
        assertThat(tablesThatSay("calls again")).isNotEmpty();
        open.steps("{'to': 'cancelled', 'reason': 'declined'}");

        assertThat(due(retention.due(late), "words")).isEqualTo(2);
        assertThat(tablesThatSay("calls again")).as("a look erases nothing").isNotEmpty();
        assertThat(retention.run(late)).isPositive();
        for (String words : new String[] {"calls again", "Bo says"}) {
            assertThat(tablesThatSay(words)).as(words).isEmpty();
        }
        assertThat(number("select count(*) from service.household where name = 'Bo Liang'"))
                .as("the appliances are theirs still")
                .isEqualTo(1);
        assertThat(ticket.read().at("/findings/0/component").asText()).isEqualTo("drain_pump");
        assertThat(retention.due(late))
                .filteredOn(rule -> !rule.kind().equals("looks"))
                .allMatch(rule -> rule.due() == 0);
        retention.run(late);
        assertThat(retention.erased()).containsEntry("words", 2L);

        number("with gone as (delete from service.household_appliance returning 1) select count(*) from gone");
        retention.run(late);
        assertThat(number("select count(*) from service.erasure"))
                .as("the relation has ended only now")
                .isZero();
        assertThat(retention.run(late.plus(Duration.ofDays(1_200)))).isPositive();
        assertThat(number("select count(*) from service.erasure where who = 'retention' and household = 'H7'"))
                .isEqualTo(1);
        for (String words : new String[] {"Bo Liang", "Hauptstr. 7", "7654321"}) {
            assertThat(tablesThatSay(words)).as(words).isEmpty();
        }
    }

    @Test
    void guaranteesAndOpenClaimsKeepWhatTheyNeed() {
        TicketWork ticket = repair("h-1")
                .untilOnSite("drain_pump")
                .untilAccepted("drain_pump", "WM-DP-2201")
                .untilClosed();
        Retention retention = house.desk.customers().retention();
        house.desk.register().settings().change("retention", null, Map.of("words", 1), "Wang");
        Instant at = house.clock.instant().plus(Duration.ofDays(60));
        assertThat(due(retention.due(at), "words")).isZero();
        assertThat(retention.due(at).toString()).contains("guarantee=1");
        Instant later = at.plus(Duration.ofDays(5_000));
        number(
                "insert into service.settlement_claim (ticket, centre, currency, at, who) select id, centre, 'EUR', opened_at, 'Li'"
                        + " from service.ticket where number = '" + ticket.number + "' returning ticket");
        assertThat(retention.due(later).toString()).contains("open_claim=1");
        number("update service.settlement_claim set withdrawn_at = at, withdrawn_by = 'Li' returning ticket");
        assertThat(due(retention.due(later), "words")).isEqualTo(1);
    }

    @Test
    void anErasureFindsReportsAndWhatWasKeptUnderAnotherNameThanTheTickets() {
        String reference = http.post(
                        "/api/v1/public/reports",
                        "{\"name\":\"Bo Liang\",\"phone\":\"0049 89 7654321\",\"address\":\"Hauptstr. 7\",\"serial\":\"h-1\","
                                + "\"symptom\":\"Bo says it hums\",\"consent\":true}")
                .json()
                .get("reference")
                .asText();
        house.desk.reports().runDue(house.clock.instant());
        JsonNode report = http.get("/api/v1/reports/" + reference).json();
        assertThat(report.get("state").asText()).isEqualTo("opened");
        http.write(
                "PUT",
                "/api/v1/households/H7/preferences",
                "{\"channel\":\"email\",\"email\":\"bo@example.org\",\"consent\":true,\"how\":\"phone\"}",
                List.of("Idempotency-Key", "preferences-of-bo"));
        assertThat(tablesThatSay("bo@example.org")).contains("http_once");
        assertThat(http.raw("/api/v1/households/H7/export").body()).contains(reference, "it hums");
        TicketWork.of(http, report.get("ticket").asText()).steps("{'to': 'cancelled', 'reason': 'declined'}");
        assertThat(http.post("/api/v1/households/H7/erase", "{\"reason\":\"asked to\"}")
                        .status())
                .isEqualTo(200);
        for (String words : new String[] {"bo@example.org", "Bo says", "it hums", "7654321"}) {
            assertThat(tablesThatSay(words)).as(words).isEmpty();
        }
        assertThat(http.get("/api/v1/reports/" + reference).json().get("name").isNull())
                .isTrue();
    }
}
