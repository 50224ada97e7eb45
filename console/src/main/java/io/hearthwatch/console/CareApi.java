package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.customer.Customers;
import io.hearthwatch.servicedesk.customer.SurveyDefinition;
import io.hearthwatch.servicedesk.customer.Surveys;
import io.hearthwatch.servicedesk.ticket.ComplaintDesk;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Surveys, calls to customers, and complaints. */
final class CareApi {
    private static final String TICKET = "/api/v1/tickets/{id}";

    private final ServiceDesk desk;
    private final ComplaintDesk complaints;
    private final Customers customers;
    private final Surveys surveys;

    CareApi(ServiceDesk desk) {
        this.desk = desk;
        this.complaints = desk.complaints();
        this.customers = desk.customers();
        this.surveys = customers.surveys();
    }

    /** Every path. */
    void bind(Routes routes) {
        routes.get("/api/v1/surveys", this::definitions);
        routes.post("/api/v1/surveys", this::define);
        routes.get(TICKET + "/survey", this::survey);
        routes.post(TICKET + "/survey", this::answer);
        routes.get("/api/v1/follow-ups", this::calls);
        routes.post("/api/v1/follow-ups/{id}/take", this::take);
        routes.get("/api/v1/complaints", this::list);
        routes.get("/api/v1/complaints/classes", this::classes);
        routes.get("/api/v1/complaints/recalls", this::recalls);
        routes.post("/api/v1/complaints/recalls/{id}", this::decide);
        routes.get(TICKET + "/complaint", this::complaint);
        routes.versioned(
                HttpMethod.POST, TICKET + "/complaint/cause", call -> TicketApi.write(call, complaints::cause));
        routes.versioned(
                HttpMethod.POST, TICKET + "/complaint/reply", call -> TicketApi.write(call, complaints::reply));
        routes.versioned(
                HttpMethod.POST, TICKET + "/complaint/actions", call -> TicketApi.write(call, complaints::act));
        routes.versioned(
                HttpMethod.POST,
                TICKET + "/complaint/actions/{number}",
                call -> TicketApi.write(
                        call, (ticket, request) -> complaints.endAction(ticket, number(call, "number"), request)));
    }

    private static long number(Call call, String name) {
        String number = call.path().get(name);
        if (!number.matches("\\d{1,18}")) {
            throw Problem.notFound(
                    "there is nothing of the number '" + Call.shortened(number) + "'", "look at the list");
        }
        return Long.parseLong(number);
    }

    private long ticket(Call call) {
        String id = call.path().get("id");
        return desk.ticketId(id)
                .orElseThrow(() -> Problem.notFound(
                        "there is no ticket '" + Call.shortened(id) + "'", "look at /api/v1/tickets?state=all"));
    }

    private static JsonNode rows(String name, List<Map<String, Object>> rows) {
        ArrayNode all = Json.array();
        rows.forEach(row -> all.add(Json.of(row)));
        return Json.object().set(name, all);
    }

    // Surveys

    private JsonNode definitions(Call call) {
        call.allow();
        return Json.object().set("definitions", Json.ofRecords(surveys.definitions()));
    }

    private JsonNode define(Call call) {
        call.allow();
        call.manages("changing the survey");
        Body body = new Body(
                call,
                "valid_from",
                "after",
                "wait_minutes",
                "sample_percent",
                "quiet_days",
                "low_mark",
                "call_hours",
                "kinds",
                "weights",
                "who");
        List<String> kinds = new ArrayList<>();
        Json.parse(call.body()).path("kinds").forEach(kind -> kinds.add(kind.asText()));
        Map<String, Double> weights = new LinkedHashMap<>();
        body.object("weights")
                .properties()
                .forEach(each -> weights.put(each.getKey(), each.getValue().asDouble()));
        return Json.ofRecords(surveys.define(
                new SurveyDefinition(
                        0,
                        body.date("valid_from"),
                        0,
                        body.required("after"),
                        body.number("wait_minutes", 0, 43_200),
                        body.number("sample_percent", 0, 100),
                        body.number("quiet_days", 0, 3650),
                        body.number("low_mark", 1, 4),
                        body.number("call_hours", 1, 720),
                        kinds,
                        List.of(),
                        null),
                weights,
                body.who()));
    }

    private JsonNode survey(Call call) {
        call.allow();
        return survey(call, ticket(call));
    }

    private JsonNode survey(Call call, long ticket) {
        ObjectNode json = Json.object();
        json.set("asked", Json.ofRecords(surveys.asked(ticket).orElse(null)));
        json.set("answers", Json.ofRecords(surveys.answers(ticket)));
        if (!call.caller().servesCustomers()) {
            json.get("answers").forEach(answer -> ((ObjectNode) answer).putNull("words"));
        }
        return json;
    }

    /** What a customer answered on the phone or on paper. */
    private JsonNode answer(Call call) {
        call.allow();
        Body body = new Body(call, "channel", "attitude", "efficiency", "quality", "product", "solved", "words", "who");
        long ticket = ticket(call);
        String channel = body.required("channel");
        if (channel.equals("online")) {
            throw Problem.badRequest("online is what customers answer themselves", "use phone or form");
        }
        customers.answer(ticket, CustomerApi.rating(body), channel, body.who());
        return survey(call, ticket);
    }

    // Calls

    private JsonNode calls(Call call) {
        call.allow("state", "limit");
        boolean made = call.oneOf("state", "due", "due", "made").equals("made");
        return rows("calls", complaints.calls(call.scope(), made, call.number("limit", 1, 500, 100)));
    }

    private JsonNode take(Call call) {
        call.allow();
        Body body = new Body(call, "who");
        complaints.takeCall(call.scope(), number(call, "id"), body.who());
        return Json.object().put("taken", true);
    }

    // Complaints

    private JsonNode list(Call call) {
        call.allow("class", "state", "limit");
        boolean open = call.oneOf("state", "open", "open", "all").equals("open");
        String about = call.choice("class", "product_function", "product_safety", "service", "logistics", "repair");
        return rows("complaints", complaints.list(call.scope(), about, open, call.number("limit", 1, 500, 100)));
    }

    private JsonNode classes(Call call) {
        call.allow();
        return rows("classes", complaints.classes());
    }

    private JsonNode complaint(Call call) {
        call.allow();
        ObjectNode json = (ObjectNode) Json.of(complaints.show(call.path().get("id")));
        if (!call.caller().servesCustomers()) {
            json.get("replies").forEach(reply -> ((ObjectNode) reply).putNull("words"));
        }
        return json;
    }

    private JsonNode recalls(Call call) {
        call.allow();
        return rows("recalls", complaints.recalls());
    }

    private JsonNode decide(Call call) {
        call.allow();
        Body body = new Body(call, "accepted", "note", "who");
        if (!body.has("accepted")) {
            throw Problem.badRequest("'accepted' is missing", "send true or false");
        }
        ObjectNode answer = Json.object().put("decided", true);
        complaints
                .decide(number(call, "id"), body.flag("accepted"), body.text("note", null), body.who())
                .ifPresent(campaign -> answer.put("campaign", campaign.toString()));
        return answer;
    }
}
