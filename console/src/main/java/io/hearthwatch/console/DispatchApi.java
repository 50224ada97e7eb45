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

    private final ServiceDesk desk;
    private final Dispatch dispatch;

    DispatchApi(ServiceDesk desk) {
        this.desk = desk;
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
        routes.post("/api/v1/dispatch/{id}/announce", this::announce);
        routes.get("/api/v1/technicians/{id}/route", this::route);
        routes.get("/api/v1/technicians/{id}/absences", this::absences);
        routes.post("/api/v1/technicians/{id}/absences", this::absent);
        routes.post("/api/v1/technicians/{id}/absences/{absence}/end", this::back);
        routes.get("/api/v1/tickets/{id}/why", call -> {
            call.allow();
            return Json.ofRecords(dispatch.why(ticket(call)));
        });
        routes.get("/api/v1/tickets/{id}/slots", this::slots);
        routes.post("/api/v1/tickets/{id}/pin", this::pin);
        routes.post("/api/v1/tickets/{id}/unpin", this::unpin);
        routes.post("/api/v1/tickets/{id}/assign", this::assign);
        routes.post("/api/v1/tickets/{id}/overrun", this::overrun);
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
        Body body = new Body(call, "day", "seconds", "announce", "why", "who");
        int longest = (int) Dispatch.LONGEST.toSeconds();
        return Json.ofRecords(dispatch.plan(
                call.scope(),
                new Dispatch.Order(
                        call.path().get("id"),
                        body.has("day") ? body.date("day") : null,
                        Duration.ofSeconds(body.has("seconds") ? body.number("seconds", 1, longest) : SECONDS),
                        body.has("announce") && body.flag("announce"),
                        body.who(),
                        body.text("why", "planned"))));
    }

    private JsonNode announce(Call call) {
        Body body = new Body(call, "day", "who");
        return Json.ofRecords(dispatch.announce(
                call.scope(), call.path().get("id"), body.has("day") ? body.date("day") : null, body.who()));
    }

    private long ticket(Call call) {
        String id = call.path().get("id");
        return desk.ticketId(id)
                .orElseThrow(() -> Problem.notFound(
                        "there is no ticket '" + Call.shortened(id) + "'", "look at /api/v1/tickets?state=all"));
    }

    private JsonNode slots(Call call) {
        call.allow();
        return Json.object().set("slots", Json.ofRecords(dispatch.slots(ticket(call))));
    }

    private JsonNode pin(Call call) {
        Body body = new Body(call, "time", "who");
        return Json.ofRecords(dispatch.pin(ticket(call), body.has("time") && body.flag("time"), body.who()));
    }

    private JsonNode unpin(Call call) {
        Body body = new Body(call, "who");
        return Json.ofRecords(dispatch.unpin(ticket(call), body.who()));
    }

    private JsonNode assign(Call call) {
        Body body = new Body(call, "technician", "override", "accept", "unpin", "who");
        return Json.ofRecords(dispatch.assign(
                ticket(call),
                body.required("technician"),
                new Dispatch.Terms(
                        body.text("override", null), body.has("accept") && body.flag("accept"), body.texts("unpin")),
                body.who()));
    }

    private JsonNode overrun(Call call) {
        Body body = new Body(call, "minutes", "who");
        long ticket = ticket(call);
        dispatch.overrun(ticket, Duration.ofMinutes(body.number("minutes", 1, 600)));
        return Json.object().put("ticket", Long.toString(ticket));
    }

    private JsonNode absent(Call call) {
        Body body = new Body(call, "from", "to", "reason", "who");
        long id = dispatch.absent(
                call.scope(),
                call.path().get("id"),
                Call.instant("from", body.required("from")),
                Call.instant("to", body.required("to")),
                body.required("reason"),
                body.who());
        return Json.object().put("id", id);
    }

    private JsonNode absences(Call call) {
        call.allow();
        String technician = call.path().get("id");
        return Json.object().set("absences", Json.ofRecords(dispatch.absences(call.scope(), technician)));
    }

    private JsonNode back(Call call) {
        Body body = new Body(call, "who");
        String technician = call.path().get("id");
        String absence = call.path().get("absence");
        if (!absence.matches("\\d{1,18}")) {
            throw Problem.notFound(
                    "there is no absence '" + Call.shortened(absence) + "'",
                    "look at /api/v1/technicians/" + technician + "/absences");
        }
        dispatch.endAbsence(call.scope(), technician, Long.parseLong(absence), body.who());
        return Json.object().put("id", Long.parseLong(absence));
    }
}
