package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One ticket, worked on over HTTP as people would. Bodies are JSON with single quotes, and say who by themselves. */
final class TicketWork {
    private final Http http;
    final String number;
    final String technician;

    private TicketWork(Http http, String number) {
        this.http = http;
        this.number = number;
        this.technician = "zhao." + number;
    }

    static TicketWork open(Http http, String body) {
        Http.Answer answer = http.post("/api/v1/tickets", json(body));
        assertThat(answer.status()).as(answer.json().toString()).isIn(200, 201);
        return of(http, answer.json().get("number").asText());
    }

    static TicketWork of(Http http, String number) {
        return new TicketWork(http, number);
    }

    /** The body as JSON; whoever is not named in it is Li. */
    static String json(String body) {
        String quoted = body.replace('\'', '"');
        return quoted.contains("\"who\"") || quoted.equals("{}")
                ? quoted.equals("{}") ? "{\"who\":\"Li\"}" : quoted
                : "{\"who\":\"Li\"," + quoted.substring(1);
    }

    String path() {
        return "/api/v1/tickets/" + number;
    }

    JsonNode read() {
        return http.get(path()).json();
    }

    Http.Answer tries(String what, String body) {
        return http.write("POST", path() + "/" + what, json(body), List.of());
    }

    Http.Answer triesChange(String body) {
        return http.write(
                "PATCH",
                path(),
                json(body),
                List.of("If-Match", http.get(path()).etag()));
    }

    /** A step of the version that is there now. */
    Http.Answer triesStep(String body) {
        return http.write(
                "POST",
                path() + "/steps",
                json(body),
                List.of("If-Match", http.get(path()).etag()));
    }

    TicketWork does(String what, String body) {
        Http.Answer answer = tries(what, body);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
        return this;
    }

    TicketWork changes(String body) {
        Http.Answer answer = triesChange(body);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return this;
    }

    TicketWork steps(String body) {
        Http.Answer answer = triesStep(body);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return this;
    }

    String step() {
        return read().get("step").asText();
    }

    /** What is asked of the customer is answered. */
    TicketWork answered() {
        return changes("{'answers': {'purchase_date': '2026-03-01', 'purchase_channel': 'shop', 'model': 'WM-8014',"
                + " 'production_date': '2025-01-07', 'customer_name': 'Ada Weber', 'address': 'Lange Str. 1', 'phone': '+49 89 1234567',"
                + " 'symptom': 'does not drain', 'began': 'Monday', 'environment': 'cellar', 'wish': 'soon'}}");
    }

    /** From opened to on site with a technician of its own. */
    TicketWork untilOnSite(String component) {
        return steps("{'to': 'triaged', 'way': 'home', 'fault_class': 'hardware'"
                        + (component == null ? "" : ", 'component': '" + component + "'") + "}")
                .visit();
    }

    /** From triaged to on site with a technician of its own. */
    TicketWork visit() {
        return steps("{'to': 'scheduled', 'window_from': '2026-11-23T08:00:00Z', 'window_to': '2026-11-23T10:00:00Z'}")
                .steps("{'to': 'dispatched', 'technician': '" + technician + "'}")
                .steps("{'who': '" + technician + "', 'to': 'confirmed'}")
                .steps("{'who': '" + technician + "', 'to': 'on_site'}");
    }

    /** From on site to accepted, repaired. */
    TicketWork untilAccepted(String component, String part) {
        return does(
                        "checklist",
                        "{'who': '" + technician + "', 'items': [{'item': 'licence_shown'}, {'item': 'diagnosed'}]}")
                .does(
                        "findings",
                        "{'who': '" + technician + "', 'component': '" + component + "', 'cause': 'worn', 'part': '"
                                + part + "'}")
                .does(
                        "parts",
                        "{'who': '" + technician + "', 'part': '" + part + "', 'faulty_serial': 'F-" + number
                                + "', 'new_serial': 'N-" + number + "'}")
                .steps("{'who': '" + technician + "', 'to': 'repaired'}")
                .does(
                        "checklist",
                        "{'who': '" + technician
                                + "', 'items': [{'item': 'full_check'}, {'item': 'test_run'}, {'item': 'explained'}]}")
                .does(
                        "record-sheet",
                        "{'who': '" + technician
                                + "', 'signed_by': 'Ada Weber', 'ratings': {'attitude': 5, 'quality': 4}}")
                .steps("{'who': '" + technician + "', 'to': 'accepted'}");
    }

    /** From accepted to closed. */
    TicketWork untilClosed() {
        return does("review", "{'who': 'Wang', 'passed': true}")
                .steps("{'to': 'reviewed'}")
                .does("follow-up", "{'solved': true, 'rating': 5}")
                .steps("{'to': 'followed_up'}")
                .does("feedback", "{'department': 'design', 'words': 'the pump wears early'}")
                .steps("{'to': 'closed'}");
    }
}
