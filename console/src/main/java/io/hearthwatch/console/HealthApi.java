package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.console.HealthCheck.Health;
import java.util.ArrayList;
import java.util.List;

/** Whether the process answers, and whether the service may be given work. */
final class HealthApi {
    private final Vitals vitals;

    HealthApi(Vitals vitals) {
        this.vitals = vitals;
    }

    JsonNode live(Call call) {
        call.allow();
        return Json.object().put("live", true);
    }

    /**
     * Every check by name; as a problem with status 503 where one of them is unwell. The database is not asked here but by whoever watches
     * it, so that there is an answer at once also while it hangs.
     */
    JsonNode ready(Call call) {
        call.allow();
        ArrayNode checks = Json.object().putArray("checks");
        List<String> unwell = new ArrayList<>();
        for (HealthCheck check : vitals.checks()) {
            Health health = check.look().get();
            checks.addObject()
                    .put("name", check.name())
                    .put("well", health.well())
                    .put("detail", health.detail());
            if (!health.well()) {
                unwell.add(check.name() + ": " + health.detail());
            }
        }
        if (!unwell.isEmpty()) {
            throw new Problem(503, "Not ready", String.join("; ", unwell), "ask again in a few seconds")
                    .with("checks", checks);
        }
        ObjectNode json = Json.object().put("ready", true);
        json.set("checks", checks);
        return json;
    }
}
