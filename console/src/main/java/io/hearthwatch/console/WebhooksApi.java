package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Records;
import io.hearthwatch.servicedesk.outbox.DeadLetters;
import io.hearthwatch.servicedesk.outbox.Outgoing;
import io.hearthwatch.servicedesk.outbox.OutgoingEvent;
import io.hearthwatch.servicedesk.outbox.WebhookWish;
import io.hearthwatch.servicedesk.outbox.Webhooks;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What happens to tickets, for other systems: subscriptions, what could not be delivered to them, and events to read. */
final class WebhooksApi {
    private static final String ALL = "/api/v1/webhooks";
    private static final String ONE = ALL + "/{id}";
    private static final int MOST = 1_000;
    private static final String[] WISH = {
        "name", "url", "types", "region", "centre", "mode", "personal", "except_by", "active", "secret", "from", "who"
    };

    /** What brings customers' names to somebody else, where a subscription sends them. */
    private static final List<String> ELSEWHERE = List.of("url", "region", "centre", "types", "except_by");

    private final ServiceDesk desk;
    private final Outgoing outgoing;
    private final Webhooks webhooks;
    private final DeadLetters dead;

    WebhooksApi(ServiceDesk desk) {
        this.desk = desk;
        this.outgoing = desk.outgoing();
        this.webhooks = outgoing.webhooks();
        this.dead = outgoing.deadLetters();
    }

    /** Every path. */
    void bind(Routes routes) {
        routes.get(ALL, this::list);
        routes.post(ALL, this::make);
        routes.get(
                ONE, call -> Json.ofRecords(webhooks.one(id(call), managed(call).scope())));
        routes.patch(ONE, this::change);
        routes.delete(ONE, this::remove);
        routes.post(ONE + "/secret", this::rotate);
        routes.get(ONE + "/dead-letters", this::parked);
        routes.get(ONE + "/deliveries/{event}", this::delivery);
        routes.post(ONE + "/replay", this::replay);
        routes.post(ONE + "/skip", this::skip);
        routes.get("/api/v1/external/{system}/{id}", this::external);
    }

    /** The ticket that another system knows under an id of its own. */
    private JsonNode external(Call call) {
        String id = id(call);
        String ticket = desk.work()
                .byExternal(call.path().get("system"), id)
                .map(String::valueOf)
                .filter(found -> desk.organisation().records().contains(call.scope(), Records.Kind.TICKET, found))
                .orElseThrow(() -> Problem.notFound(
                        "no ticket has the id '" + Call.shortened(id) + "' there",
                        "note it: PUT /api/v1/tickets/{id}/external/{system}"));
        return Json.object()
                .put("ticket", ticket)
                .put(
                        "number",
                        desk.ticket(Long.parseLong(ticket))
                                .orElseThrow()
                                .summary()
                                .number());
    }

    /** Browsers listen for changes at the same place, without saying after which event. */
    static boolean wantsStream(RoutingContext ctx) {
        String accept = ctx.request().getHeader(HttpHeaders.ACCEPT);
        return (accept != null && accept.contains("text/event-stream"))
                || !ctx.queryParams().contains("after");
    }

    JsonNode events(Call call) {
        call.allow("after", "limit", "type");
        String after = call.required("after");
        if (!after.matches("\\d{1,18}")) {
            throw Problem.badRequest(
                    "after: '" + Call.shortened(after) + "' is not the place of an event",
                    "begin with after=0, and go on with the answer's next");
        }
        List<String> kinds = call.text("type")
                .map(type -> new WebhookWish(null, null, List.of(type), null, null, null, null, null, null).types())
                .orElse(List.of());
        List<OutgoingEvent> events =
                outgoing.after(Long.parseLong(after), call.number("limit", 1, MOST, 100), kinds, call.scope());
        ArrayNode list = Json.array();
        boolean words = call.caller().servesCustomers();
        events.forEach(event -> list.add(Json.of((words ? event : event.withoutWords()).json())));
        long next = events.isEmpty()
                ? Long.parseLong(after)
                : events.get(events.size() - 1).place();
        return Json.object().put("next", Long.toString(next)).set("events", list);
    }

    private static Call managed(Call call) {
        call.manages("webhooks");
        return call;
    }

    private static String id(Call call) {
        call.allow();
        return call.path().get("id");
    }

    private JsonNode list(Call call) {
        managed(call).allow();
        return Json.object().set("webhooks", Json.ofRecords(webhooks.all(call.scope())));
    }

