package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.servicedesk.Author;
import io.hearthwatch.servicedesk.PolicyChange;
import io.hearthwatch.servicedesk.PolicyView;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.ShadowReason;
import io.hearthwatch.servicedesk.ShadowTicket;
import io.hearthwatch.servicedesk.TicketPolicies;
import io.hearthwatch.servicedesk.TypePolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** When predictions may become tickets: how it stands, changing it, and trying out another policy on the past. */
final class PolicyApi {
    private static final int MOST_CHANGES = 1_000;
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration QUARTER = Duration.ofDays(90);
    private static final String TURN = "{\"type\": \"washing_machine\", \"who\": \"Li\", \"reason\": \"…\"}";
    private static final String COSTS =
            "{\"type\": \"washing_machine\", \"component\": \"drain_pump\", \"missed_failure\": 400,"
                    + " \"needless_visit\": 80, \"held_part\": 5, \"who\": \"Li\"}";
    private static final String CAPACITY = "{\"centre\": \"shanghai\", \"tickets_per_day\": 20, \"who\": \"Li\"}";

    private final Catalog catalog;
    private final TicketPolicies policies;
    private final PolicyRoom room;
    private final ClockControl clock;
    private final Semaphore simulating = new Semaphore(1);

    PolicyApi(Catalog catalog, ServiceDesk desk, PolicyRoom room, ClockControl clock) {
        this.catalog = catalog;
        this.policies = desk.policies();
        this.room = room;
        this.clock = clock;
    }

    JsonNode show(Call call) {
        call.allow("last");
        ArrayNode types = Json.array();
        PolicyView view = policies.within(call.scope());
        view.types(clock.now().now().minus(call.duration("last", MONTH))).forEach(type -> types.add(type(type)));
        ArrayNode centres = Json.array();
        view.centres()
                .forEach(centre -> centres.addObject()
                        .put("id", centre.centre())
                        .put("tickets_per_day", centre.ticketsPerDay())
                        .put("opened_today", centre.openedToday())
                        .put("waiting", centre.waiting())
                        .set("name", Json.text(centre.name())));
        ObjectNode json = Json.object();
        json.set("types", types);
        json.set("centres", centres);
        json.set("stopped", stops());
        return json;
    }

    private ObjectNode type(TypePolicy policy) {
        ApplianceType type = catalog.type(policy.type());
        TypePolicy.Counts counts = policy.counts();
        ObjectNode json = Json.object()
                .put("type", type.id())
                .put("mode", policy.mode().name().toLowerCase(Locale.ROOT))
                .put("decided", policy.decided())
                .put("since", Json.time(policy.since()))
                .put("open", counts.open())
                .put("opened", counts.opened())
                .put("suppressed", counts.suppressed())
                .put("waiting", counts.waiting())
                .put("currency", policies.currency(type.id()).orElse(null));
        json.set("name", Json.text(type.label()));
        json.putObject("would_be")
                .put("not_enabled", counts.wouldBe().getOrDefault(ShadowReason.NOT_ENABLED, 0))
                .put("stopped", counts.wouldBe().getOrDefault(ShadowReason.STOPPED, 0));
        Map<String, Double> thresholds = room.thresholds(type.id());
        ArrayNode components = json.putArray("components");
        type.components().forEach((id, component) -> {
            Costs costs = policies.costs(type.id(), id);
            components
                    .addObject()
                    .put("id", id)
                    .put("missed_failure", costs.missedFailure())
                    .put("needless_visit", costs.needlessVisit())
                    .put("held_part", costs.heldPart())
                    .put("safety_weight", component.safetyWeight())
                    .put("threshold", thresholds.get(id))
                    .set("name", Json.text(component.label()));
        });
        return json;
    }

    /** The emergency switches that are on. */
    ArrayNode stops() {
        ArrayNode stops = Json.array();
        policies.stops()
                .forEach((type, stop) -> stops.addObject()
                        .put("type", stop.all() ? null : type)
                        .put("at", Json.time(stop.at()))
                        .put("who", stop.who())
                        .put("reason", stop.reason()));
        return stops;
    }

