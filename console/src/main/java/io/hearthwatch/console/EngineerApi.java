package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.engineer.OwnEngineers;

/** Engineers that households have for life. */
final class EngineerApi {
    private static final String ONE = "/api/v1/households/{id}/engineer";

    private final OwnEngineers engineers;

    EngineerApi(ServiceDesk desk) {
        this.engineers = desk.ownEngineers();
    }

    /** Every path. */
    void bind(Routes routes) {
        routes.get(ONE, this::one);
        routes.put(ONE, this::set);
    }

    private JsonNode one(Call call) {
        call.allow();
        return Json.of(engineers.of(call.path().get("id")));
    }

    private JsonNode set(Call call) {
        call.allow();
        Body body = new Body(call, "engineer", "reason", "who");
        return Json.of(
                engineers.set(call.path().get("id"), body.text("engineer", null), body.required("reason"), body.who()));
    }
}
