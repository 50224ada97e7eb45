package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.register.Setting;
import io.hearthwatch.servicedesk.register.Settings;
import io.vertx.core.http.HttpMethod;

/** Settings of the whole service: read by everybody, changed by headquarters. A change names the version that it is about, as If-Match. */
final class SettingsApi {
    private static final String SETTINGS = "/api/v1/settings";
    private static final String ONE = SETTINGS + "/{name}";
    private static final int MOST_CHANGES = 200;

    private final Settings settings;

    SettingsApi(Settings settings) {
        this.settings = settings;
    }

    /** Every path. */
    void bind(Routes routes) {
        routes.get(SETTINGS, this::list);
        routes.versioned(HttpMethod.GET, ONE, this::one);
        routes.keptVersioned(HttpMethod.PATCH, ONE, this::change);
        routes.get(ONE + "/changes", this::changes);
    }

    private JsonNode list(Call call) {
        call.allow();
        return Json.object().set("settings", Json.ofRecords(settings.list()));
    }

    private Routes.Versioned one(Call call) {
        call.allow();
        return versioned(settings.find(call.path().get("name")));
    }

    private Routes.Versioned change(Call call) {
        call.allow();
        ObjectNode body = RegisterApi.body(call);
        String who = RegisterApi.asker(call, body).who();
        JsonNode values = body.remove("values");
        if (!body.isEmpty()) {
            throw Problem.badRequest(
                    "the key '" + Call.shortened(body.fieldNames().next()) + "' is not known here",
                    "send {\"values\": {…}}");
        }
        if (!(values instanceof ObjectNode numbers) || numbers.isEmpty()) {
            throw Problem.badRequest("'values' is missing", "send {\"values\": {…}} with numbers by name");
        }
        String name = call.path().get("name");
        Integer version = RegisterApi.version(call, "group of settings");
        if (version == null) {
            throw new Problem(
                    428,
                    "Precondition Required",
                    "the version of the settings that this is about has to be said",
                    "read them, and send their ETag as If-Match: \""
                            + settings.find(name).version() + "\"");
        }
        return versioned(settings.change(name, version, Json.map(numbers), who));
    }

    private JsonNode changes(Call call) {
        call.allow("limit");
        return Json.object()
                .set(
                        "changes",
                        Json.ofRecords(
                                settings.changes(call.path().get("name"), call.number("limit", 1, MOST_CHANGES, 50))));
    }

    private static Routes.Versioned versioned(Setting setting) {
        return new Routes.Versioned(200, Integer.toString(setting.version()), null, Json.ofRecords(setting));
    }
}