    JsonNode changes(Call call) {
        call.allow("limit");
        ArrayNode changes = Json.array();
        for (PolicyChange change : policies.within(call.scope()).changes(call.number("limit", 1, MOST_CHANGES, 100))) {
            ObjectNode json = changes.addObject()
                    .put("at", Json.time(change.at()))
                    .put("who", change.who())
                    .put("what", change.what())
                    .put("type", change.type())
                    .put("component", change.component())
                    .put("centre", change.centre())
                    .put("reason", change.reason());
            json.set("old", change.old() == null ? null : Json.of(change.old()));
            json.set("new", change.now() == null ? null : Json.of(change.now()));
        }
        return Json.object().set("changes", changes);
    }

    JsonNode shadowTickets(Call call) {
        call.allow("type", "reason", "model", "limit");
        String type =
                call.text("type").map(id -> TypesApi.known(catalog, id).id()).orElse(null);
        String reason = call.oneOf("reason", "any", "any", "not_enabled", "stopped", "challenger");
        ArrayNode tickets = Json.array();
        for (ShadowTicket ticket : policies.within(call.scope())
                .shadowTickets(
                        type,
                        reason.equals("any") ? null : ShadowReason.of(reason),
                        call.text("model").orElse(null),
                        call.number("limit", 1, MOST_CHANGES, 100))) {
            tickets.addObject()
                    .put("appliance", ticket.appliance())
                    .put("type", ticket.type())
                    .put("component", ticket.component())
                    .put("reason", ticket.reason().id())
                    .put("model", ticket.modelId())
                    .put("probability", ticket.probability())
                    .put("urgency", ticket.urgency().name().toLowerCase(Locale.ROOT))
                    .put("centre", ticket.centre())
                    .put("opened_at", Json.time(ticket.openedAt()))
                    .put("hit_at", Json.time(ticket.hitAt()))
                    .put("ended_at", Json.time(ticket.endedAt()))
                    .put(
                            "end_reason",
                            ticket.endReason() == null
                                    ? null
                                    : ticket.endReason().id());
        }
        return Json.object().set("tickets", tickets);
    }

    JsonNode enable(Call call) {
        ObjectNode body = body(call, TURN, "type", "who", "reason");
        return done(() -> {
            policies.enable(type(body, TURN), author(call, body, TURN));
            return true;
        });
    }

    JsonNode disable(Call call) {
        ObjectNode body = body(call, TURN, "type", "who", "reason");
        return done(() -> {
            policies.disable(type(body, TURN), author(call, body, TURN));
            return true;
        });
    }

    JsonNode stop(Call call) {
        ObjectNode body = body(call, TURN, "type", "who", "reason");
        return done(() -> policies.stop(body.hasNonNull("type") ? type(body, TURN) : null, author(call, body, TURN)));
    }

    JsonNode resume(Call call) {
        ObjectNode body = body(call, TURN, "type", "who", "reason");
        return done(() -> room.resume(body.hasNonNull("type") ? type(body, TURN) : null, author(call, body, TURN)));
    }

    JsonNode costs(Call call) {
        ObjectNode body = body(
                call,
                COSTS,
                "type",
                "component",
                "missed_failure",
                "needless_visit",
                "held_part",
                "currency",
                "who",
                "reason");
        return done(() -> {
            String type = type(body, COSTS);
            Author author = author(call, body, COSTS);
            policies.setCosts(type, text(body, "component", COSTS), costs(body), author);
            if (body.hasNonNull("currency")) {
                policies.setCurrency(type, text(body, "currency", COSTS), author);
            }
            return true;
        });
    }

    JsonNode capacity(Call call) {
        ObjectNode body = body(call, CAPACITY, "centre", "tickets_per_day", "who", "reason");
        JsonNode tickets = body.path("tickets_per_day");
        if (!tickets.isNull() && !tickets.isInt()) {
            throw Problem.badRequest("'tickets_per_day' is neither a whole number nor null", CAPACITY);
        }
        String centre = text(body, "centre", CAPACITY);
        if (!call.scope().contains(centre)) {
            throw Problem.notFound(
                    "there is no service centre '" + Call.shortened(centre) + "'", "look at /api/v1/centres");
        }
        return done(() -> {
            policies.setCapacity(centre, tickets.isNull() ? null : tickets.intValue(), author(call, body, CAPACITY));
            return true;
        });
    }