    private JsonNode make(Call call) {
        managed(call).allow();
        Body body = new Body(call, WISH);
        body.required("name");
        body.required("url");
        return made(webhooks.make(wish(call, body), body.text("secret", null), from(body), body.who(), call.scope()));
    }

    private static JsonNode made(Webhooks.Made made) {
        ObjectNode json = (ObjectNode) Json.ofRecords(made.webhook());
        return json.put("secret", made.secret());
    }

    private JsonNode change(Call call) {
        managed(call);
        String id = id(call);
        Body body = new Body(
                call, "name", "url", "types", "region", "centre", "mode", "personal", "except_by", "active", "who");
        WebhookWish wish = wish(call, body);
        boolean elsewhere = ELSEWHERE.stream().anyMatch(body::has);
        if (elsewhere
                && !Boolean.FALSE.equals(wish.personal())
                && webhooks.one(id, call.scope()).personal()) {
            mayTellOfCustomers(call);
        }
        return Json.ofRecords(webhooks.change(id, wish, call.scope()));
    }

    private static WebhookWish wish(Call call, Body body) {
        Boolean personal = body.has("personal") ? body.flag("personal") : null;
        if (Boolean.TRUE.equals(personal)) {
            mayTellOfCustomers(call);
        }
        return new WebhookWish(
                body.text("name", null),
                body.text("url", null),
                texts(body, "types"),
                body.text("region", null),
                body.text("centre", null),
                body.text("mode", null),
                personal,
                texts(body, "except_by"),
                body.has("active") ? body.flag("active") : null);
    }

    private static void mayTellOfCustomers(Call call) {
        if (!call.caller().servesCustomers()) {
            throw new Problem(
                    403,
                    "Forbidden",
                    "customers' names and addresses are for those who serve customers",
                    "leave 'personal' out, or send it as false where it is true; or ask one of them");
        }
    }

    private static List<String> texts(Body body, String name) {
        return body.has(name) ? body.texts(name) : null;
    }

    private static Instant from(Body body) {
        return body.has("from") ? Call.instant("from", body.required("from")) : null;
    }

    private JsonNode remove(Call call) {
        managed(call);
        String id = id(call);
        webhooks.remove(id, call.scope());
        return Json.object().put("removed", id);
    }

    private JsonNode rotate(Call call) {
        managed(call);
        String id = id(call);
        Body body = new Body(call, "secret", "both_for", "who");
        return made(
                webhooks.rotate(id, body.text("secret", null), duration(body.text("both_for", "PT24H")), call.scope()));
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw Problem.badRequest(
                    "'both_for' is '" + Call.shortened(text) + "', which is not a duration", "write PT24H for a day");
        }
    }

    private JsonNode parked(Call call) {
        managed(call).allow("limit");
        return Json.object()
                .set(
                        "dead_letters",
                        Json.ofRecords(
                                dead.parked(call.path().get("id"), call.scope(), call.number("limit", 1, MOST, 100))));
    }

    private JsonNode delivery(Call call) {
        managed(call);
        return Json.ofRecords(dead.delivery(id(call), call.path().get("event"), call.scope()));
    }

    private JsonNode replay(Call call) {
        managed(call);
        String id = id(call);
        Body body = new Body(call, "event", "ticket", "from", "who");
        List<String> said = new ArrayList<>();
        for (String each : List.of("event", "ticket", "from")) {
            if (body.has(each)) {
                said.add(each);
            }
        }
        if (said.size() > 1) {
            throw Problem.badRequest(
                    "the body says " + String.join(" and ", said),
                    "say one of event, ticket and from; or none, for everything that is parked");
        }
        ObjectNode answer = Json.object();
        if (body.has("event")) {
            return answer.put("tickets", dead.replayEvent(id, body.required("event"), call.scope()));
        }
        if (body.has("from")) {
            return answer.put("events", dead.replayFrom(id, from(body), call.scope()));
        }
        Long ticket = body.has("ticket")
                ? desk.ticketId(body.required("ticket"))
                        .orElseThrow(() -> Problem.notFound(
                                "there is no ticket '" + Call.shortened(body.required("ticket")) + "'",
                                "look at the dead letters"))
                : null;
        return answer.put("tickets", dead.replayParked(id, ticket, call.scope()));
    }

    private JsonNode skip(Call call) {
        managed(call);
        String id = id(call);
        webhooks.one(id, call.scope());
        Body body = new Body(call, "event", "reason", "who");
        String event = body.required("event");
        dead.skip(id, event, body.required("reason"), body.who(), call.scope());
        return Json.ofRecords(dead.delivery(id, event, call.scope()));
    }
}
