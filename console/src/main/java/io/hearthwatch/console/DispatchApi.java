package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.dispatch.Dispatch;
import io.vertx.core.WorkerExecutor;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/** Dispatch: plans of a centre's day, technicians' routes, and what people decide about them. */
final class DispatchApi {
    private static final int SECONDS = 5;

    private final Dispatch dispatch;

    DispatchApi(ServiceDesk desk) {
        this.dispatch = desk.dispatch();
    }

    /**
     * Every path.
     *
     * @param planners workers for what computes for seconds
     */
    void bind(Routes routes, WorkerExecutor planners) {
        routes.get("/api/v1/dispatch/{id}", this::day);
        routes.post("/api/v1/dispatch/{id}/plan", this::plan, planners);
        routes.get("/api/v1/technicians/{id}/route", this::route);
    }

    private static LocalDate day(Optional<String> text) {
        try {
            return text.map(LocalDate::parse).orElse(null);
        } catch (DateTimeException e) {
            throw Problem.badRequest(
                    "day: '" + Call.shortened(text.orElse("")) + "' is not a date", "write it as 2026-11-23");
        }
    }

    private JsonNode day(Call call) {
        call.allow("day");
        return Json.ofRecords(dispatch.day(call.scope(), call.path().get("id"), day(call.text("day"))));
    }

    private JsonNode route(Call call) {
        call.allow("day");
        return Json.ofRecords(dispatch.route(call.scope(), call.path().get("id"), day(call.text("day"))));
    }

    private JsonNode plan(Call call) {
        Body body = new Body(call, "day", "seconds", "why", "who");
        int longest = (int) Dispatch.LONGEST.toSeconds();
        return Json.ofRecords(dispatch.plan(
                call.scope(),
                new Dispatch.Order(
                        call.path().get("id"),
                        body.has("day") ? body.date("day") : null,
                        Duration.ofSeconds(body.has("seconds") ? body.number("seconds", 1, longest) : SECONDS),
                        body.who(),
                        body.text("why", "planned"))));
    }
}
