package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.customer.CustomerView;
import io.hearthwatch.servicedesk.customer.Customers;
import io.hearthwatch.servicedesk.customer.PreferenceWish;
import io.hearthwatch.servicedesk.customer.Preferences;
import io.hearthwatch.servicedesk.organisation.Caller;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What customers do through their link, which needs no account; and what the service does about customers: links, preferences, messages.
 */
final class CustomerApi {
    private static final int MOST_WORDS = 2000;

    /** What a household may say of how it wants to hear from us. */
    static final String[] PREFERENCES = {
        "language", "channel", "email", "consent", "how", "quiet_hours", "surveys", "who"
    };

    private final ServiceDesk desk;
    private final Customers customers;

    CustomerApi(ServiceDesk desk) {
        this.desk = desk;
        this.customers = desk.customers();
    }

    /** Every path. */
    void bind(Routes routes) {
        CustomerWords words = new CustomerWords(customers);
        // Links that were sent before there was a page lead here, by browsers too.
        routes.either(
                "/api/v1/customer/{token}",
                CustomerApi::wantsPage,
                CustomerApi::toPage,
                words.saying("view", call -> view(customers.view(token(call)))));
        routes.get("/api/v1/customer/{token}/slots", words.saying("view", this::slots));
        routes.post("/api/v1/customer/{token}/book", words.saying("book", call -> book(call, false)));
        routes.post("/api/v1/customer/{token}/move", words.saying("move", call -> book(call, true)));
        routes.post("/api/v1/customer/{token}/cancel", words.saying("cancel", this::cancel));
        routes.post("/api/v1/customer/{token}/rate", words.saying("rate", this::rate));
        routes.get("/api/v1/customer/{token}/preferences", words.saying("preferences", this::wishes));
        routes.put("/api/v1/customer/{token}/preferences", words.saying("preferences", this::wish));
        routes.post("/api/v1/tickets/{id}/link", this::link);
        routes.get("/api/v1/tickets/{id}/messages", this::messages);
        routes.post("/api/v1/tickets/{id}/on-the-way", this::onTheWay);
        routes.get("/api/v1/households/{id}/preferences", this::preferences);
        routes.put("/api/v1/households/{id}/preferences", this::prefer);
        routes.get("/api/v1/households/{id}/export", this::export);
        routes.post("/api/v1/households/{id}/erase", this::erase);
    }

    private static boolean wantsPage(RoutingContext ctx) {
        String accepted = ctx.request().getHeader(HttpHeaders.ACCEPT);
        return accepted != null && accepted.contains("text/html");
    }