    JsonNode simulate(Call call) {
        String example =
                "{\"type\": \"washing_machine\", \"costs\": {\"drain_pump\": {\"missed_failure\": 400, \"needless_visit\": 80,"
                        + " \"held_part\": 5}}, \"capacity\": {\"shanghai\": 20}, \"last\": \"P90D\"}";
        ObjectNode body = body(call, example, "type", "model", "costs", "capacity", "last", "from", "to");
        Map<String, Costs> costs = new HashMap<>();
        body.path("costs").properties().forEach(each -> costs.put(each.getKey(), costs(each.getValue())));
        Map<String, Integer> capacity = new HashMap<>();
        body.path("capacity").properties().forEach(each -> {
            if (!each.getValue().isNull()
                    && !(each.getValue().isInt() && each.getValue().intValue() >= 0)) {
                throw Problem.badRequest("the capacity of " + Call.shortened(each.getKey()) + " is no number", example);
            }
            capacity.put(
                    each.getKey(),
                    each.getValue().isNull() ? null : (Integer) each.getValue().intValue());
        });
        Duration last = QUARTER;
        if (body.hasNonNull("last")) {
            try {
                last = Duration.parse(text(body, "last", example));
            } catch (java.time.DateTimeException e) {
                throw Problem.badRequest("'last' is not a duration", "write it as P90D");
            }
        }
        if (!simulating.tryAcquire()) {
            throw new Problem(503, "Busy", "another simulation is under way", "try again in a few seconds");
        }
        try {
            return Json.of(room.simulate(new PolicyRoom.Simulation(
                    type(body, example),
                    body.hasNonNull("model") ? text(body, "model", example) : null,
                    costs,
                    capacity,
                    body.hasNonNull("from") ? Call.instant("from", text(body, "from", example)) : null,
                    body.hasNonNull("to") ? Call.instant("to", text(body, "to", example)) : null,
                    last)));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(Remedy.overHttp(e.getMessage()), example);
        } finally {
            simulating.release();
        }
    }

    private static JsonNode done(Supplier<Boolean> change) {
        try {
            return Json.object().put("changed", change.get());
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage(), "look at /api/v1/policy");
        }
    }

    private static ObjectNode body(Call call, String example, String... keys) {
        call.allow();
        if (!(Json.parse(call.body()) instanceof ObjectNode body)) {
            throw Problem.badRequest("the body is not an object", example);
        }
        Set<String> known = Set.of(keys);
        body.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw Problem.badRequest("the key '" + Call.shortened(key) + "' is not known here", example);
            }
        });
        return body;
    }

    private String type(ObjectNode body, String example) {
        return TypesApi.known(catalog, text(body, "type", example)).id();
    }

    private static Author author(Call call, ObjectNode body, String example) {
        String who = call.caller().person() == null
                ? text(body, "who", example)
                : call.caller().who();
        return new Author(who, body.hasNonNull("reason") ? text(body, "reason", example) : null);
    }

    private static Costs costs(JsonNode json) {
        return new Costs(amount(json, "missed_failure"), amount(json, "needless_visit"), amount(json, "held_part"));
    }

    private static double amount(JsonNode json, String key) {
        JsonNode amount = json.path(key);
        if (!amount.isNumber() || !(amount.doubleValue() >= 0 && amount.doubleValue() <= 1e9)) {
            throw Problem.badRequest("'" + key + "' is not an amount from 0 to 1000000000", COSTS);
        }
        return amount.doubleValue();
    }

    private static String text(ObjectNode body, String key, String example) {
        JsonNode value = body.path(key);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw Problem.badRequest("'" + key + "' is missing or not a text", example);
        }
        return value.textValue();
    }
}
