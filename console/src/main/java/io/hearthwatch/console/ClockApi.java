package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reading the service's clock, and moving it where it is driven. */
final class ClockApi {
    private final ClockControl clock;

    ClockApi(ClockControl clock) {
        this.clock = clock;
    }

    JsonNode read(Call call) {
        call.allow();
        return json(clock.now());
    }

    JsonNode move(Call call) {
        call.allow();
        JsonNode now = Json.parse(call.body()).path("now");
        if (!now.isTextual()) {
            throw Problem.badRequest("the body has no 'now'", "send {\"now\":\"2015-08-01T06:00:00Z\"}");
        }
        try {
            return json(clock.advance(Call.instant("now", now.textValue())));
        } catch (ClockRefusedException e) {
            throw new Problem(409, "The clock stays as it is", e.getMessage(), e.hint());
        }
    }

    static ObjectNode json(ClockState state) {
        return Json.object()
                .put("now", Json.time(state.now()))
                .put("next_due", Json.time(state.nextDue()))
                .put("mode", state.mode());
    }
}