    private static void toPage(RoutingContext ctx) {
        ctx.response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.VARY, "accept")
                .putHeader(
                        HttpHeaders.LOCATION, "/c/" + URLEncoder.encode(ctx.pathParam("token"), StandardCharsets.UTF_8))
                .end();
    }

    private static String token(Call call) {
        call.allow();
        return call.path().get("token");
    }

    private static JsonNode view(CustomerView view) {
        ObjectNode json = (ObjectNode) Json.ofRecords(view);
        // The service's own words for a change that somebody else was faster with; nothing that a customer could use.
        json.remove("version");
        return json;
    }

    private JsonNode slots(Call call) {
        return Json.object().set("slots", Json.ofRecords(customers.slots(token(call))));
    }

    private JsonNode book(Call call, boolean move) {
        String token = token(call);
        Body body = move ? new Body(call, "from") : new Body(call, "from", "answers");
        Instant from = Call.instant("from", body.required("from"));
        return view(customers.book(token, from, move ? Map.of() : Json.map(body.object("answers")), move));
    }

    private JsonNode cancel(Call call) {
        String token = token(call);
        Body body = new Body(call, "reason");
        return view(customers.cancel(token, words(body, "reason", "cancelled by the customer")));
    }

    private JsonNode rate(Call call) {
        String token = token(call);
        Body body = new Body(call, "attitude", "efficiency", "quality", "product", "solved", "words");
        return view(customers.rate(token, rating(body), "online"));
    }

    private JsonNode wishes(Call call) {
        return shown(customers.wishes(token(call)));
    }

    private JsonNode wish(Call call) {
        String token = token(call);
        Body body = new Body(call, "language", "channel", "email", "consent", "quiet_hours", "surveys");
        if (!body.has("consent")) {
            throw Problem.badRequest("'consent' is missing", "say whether you agree: true or false");
        }
        PreferenceWish wish = new PreferenceWish(
                body.text("language", null),
                body.required("channel"),
                body.text("email", null),
                body.flag("consent"),
                "",
                body.text("quiet_hours", null),
                body.has("surveys") ? body.flag("surveys") : null);
        return shown(customers.wish(token, wish));
    }

    /** Without what only the service needs. */
    private static JsonNode shown(Preferences preferences) {
        ObjectNode json = (ObjectNode) Json.ofRecords(preferences);
        json.remove("household");
        json.remove("how");
        return json;
    }

    /** The marks of a survey. */
    static Customers.Rating rating(Body body) {
        if (!body.has("solved")) {
            throw Problem.badRequest("'solved' is missing", "say whether the problem is solved: true or false");
        }
        return new Customers.Rating(
                body.number("attitude", 1, 5),
                body.number("efficiency", 1, 5),
                body.number("quality", 1, 5),
                body.number("product", 1, 5),
                body.flag("solved"),
                words(body, "words", null));
    }

    private static String words(Body body, String name, String otherwise) {
        String words = body.text(name, otherwise);
        if (words != null && words.length() > MOST_WORDS) {
            throw Problem.badRequest("'" + name + "' is longer than " + MOST_WORDS + " characters", "shorten it");
        }
        return words;
    }

    private long ticket(Call call) {
        String id = call.path().get("id");
        return desk.ticketId(id)
                .orElseThrow(() -> Problem.notFound(
                        "there is no ticket '" + Call.shortened(id) + "'", "look at /api/v1/tickets?state=all"));
    }

    private JsonNode link(Call call) {
        call.allow();
        if (!call.caller().servesCustomers()) {
            throw new Problem(
                    403,
                    "Forbidden",
                    "a customer's link is for those who serve the customer",
                    "ask the service centre");
        }
        return Json.ofRecords(customers.link(ticket(call)));
    }

    private JsonNode messages(Call call) {
        call.allow();
        return Json.object().set("messages", Json.ofRecords(customers.messages(ticket(call))));
    }

    private JsonNode onTheWay(Call call) {
        Body body = new Body(call, "who");
        return Json.object().put("told", customers.onTheWay(ticket(call), body.who()));
    }

    private JsonNode preferences(Call call) {
        call.allow();
        return shown(call);
    }

    private JsonNode shown(Call call) {
        Preferences preferences = known(call);
        Caller caller = call.caller();
        desk.organisation().looks().note(caller, preferences.household(), null, "preferences");
        ObjectNode json = (ObjectNode) Json.ofRecords(preferences);
        return caller.servesCustomers() || preferences.email() == null ? json : json.put("email", "***");
    }

    /** The household, if it is in the caller's scope. */
    private Preferences known(Call call) {
        String id = call.path().get("id");
        Optional<Map.Entry<Preferences, Optional<String>>> found = customers.preferences(id);
        return found.filter(each -> call.scope().contains(each.getValue().orElse(null)))
                .map(Map.Entry::getKey)
                .orElseThrow(() -> Problem.notFound(
                        "there is no household '" + Call.shortened(id) + "'", "look at /api/v1/households"));
    }

    private JsonNode export(Call call) {
        call.allow();
        call.manages("a customer's export");
        String household = known(call).household();
        desk.organisation().looks().note(call.caller(), household, null, "export");
        return Json.of(customers.export(household).orElseThrow());
    }

    private JsonNode erase(Call call) {
        call.allow();
        call.manages("erasing a customer's data");
        Body body = new Body(call, "reason", "who");
        String household = known(call).household();
        return Json.object()
                .put("household", household)
                .set("erased", Json.of(customers.erase(household, body.required("reason"), body.who())));
    }

    private JsonNode prefer(Call call) {
        Body body = new Body(call, PREFERENCES);
        known(call);
        customers.prefer(call.path().get("id"), wish(body));
        return shown(call);
    }

    /** What a household says of how it wants to hear from us. */
    static PreferenceWish wish(Body body) {
        if (!body.has("consent")) {
            throw Problem.badRequest("'consent' is missing", "say whether the household agreed: true or false");
        }
        return new PreferenceWish(
                body.text("language", null),
                body.required("channel"),
                body.text("email", null),
                body.flag("consent"),
                body.required("how"),
                body.text("quiet_hours", null),
                body.has("surveys") ? body.flag("surveys") : null);
    }
}
