package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.customer.Customers;
import io.hearthwatch.servicedesk.customer.PreferenceWish;
import io.hearthwatch.servicedesk.organisation.Centres;
import io.hearthwatch.servicedesk.register.Asker;
import io.hearthwatch.servicedesk.register.RecordKind;
import io.hearthwatch.servicedesk.register.Register;
import io.hearthwatch.servicedesk.register.RegisterRecord;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Regions, service centres, technicians and households, entered and changed one by one. Creations answer 201 with the place; every answer has
 * the version as ETag, which a change sends back as If-Match. What a body may say is what a service file may.
 */
final class RegisterApi {
    private static final int MOST_CHANGES = 200;

    private final Register register;
    private final Centres centres;
    private final HouseholdApi households;

    RegisterApi(ServiceDesk desk) {
        this.register = desk.register();
        this.centres = desk.organisation().centres();
        this.households = new HouseholdApi(desk);
    }

    /** Every path. */
    void bind(Routes routes) {
        routes.get("/api/v1/regions", this::regions);
        routes.versioned(HttpMethod.GET, "/api/v1/regions/{id}", this::region);
        for (RecordKind kind : RecordKind.values()) {
            String all = "/api/v1/" + kind.section();
            routes.keptVersioned(HttpMethod.POST, all, call -> create(call, kind));
            routes.keptVersioned(HttpMethod.PATCH, all + "/{id}", call -> change(call, kind));
            routes.get(all + "/{id}/changes", call -> changes(call, kind));
        }
        households.bind(routes);
    }

    private JsonNode regions(Call call) {
        call.allow();
        ArrayNode list = Json.array();
        centres.regions(call.scope())
                .forEach(region ->
                        register.find(RecordKind.REGION, region.id()).ifPresent(record -> list.add(json(record))));
        return Json.object().set("regions", list);
    }

    private Routes.Versioned region(Call call) {
        call.allow();
        RegisterRecord record = register.find(RecordKind.REGION, call.path().get("id"))
                .orElseThrow(() -> Problem.notFound(
                        "there is no region '" + Call.shortened(call.path().get("id")) + "'",
                        "look at /api/v1/regions"));
        return new Routes.Versioned(200, Integer.toString(record.version()), null, json(record));
    }

    private Routes.Versioned create(Call call, RecordKind kind) {
        call.allow();
        ObjectNode body = body(call);
        Asker asker = asker(call, body);
        String id = id(body);
        Register.Also also = also(call, kind, body, asker);
        RegisterRecord record = register.create(asker, kind, id, Json.map(body), also);
        return new Routes.Versioned(
                201, Integer.toString(record.version()), kind.path(record.id()), shown(call, record));
    }

    private static String id(ObjectNode body) {
        JsonNode id = body.remove("id");
        if (id == null || id.isNull()) {
            return null;
        }
        if (!id.isTextual() || id.textValue().isBlank()) {
            throw Problem.badRequest("'id' is not a text", "send it in quotes, or leave it out where it may be");
        }
        return id.textValue();
    }

    /** What a creation may bring along: a centre its certificates, a household what it wants to be told. */
    private static Register.Also also(Call call, RecordKind kind, ObjectNode body, Asker asker) {
        if (kind == RecordKind.CENTRE && body.has("certificates")) {
            ObjectNode only = Json.object();
            only.set("certificates", body.remove("certificates"));
            List<Body> wanted =
                    new Body(call, only, "certificates").objects("certificates", "name", "issued_on", "expires_on");
            return (connection, id, at) -> {
                for (Body each : wanted) {
                    Centres.certify(
                            connection,
                            id,
                            each.required("name"),
                            each.date("issued_on"),
                            each.date("expires_on"),
                            asker.who(),
                            at);
                }
            };
        }
        if (kind == RecordKind.HOUSEHOLD && body.has("preferences")) {
            PreferenceWish wish = CustomerApi.wish(new Body(call, body.remove("preferences"), CustomerApi.PREFERENCES));
            return (connection, id, at) -> Customers.prefer(connection, id, wish, at);
        }
        return (connection, id, at) -> {};
    }

    private Routes.Versioned change(Call call, RecordKind kind) {
        call.allow();
        ObjectNode body = body(call);
        Asker asker = asker(call, body);
        JsonNode replan = body.remove("replan");
        Register.Changed changed = register.change(
                asker,
                kind,
                call.path().get("id"),
                version(call, kind),
                Json.map(body),
                replan != null && replan.asBoolean());
        ObjectNode json = shown(call, changed.record());
        if (!changed.replanned().isEmpty()) {
            ArrayNode visits = json.putArray("replanned");
            changed.replanned().forEach(visit -> visits.add(visit.ticket()));
        }
        changed.others().forEach((name, value) -> json.set(name, Json.of(value)));
        return new Routes.Versioned(200, Integer.toString(changed.record().version()), null, json);
    }

    private ObjectNode shown(Call call, RegisterRecord record) {
        return record.kind() == RecordKind.HOUSEHOLD ? households.shown(call, record) : json(record);
    }

    private JsonNode changes(Call call, RecordKind kind) {
        call.allow("limit");
        return Json.object()
                .set(
                        "changes",
                        Json.ofRecords(register.changes(
                                kind, call.path().get("id"), call.number("limit", 1, MOST_CHANGES, 50))));
    }

    /** A record with all that can be said of it; null where nothing is. */
    static ObjectNode json(RegisterRecord record) {
        ObjectNode json = Json.object().put("id", record.id()).put("version", record.version());
        json.put("active", record.active());
        List<String> fields = new ArrayList<>(record.kind().fields());
        fields.remove("active");
        for (String field : fields) {
            Object value = record.values().get(field);
            json.set(field, value == null ? null : Json.of(value));
        }
        return json;
    }

    /** What the API shows of a record, with its version. */
    static Routes.Versioned versioned(Register register, RecordKind kind, ObjectNode json) {
        Optional<RegisterRecord> record = register.find(kind, json.path("id").asText());
        record.ifPresent(each -> json.put("version", each.version()).put("active", each.active()));
        return new Routes.Versioned(
                200, record.map(each -> Integer.toString(each.version())).orElse(null), null, json);
    }

    static ObjectNode body(Call call) {
        JsonNode body = call.body().length == 0 ? Json.object() : Json.parse(call.body());
        if (!(body instanceof ObjectNode object)) {
            throw Problem.badRequest("the body is not an object", "send {…} as docs/openapi.yaml describes it");
        }
        return object;
    }

    /** Who asks; takes {@code who} out of the body. */
    static Asker asker(Call call, ObjectNode body) {
        ObjectNode only = Json.object();
        JsonNode who = body.remove("who");
        if (who != null) {
            only.set("who", who);
        }
        return new Asker(call.caller(), new Body(call, only, "who").who());
    }

    /** The version that a change is about, or null. */
    static Integer version(Call call, RecordKind kind) {
        return version(call, kind.label());
    }

    static Integer version(Call call, String what) {
        return call.header("If-Match")
                .map(header -> {
                    String version = header.replaceFirst("^(?:W/)?\"(.*)\"$", "$1");
                    if (!version.matches("\\d{1,9}")) {
                        throw Problem.badRequest(
                                "If-Match is '" + Call.shortened(header) + "', which is no version of a " + what,
                                "send the ETag that it came with, such as If-Match: \"3\"");
                    }
                    return Integer.valueOf(version);
                })
                .orElse(null);
    }
}
