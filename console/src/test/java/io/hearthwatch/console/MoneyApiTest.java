package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A centre's November, worked out by hand: seven tickets, driven over HTTP as people would; the statement, a dispute, what it all costs, and
 * the budget. Each test goes on where the one before ended.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MoneyApiTest {
    private static final String TERMS = """
            regions:
              south: {name: {en: South, zh: 南区}}
            centres:
              MUC: {name: {en: Munich service centre, zh: 慕尼黑服务网点}, time_zone: Europe/Berlin, latitude: 48.1, longitude: 11.6,
                    warehouse: MUNICH, region: south}
            technicians:
              t-1: {name: Mia Berg, centre: MUC, grade: senior, skills: {washing_machine: [hardware]}}
              zhao.HW-000007: {name: Zhao 7, centre: MUC, skills: {washing_machine: [hardware]}}
              zhao.HW-000008: {name: Zhao 8, centre: MUC, skills: {washing_machine: [hardware]}}
              zhao.HW-000009: {name: Zhao 9, centre: MUC, skills: {washing_machine: [hardware]}}
              zhao.HW-000010: {name: Zhao 10, centre: MUC, skills: {washing_machine: [hardware]}}
              zhao.HW-000011: {name: Zhao 11, centre: MUC, skills: {washing_machine: [hardware]}}
              zhao.HW-000012: {name: Zhao 12, centre: MUC, skills: {washing_machine: [hardware]}}
              zhao.HW-000013: {name: Zhao 13, centre: MUC, skills: {washing_machine: [hardware]}}
              zhao.HW-000014: {name: Zhao 14, centre: MUC, skills: {washing_machine: [hardware]}}
            tariff:
              labour: [{amount: 80, currency: EUR, from: 2020-01-01}]
              travel: [{amount: 30, currency: EUR, from: 2020-01-01}]
            prices:
              WM-DP-2201: {amount: 45.50, currency: EUR}
            stock:
              MUNICH: {WM-DP-2201: 20}
            """;
    private static final String RULES = """
            {'who': 'Hofer', 'dispute_days': 10, 'owners': {'labour': 'Cost owner Lin'},
             'rules': [
              {'item': 'labour', 'kind': 'repair', 'amount': 60, 'currency': 'EUR', 'from': '2026-01-01'},
              {'item': 'labour', 'kind': 'repair', 'grade': 'senior', 'amount': 75, 'currency': 'EUR', 'from': '2026-01-01'},
              {'item': 'travel', 'amount': 20, 'most': 1, 'currency': 'EUR', 'from': '2026-01-01'},
              {'item': 'travel_km', 'amount': 0.5, 'free_km': 10, 'usual_km': 30, 'most_km': 80, 'currency': 'EUR', 'from': '2026-01-01'},
              {'item': 'part_handling', 'percent': 10, 'from': '2026-01-01'},
              {'item': 'part', 'percent': 100, 'from': '2026-01-01'},
              {'item': 'out_of_standard', 'amount': 3, 'currency': 'EUR', 'from': '2026-01-01'}]}
            """;

    private final List<TicketWork> tickets = new ArrayList<>();
    private SampleHouse house;
    private Http http;
    private String statement;

    @BeforeAll
    void open() {
        house = SampleHouse.furnished(0);
        house.load(TERMS);
        http = new Http(house.url());
        ok("/terms", RULES);
    }

    @AfterAll
    void close() {
        house.close();
    }

    private Http.Answer tries(String path, String body) {
        return http.post("/api/v1/money" + path, body.replace('\'', '"'));
    }

    private JsonNode ok(String path, String body) {
        Http.Answer answer = tries(path, body);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode get(String path) {
        Http.Answer answer = http.get("/api/v1/money" + path);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.json();
    }

    private TicketWork repair(String appliance) {
        TicketWork ticket = TicketWork.open(
                        http,
                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '" + appliance
                                + "'}")
                .answered();
        tickets.add(ticket);
        return ticket;
    }

    private static String number(TicketWork ticket) {
        return ticket.number;
    }

    private TicketWork reviewed(TicketWork ticket) {
        return ticket.does("review", "{'who': 'Wang', 'passed': true}").steps("{'to': 'reviewed'}");
    }

    /** Amount and verdict of each line of a ticket, such as {@code labour 60.00 accepted}. */
    private static List<String> lines(JsonNode statement, TicketWork ticket) {
        List<String> lines = new ArrayList<>();
        statement.get("lines").forEach(line -> {
            if (number(ticket).equals(line.get("ticket").asText())) {
                lines.add(line.get("item").asText() + " "
                        + new BigDecimal(line.get("amount").asText()).setScale(2) + " "
                        + line.get("verdict").asText());
            }
        });
        return lines;
    }

    private static List<String> found(JsonNode statement, TicketWork ticket) {
        List<String> codes = new ArrayList<>();
        statement.get("lines").forEach(line -> {
            if (number(ticket).equals(line.get("ticket").asText())) {
                codes.addAll(line.get("findings").findValuesAsText("code"));
            }
        });
        return codes;
    }

    @Test
    @Order(1)
    void jobsAreDone() {
        // 0: plain. 1: by a senior technician. 2: claimed for, see below.
        reviewed(repair(house.washer("M-1")).untilOnSite("drain_pump").untilAccepted("drain_pump", "WM-DP-2201"))
                .does("follow-up", "{'solved': true, 'rating': 5}")
                .steps("{'to': 'followed_up'}")
                .does("feedback", "{'department': 'design', 'words': 'wears early'}")
                .steps("{'to': 'closed'}");
        TicketWork senior = repair(house.washer("M-2"))
                .steps("{'to': 'triaged', 'way': 'home', 'fault_class': 'hardware', 'component': 'drain_pump'}")
                .steps(
                        "{'to': 'scheduled', 'window_from': '2026-11-23T08:00:00Z', 'window_to': '2026-11-23T10:00:00Z'}")
                .steps("{'to': 'dispatched', 'technician': 't-1'}")
                .steps("{'who': 't-1', 'to': 'confirmed'}")
                .steps("{'who': 't-1', 'to': 'on_site'}");
        reviewed(senior.untilAccepted("drain_pump", "WM-DP-2201"));
        reviewed(repair(house.washer("M-3")).untilOnSite("drain_pump").untilAccepted("drain_pump", "WM-DP-2201"));
        // 3: out of guarantee, the customer agrees to the quote.
        TicketWork paying = repair(house.washer("M-4"))
                .changes("{'answers': {'production_date': '2020-01-07', 'purchase_date': '2020-03-01'}}")
                .untilOnSite("drain_pump")
                .does(
                        "quote",
                        "{'lines': [{'item': 'labour'}, {'item': 'travel'}, {'item': 'part', 'part': 'WM-DP-2201'}]}")
                .does("consent", "{'agreed': true, 'by': 'Ada Weber', 'how': 'signature'}");
        reviewed(paying.untilAccepted("drain_pump", "WM-DP-2201"));
        // 4: reopened before anybody settled it, and done again.
        TicketWork again = repair(house.washer("M-5")).untilOnSite("drain_pump");
        again.untilAccepted("drain_pump", "WM-DP-2201").steps("{'to': 'reopened', 'reason': 'drips again'}");
        again.untilOnSite(null)
                .does("checklist", "{'items': [{'item': 'licence_shown'}, {'item': 'diagnosed'}]}")
                .does("findings", "{'component': 'drain_pump', 'cause': 'loose', 'part': 'WM-DP-2201'}")
                .steps("{'to': 'repaired'}")
                .does("checklist", "{'items': [{'item': 'full_check'}, {'item': 'test_run'}, {'item': 'explained'}]}")
                .does("record-sheet", "{'signed_by': 'Ada Weber', 'ratings': {'attitude': 4}}")
                .steps("{'to': 'accepted'}");
        reviewed(again);
        // 5: the first ticket's pump again, inside the repair guarantee.
        reviewed(repair("M-1").untilOnSite("drain_pump").untilAccepted("drain_pump", "WM-DP-2201"));
        // 6: accepted, but nobody has reviewed it.
        repair(house.washer("M-7")).untilOnSite("drain_pump").untilAccepted("drain_pump", "WM-DP-2201");
        assertThat(tickets).hasSize(7);
    }

    @Test
    @Order(2)
    void claimIsHeldAgainstTheTicket() {
        String line = tickets.get(2).read().at("/part_lines/0/id").asText();
        String claim = "{'who': 'Chief Zhao', 'ticket': '" + number(tickets.get(2)) + "', 'currency': 'EUR', 'lines': ["
                + "{'item': 'labour', 'amount': 80}, {'item': 'travel', 'quantity': 2}, {'item': 'travel_km', 'km': 60},"
                + " {'item': 'part', 'part_line': " + line + ", 'amount': 45.5},"
                + " {'item': 'part_handling', 'part_line': " + line + ", 'amount': 4}]}";
        JsonNode checked = ok("/claims", claim);
        assertThat(checked.get("lines").findValuesAsText("verdict"))
                .containsExactly("cut", "cut", "cut", "refused", "accepted");
        assertThat(checked.get("lines").findValuesAsText("allowed")).containsExactly("60", "20", "10", "0", "4");
        assertThat(checked.findValuesAsText("code"))
                .contains("above_tariff", "visits_not_recorded", "distance_without_proof", "from_our_stock");
        assertThat(checked.at("/lines/0/findings/0/zh").asText()).isEqualTo("申报 80 EUR，按结算标准为 60 EUR");

        assertThat(tries("/claims", claim).detail()).contains("is claimed already");
        assertThat(tries("/claims", claim.replace(number(tickets.get(2)), number(tickets.get(6))))
                        .detail())
                .contains("is not accepted");
        assertThat(tries("/claims", claim.replace("EUR", "euro")).status()).isEqualTo(400);
        // Decided by hand: by somebody else, with the reason, at most what is claimed.
        String decision = "{'who': 'Chief Zhao', 'line': 1, 'allowed': 70, 'reason': 'two floors'}";
        assertThat(tries("/claims/1/decide", decision).detail()).contains("claimed it");
        assertThat(tries(
                                "/claims/1/decide",
                                decision.replace("Chief Zhao", "Hofer").replace("70", "90"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    @Order(3)
    void statementIsWhatWasWorkedOutByHand() {
        assertThat(tries("/statements", "{'who': 'Hofer', 'centre': 'MUC', 'month': '2026-11'}")
                        .detail())
                .contains("is not over");
        house.clock.advance(Instant.parse("2026-11-30T23:00:00Z"));
        JsonNode made = ok("/statements", "{'who': 'Hofer', 'centre': 'MUC', 'month': '2026-11'}");
        statement = made.at("/statements/0/number").asText();
        JsonNode whole = get("/statements/" + statement);
        // Four items of the checklist that don't block are left undone each time: 4 × 3 is taken.
        assertThat(lines(whole, tickets.get(0)))
                .containsExactlyInAnyOrder(
                        "labour 60.00 accepted",
                        "travel 20.00 accepted",
                        "part_handling 4.55 accepted",
                        "out_of_standard -12.00 accepted");
        assertThat(whole.toString())
                .contains("left undone: put on shoe covers, lay out mat and cloth", "未按规范完成：穿鞋套、铺垫布、盖布");
        assertThat(lines(whole, tickets.get(1))).contains("labour 75.00 accepted");
        assertThat(lines(whole, tickets.get(2)))
                .containsExactlyInAnyOrder(
                        "labour 60.00 cut",
                        "travel 20.00 cut",
                        "travel_km 10.00 cut",
                        "part 0.00 refused",
                        "part_handling 4.00 accepted",
                        "out_of_standard -12.00 accepted");
        assertThat(lines(whole, tickets.get(3)))
                .contains("labour 0.00 refused", "travel 0.00 refused", "part_handling 0.00 refused");
        assertThat(found(whole, tickets.get(3))).contains("customer_pays");
        assertThat(lines(whole, tickets.get(4))).contains("labour 60.00 accepted", "travel 20.00 accepted");
        assertThat(found(whole, tickets.get(4))).contains("repeat_visits");
        assertThat(lines(whole, tickets.get(5))).contains("labour 0.00 refused", "travel 0.00 refused");
        assertThat(found(whole, tickets.get(5))).contains("repeat_repair");
        assertThat(lines(whole, tickets.get(6))).isEmpty();
        // 72.55 + 87.55 + 82.00 − 12 + 72.55 − 12
        assertThat(whole.get("total").decimalValue()).isEqualByComparingTo("290.65");
        assertThat(whole.get("jobs").asInt()).isEqualTo(6);

        JsonNode again = ok("/statements", "{'who': 'Other', 'centre': 'MUC', 'month': '2026-11'}");
        assertThat(again.at("/statements/0/total")).isEqualTo(made.at("/statements/0/total"));
        assertThat(again.get("statements")).hasSize(1);
        JsonNode anew = ok("/statements", "{'who': 'Hofer', 'centre': 'MUC', 'month': '2026-11', 'again': true}");
        assertThat(anew.at("/statements/0/total")).isEqualTo(made.at("/statements/0/total"));
    }

    @Test
    @Order(4)
    void issuedStatementIsCostAndWarnsBothOwners() {
        assertThat(tries("/statements/" + statement + "/confirm", "{'who': 'Zhao'}")
                        .detail())
                .contains("is draft");
        ok(
                "/terms",
                "{'who': 'Hofer', 'budgets': [{'centre': 'MUC', 'element': 'labour', 'month': '2026-11', 'amount': 250,"
                        + " 'currency': 'EUR'}, {'region': 'south', 'element': 'labour', 'month': '2026-Q4', 'amount': 1000, 'currency': 'EUR'}]}");
        JsonNode issued = ok("/statements/" + statement + "/issue", "{'who': 'Hofer'}");
        assertThat(issued.get("state").asText()).isEqualTo("issued");
        assertThat(tries("/statements/" + statement + "/issue", "{'who': 'Hofer'}")
                        .status())
                .isEqualTo(409);
        // Labour: 60 + 75 + 60 + 60 = 255 of 250; the region's quarter has 333.33 a month, of which it is 77 %.
        JsonNode lines =
                get("/budget-against-actual?month=2026-11&element=labour").get("lines");
        assertThat(lines).hasSize(3);
        assertThat(lines.findValuesAsText("level")).containsExactly("centre", "headquarters", "region");
        assertThat(lines.get(0).get("actual").asDouble()).isEqualTo(255);
        assertThat(lines.get(0).get("share").asDouble()).isEqualTo(1.02);
        assertThat(lines.get(1).get("budget").isNull()).isTrue();
        assertThat(lines.get(2).get("budget").asDouble()).isEqualTo(333.33);
        assertThat(lines.get(2).get("share").asDouble()).isEqualTo(.765);
        JsonNode alerts = get("/budget-alerts").get("alerts");
        assertThat(alerts.findValuesAsText("percent")).containsExactlyInAnyOrder("80", "100");
        assertThat(alerts.get(0).get("element_owner").asText()).isEqualTo("Cost owner Lin");
        assertThat(alerts.get(0).get("place_role").asText()).isEqualTo("station_chief");
        ok("/budget-alerts/" + alerts.get(0).get("id").asText() + "/acknowledge", "{'who': 'Lin'}");
        assertThat(tries("/budget-alerts/" + alerts.get(0).get("id").asText() + "/acknowledge", "{'who': 'Lin'}")
                        .status())
                .isEqualTo(409);
        // A new version of the budget is warned about anew.
        ok(
                "/terms",
                "{'who': 'Hofer', 'budgets': [{'centre': 'MUC', 'element': 'labour', 'month': '2026-11', 'amount': 300,"
                        + " 'currency': 'EUR'}]}");
        assertThat(get("/budgets?month=2026-11").get("budgets").findValuesAsText("version"))
                .contains("2", "1");
        assertThat(get("/budget-alerts").get("alerts")).hasSize(3);
    }

    @Test
    @Order(5)
    void customersPaymentsAreRevenueBesideTheCost() {
        // 80 labour + 30 travel + 45.50 part, as quoted and agreed to.
        JsonNode costs = get("/cost-matrix?month=2026-11").get("costs");
        JsonNode revenue = null;
        JsonNode incentive = null;
        for (JsonNode each : costs) {
            revenue = each.get("kind").asText().equals("revenue") ? each : revenue;
            incentive = each.get("element").asText().equals("incentive") ? each : incentive;
        }
        assertThat(revenue.get("amount").asDouble()).isEqualTo(155.5);
        assertThat(revenue.get("centre").asText()).isEqualTo("MUC");
        assertThat(incentive.get("amount").asDouble()).isEqualTo(-72);
        // The pumps of the ticket that is closed are used up: 45.50, once, however often anybody looks.
        assertThat(get("/costs?ticket=" + number(tickets.get(0)) + "&element=parts")
                        .get("costs")
                        .findValuesAsText("source"))
                .containsExactly("part", "settlement");
        assertThat(get("/costs?ticket=" + number(tickets.get(0)) + "&element=parts")
                        .get("costs")
                        .findValuesAsText("amount"))
                .containsExactly("45.5", "4.55");
    }

    @Test
    @Order(6)
    void disputeIsAnsweredByAnotherPersonAndPaidInTheNextStatement() {
        JsonNode whole = get("/statements/" + statement);
        String line = null;
        for (JsonNode each : whole.get("lines")) {
            boolean labour = each.get("item").asText().equals("labour");
            line = labour && each.get("ticket").asText().equals(number(tickets.get(2)))
                    ? each.get("id").asText()
                    : line;
        }
        String dispute = "{'who': 'Chief Zhao', 'line': " + line
                + ", 'amount': 20, 'reason': 'two floors without a lift', 'evidence': 'photo 17'}";
        JsonNode opened = ok("/statements/" + statement + "/disputes", dispute);
        String id = opened.get("id").asText();
        assertThat(get("/statements/" + statement).get("state").asText()).isEqualTo("disputed");
        assertThat(tries("/statements/" + statement + "/disputes", dispute).detail())
                .contains("disputed already");
        assertThat(tries("/statements/" + statement + "/pay", "{'who': 'Hofer', 'payment': 'B-1'}")
                        .status())
                .isEqualTo(409);
        String answer = "{'who': 'Hofer', 'outcome': 'partly', 'granted': 15, 'answer': 'one floor has a lift'}";
        assertThat(tries("/disputes/" + id + "/answer", answer).detail()).contains("decided what is disputed");
        assertThat(tries("/disputes/" + id + "/answer", answer.replace("Hofer", "chief zhao"))
                        .detail())
                .contains("opened it");
        JsonNode answered = ok("/disputes/" + id + "/answer", answer.replace("Hofer", "Director Sun"));
        assertThat(answered.get("outcome").asText()).isEqualTo("partly");
        assertThat(tries("/disputes/" + id + "/answer", answer.replace("Hofer", "Director Sun"))
                        .status())
                .isEqualTo(409);
        JsonNode resolved = get("/statements/" + statement);
        assertThat(resolved.get("state").asText()).isEqualTo("resolved");
        assertThat(resolved.get("total")).isEqualTo(whole.get("total"));
        assertThat(resolved.get("history").findValuesAsText("what"))
                .containsExactly("made", "issued", "disputed", "dispute_answered");
        ok("/statements/" + statement + "/pay", "{'who': 'Director Sun', 'payment': 'B-1'}");

        house.clock.advance(Instant.parse("2027-01-01T00:00:00Z"));
        JsonNode next = ok("/statements", "{'who': 'Hofer', 'centre': 'MUC', 'month': '2026-12'}");
        JsonNode december = get("/statements/" + next.at("/statements/0/number").asText());
        assertThat(december.get("lines")).hasSize(1);
        assertThat(december.at("/lines/0/item").asText()).isEqualTo("correction");
        assertThat(december.at("/lines/0/element").asText()).isEqualTo("labour");
        assertThat(december.get("total").asDouble()).isEqualTo(15);
    }

    @Test
    @Order(7)
    void disputesCloseWithTheCentresDays() {
        String december =
                get("/statements?month=2026-12").at("/statements/0/number").asText();
        ok("/statements/" + december + "/issue", "{'who': 'Hofer'}");
        house.clock.advance(Instant.parse("2027-01-12T00:00:00Z"));
        assertThat(tries(
                                "/statements/" + december + "/disputes",
                                "{'who': 'Chief Zhao', 'ticket': '" + number(tickets.get(2))
                                        + "', 'amount': 1, 'reason': 'r', 'evidence': 'e'}")
                        .detail())
                .contains("could be disputed until 2027-01-11");
        assertThat(ok("/statements/" + december + "/confirm", "{'who': 'Hofer'}")
                        .get("state")
                        .asText())
                .isEqualTo("confirmed");
    }

    @Test
    @Order(8)
    void entriesByHandAreTakenBackByTheirCounterEntry() {
        String entry =
                "{'who': 'Chief Zhao', 'centre': 'MUC', 'element': 'training', 'amount': 120.5, 'currency': 'EUR',"
                        + " 'booked_on': '2026-11-12', 'evidence': 'invoice 88'}";
        List<String> key = List.of("Idempotency-Key", "book-1");
        String path = "/api/v1/money/costs";
        JsonNode booked =
                http.write("POST", path, entry.replace('\'', '"'), key).json();
        assertThat(http.write("POST", path, entry.replace('\'', '"'), key).json())
                .isEqualTo(booked);
        assertThat(http.write("POST", path, entry.replace('\'', '"').replace("120.5", "99"), key)
                        .status())
                .isEqualTo(422);
        String id = booked.get("id").asText();
        JsonNode counter = ok("/costs/" + id + "/counter", "{'who': 'Chief Zhao', 'reason': 'wrong centre'}");
        assertThat(counter.get("amount").asDouble()).isEqualTo(-120.5);
        assertThat(tries("/costs/" + id + "/counter", "{'who': 'Chief Zhao', 'reason': 'again'}")
                        .detail())
                .contains("countered already");
        assertThat(tries("/costs/" + counter.get("id").asText() + "/counter", "{'who': 'x', 'reason': 'r'}")
                        .status())
                .isEqualTo(409);
        assertThat(tries("/costs", entry.replace("'evidence': 'invoice 88'", "'evidence': ''"))
                        .detail())
                .contains("'evidence' is missing");
        assertThat(tries("/costs", entry.replace("120.5", "1.005")).status()).isEqualTo(400);
        assertThat(tries("/costs", entry.replace("training", "luck")).detail()).contains("no element");
    }

    @Test
    @Order(9)
    void wrongTermsAreToldAllAtOnceAndChangeNothing() {
        int before = get("/rules").get("rules").size();
        Http.Answer answer = tries(
                "/terms",
                "{'who': 'Hofer', 'rules': [{'item': 'labor', 'from': '2026-01-01'},"
                        + " {'item': 'labour', 'amount': 1, 'from': '2026-02-30', 'currency': 'EUR'}]}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("items").size()).isGreaterThanOrEqualTo(3);
        assertThat(get("/rules").get("rules")).hasSize(before);
        assertThat(ok("/terms", RULES).get("changed").asInt()).isZero();
        assertThat(get("/elements").get("elements").findValuesAsText("element")).contains("labour", "customer_payment");
        assertThat(get("/costs-due").get("due")).isEmpty();
        assertThat(get("/disputes?state=open").get("disputes")).isEmpty();
        assertThat(get("/claims?centre=MUC").get("claims")).hasSize(1);
        assertThat(get("/claims/1").get("state").asText()).isEqualTo("settled");
        assertThat(tries("/claims/1/withdraw", "{'who': 'Chief Zhao'}").detail())
                .contains("settled already");
    }
}
