package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.licence.Licences;
import io.hearthwatch.servicedesk.organisation.TechnicianDetail;
import io.hearthwatch.servicedesk.organisation.Technicians;
import io.hearthwatch.servicedesk.register.RecordKind;
import io.hearthwatch.servicedesk.register.Register;
import java.math.BigDecimal;
import java.util.Set;

/** Technicians and their licences. */
final class TechnicianApi {
    private static final Set<String> MODES = Set.of("classroom", "online", "on_the_job", "self_study");

    private final Technicians technicians;
    private final Register register;
    private final Licences licences;

    TechnicianApi(ServiceDesk desk) {
        this.technicians = desk.organisation().technicians();
        this.register = desk.register();
        this.licences = desk.licences();
    }

    JsonNode list(Call call) {
        call.allow("centre", "type", "fault_class");
        return Json.object()
                .set(
                        "technicians",
                        Json.ofRecords(technicians.list(
                                call.scope(),
                                call.filter("centre"),
                                call.filter("type"),
                                call.choice("fault_class", "hardware", "software", "network", "misuse"))));
    }

    Routes.Versioned one(Call call) {
        call.allow();
        return RegisterApi.versioned(register, RecordKind.TECHNICIAN, (ObjectNode) detail(call));
    }

    private JsonNode detail(Call call) {
        String id = call.path().get("id");
        return technicians
                .find(call.scope(), id)
                .map(Json::ofRecords)
                .orElseThrow(() -> Problem.notFound(
                        "there is no technician '" + Call.shortened(id) + "'", "look at /api/v1/technicians"));
    }

    JsonNode points(Call call) {
        call.manages("giving and taking licence points");
        Body body = new Body(call, "points", "reason", "ticket", "remarks", "who");
        technicians.points(
                call.scope(),
                call.path().get("id"),
                body.number("points", -1000, 1000),
                body.required("reason"),
                body.has("ticket") ? ticket(body.text("ticket", "")) : null,
                body.text("remarks", null),
                body.who());
        return detail(call);
    }

    JsonNode cancelMove(Call call) {
        call.manages("cancelling an entry of a licence");
        Body body = new Body(call, "remarks", "who");
        String move = call.path().get("move");
        if (!move.matches("\\d{1,18}")) {
            throw Problem.notFound(
                    "there is no entry '" + Call.shortened(move) + "'", "look at /api/v1/technicians/{id}");
        }
        licences.cancel(
                call.scope(), call.path().get("id"), Long.parseLong(move), body.text("remarks", null), body.who());
        return detail(call);
    }

    JsonNode tariff(Call call) {
        call.allow();
        return Json.object().set("tariff", Json.ofRecords(licences.tariff()));
    }

    JsonNode setTariff(Call call) {
        call.allow();
        Body body = new Body(call, "reason", "valid_from", "points", "who");
        licences.setTariff(
                body.required("reason"), body.date("valid_from"), body.number("points", -100, 100), body.who());
        return tariff(call);
    }

    private static long ticket(String id) {
        if (!id.matches("\\d{1,18}")) {
            throw Problem.badRequest("'ticket' is not a ticket's id", "send it in quotes, such as \"17\"");
        }
        return Long.parseLong(id);
    }

    JsonNode train(Call call) {
        call.manages("recording a training");
        Body body = new Body(call, "topic", "mode", "held_on", "score", "passed", "plan", "who");
        String mode = body.required("mode");
        if (!MODES.contains(mode)) {
            throw Problem.badRequest("'mode' is not known", "use classroom, online, on_the_job or self_study");
        }
        technicians.train(
                call.scope(),
                call.path().get("id"),
                new TechnicianDetail.Training(
                        0,
                        body.required("topic"),
                        mode,
                        body.date("held_on"),
                        body.has("score") ? BigDecimal.valueOf(body.decimal("score", 0, 100)) : null,
                        body.has("passed") ? body.flag("passed") : null,
                        body.text("plan", null)),
                body.who());
        return detail(call);
    }

    JsonNode position(Call call) {
        Body body = new Body(call, "latitude", "longitude", "who");
        technicians.position(
                call.scope(),
                call.path().get("id"),
                body.decimal("latitude", -90, 90),
                body.decimal("longitude", -180, 180));
        return detail(call);
    }

    JsonNode review(Call call) {
        call.manages("reviewing a licence");
        Body body = new Body(call, "remarks", "who");
        technicians.review(call.scope(), call.path().get("id"), body.text("remarks", null), body.who());
        return detail(call);
    }

    JsonNode reinstate(Call call) {
        call.manages("giving a licence back");
        Body body = new Body(call, "remarks", "who");
        technicians.reinstate(call.scope(), call.path().get("id"), body.text("remarks", null), body.who());
        return detail(call);
    }
}
