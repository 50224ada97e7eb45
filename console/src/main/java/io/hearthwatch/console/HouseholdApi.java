package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Caller;
import io.hearthwatch.servicedesk.organisation.Looks;
import io.hearthwatch.servicedesk.register.ApplianceWish;
import io.hearthwatch.servicedesk.register.RecordKind;
import io.hearthwatch.servicedesk.register.Register;
import io.hearthwatch.servicedesk.register.RegisterRecord;
import io.vertx.core.http.HttpMethod;
import java.time.LocalDate;
import java.util.List;

/** Households and what stands in them. Every look at one is recorded, and personal values are shown to those who serve the customer. */
final class HouseholdApi {
    private static final String ONE = "/api/v1/households/{id}";

    private final Register register;
    private final Looks looks;

    HouseholdApi(ServiceDesk desk) {
        this.register = desk.register();
        this.looks = desk.organisation().looks();
    }

    void bind(Routes routes) {
        routes.get("/api/v1/households", this::list);
        routes.versioned(HttpMethod.GET, ONE, this::one);
        routes.keptVersioned(HttpMethod.PUT, ONE + "/appliances/{appliance}", this::connect);
        routes.keptVersioned(HttpMethod.DELETE, ONE + "/appliances/{appliance}", this::disconnect);
    }

    private JsonNode list(Call call) {
        call.allow("q", "centre", "after", "limit");
        int limit = call.number("limit", 1, 100, 20);
        List<RegisterRecord> found = register.households(
                call.scope(),
                call.caller().servesCustomers(),
                call.text("q").orElse(null),
                call.filter("centre"),
                call.text("after").orElse(null),
                limit + 1);
        ArrayNode list = Json.array();
        found.stream().limit(limit).forEach(record -> {
            looks.note(call.caller(), record.id(), null, "household list");
            list.add(personal(call.caller(), record));
        });
        return Json.object().put("more", found.size() > limit).set("households", list);
    }

    private Routes.Versioned one(Call call) {
        call.allow();
        String id = call.path().get("id");
        return answer(
                call,
                register.find(RecordKind.HOUSEHOLD, id)
                        .orElseThrow(() -> Problem.notFound(
                                "there is no household '" + Call.shortened(id) + "'", "look at /api/v1/households")));
    }

    private Routes.Versioned connect(Call call) {
        call.allow();
        ObjectNode json = RegisterApi.body(call);
        var asker = RegisterApi.asker(call, json);
        Body body = new Body(call, json, "type", "model", "lot", "produced_on", "purchased_on", "channel", "firmware");
        return answer(
                call,
                register.appliances()
                        .connect(
                                asker,
                                call.path().get("id"),
                                RegisterApi.version(call, RecordKind.HOUSEHOLD),
                                call.path().get("appliance"),
                                new ApplianceWish(
                                        words(body, "type"),
                                        words(body, "model"),
                                        words(body, "lot"),
                                        day(body, "produced_on"),
                                        day(body, "purchased_on"),
                                        words(body, "channel"),
                                        words(body, "firmware"))));
    }

    private static LocalDate day(Body body, String name) {
        return body.has(name) ? body.date(name) : null;
    }

    private static String words(Body body, String name) {
        String words = body.text(name, null);
        if (words != null && (words.isBlank() || words.length() > 200)) {
            throw Problem.badRequest("'" + name + "' is not 1 to 200 characters", "shorten it, or leave it out");
        }
        return words == null ? null : words.strip();
    }

    private Routes.Versioned disconnect(Call call) {
        call.allow();
        ObjectNode json = RegisterApi.body(call);
        var asker = RegisterApi.asker(call, json);
        return answer(
                call,
                register.appliances()
                        .disconnect(
                                asker,
                                call.path().get("id"),
                                RegisterApi.version(call, RecordKind.HOUSEHOLD),
                                call.path().get("appliance")));
    }

    private Routes.Versioned answer(Call call, RegisterRecord record) {
        return new Routes.Versioned(200, Integer.toString(record.version()), null, shown(call, record));
    }

    /** A household with what stands in it; the look is on record before it is shown. */
    ObjectNode shown(Call call, RegisterRecord record) {
        looks.note(call.caller(), record.id(), null, "household");
        ObjectNode json = personal(call.caller(), record);
        json.set("appliances", Json.ofRecords(register.appliances().of(record.id())));
        return json;
    }

    private static ObjectNode personal(Caller caller, RegisterRecord record) {
        ObjectNode json = RegisterApi.json(record);
        if (!caller.servesCustomers()) {
            json.put("name", Looks.maskedName(json.path("name").textValue()));
            json.put("address", Looks.maskedAddress(json.path("address").textValue()));
            json.put("phone", Looks.maskedPhone(json.path("phone").textValue()));
            json.putNull("latitude").putNull("longitude");
        }
        return json;
    }
}
