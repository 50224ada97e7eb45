package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.organisation.CentreAudits;
import io.hearthwatch.servicedesk.organisation.CentreDetail;
import io.hearthwatch.servicedesk.organisation.CentreSummary;
import io.hearthwatch.servicedesk.organisation.Centres;
import io.hearthwatch.servicedesk.organisation.Organisation;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.register.RecordKind;
import io.hearthwatch.servicedesk.register.Register;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Headquarters, regions, service centres, and who uses the service. */
final class OrganisationApi {
    private static final Duration LONGEST_SPAN = Duration.ofDays(92);

    private final Organisation organisation;
    private final Register register;

    OrganisationApi(Organisation organisation, Register register) {
        this.organisation = organisation;
        this.register = register;
    }

    static ObjectNode person(Person person) {
        return Json.object()
                .put("id", person.id())
                .put("name", person.name())
                .put("role", person.role().id())
                .put("region", person.region())
                .put("centre", person.centre())
                .put("technician", person.technician())
                .put("active", person.active());
    }

    JsonNode people(Call call) {
        call.allow();
        call.manages("the list of people");
        var list = Json.array();
        organisation.people().all().stream()
                .filter(person -> call.scope().isEverything() || call.scope().contains(person.centre()))
                .forEach(person -> list.add(person(person)));
        return Json.object().set("people", list);
    }

    JsonNode looks(Call call) {
        call.allow("household", "who", "limit");
        if (!call.scope().isEverything() || !call.caller().manages()) {
            throw new Problem(
                    403, "Forbidden", "the record of looks is for headquarters and administrators", "ask one of them");
        }
        return Json.object()
                .set(
                        "looks",
                        Json.ofRecords(organisation
                                .looks()
                                .all(
                                        call.filter("household"),
                                        call.text("who").orElse(null),
                                        call.number("limit", 1, 1000, 100))));
    }

    /** Headquarters → regions → centres, as far as the caller sees them. */
    JsonNode tree(Call call) {
        call.allow();
        List<CentreSummary> centres = organisation.centres().list(call.scope(), null, null);
        var regions = Json.array();
        for (Centres.Region region : organisation.centres().regions(call.scope())) {
            ObjectNode each = (ObjectNode) Json.ofRecords(region);
            each.set(
                    "centres",
                    Json.ofRecords(centres.stream()
                            .filter(centre -> region.id().equals(centre.region()))
                            .toList()));
            regions.add(each);
        }
        ObjectNode json = Json.object();
        json.set("regions", regions);
        json.set(
                "centres",
                Json.ofRecords(centres.stream()
                        .filter(centre -> centre.region() == null)
                        .toList()));
        return Json.object().set("headquarters", json);
    }

    JsonNode centres(Call call) {
        call.allow("region", "kind");
        return Json.object()
                .set(
                        "centres",
                        Json.ofRecords(organisation
                                .centres()
                                .list(
                                        call.scope(),
                                        call.filter("region"),
                                        call.choice(
                                                "kind",
                                                "own_shop",
                                                "repair_shop",
                                                "dedicated_service",
                                                "retailer",
                                                "do_it_yourself"))));
    }

    Routes.Versioned centre(Call call) {
        call.allow();
        return RegisterApi.versioned(register, RecordKind.CENTRE, (ObjectNode) detail(call));
    }

    private JsonNode detail(Call call) {
        String id = call.path().get("id");
        return organisation
                .centres()
                .find(call.scope(), id)
                .map(Json::ofRecords)
                .orElseThrow(() -> Problem.notFound(
                        "there is no service centre '" + Call.shortened(id) + "'", "look at /api/v1/centres"));
    }

    JsonNode openings(Call call) {
        call.allow("from", "to");
        Instant from = call.instant("from")
                .orElseThrow(() -> Problem.badRequest("the parameter 'from' is missing", "add ?from=…&to=…"));
        Instant to = call.instant("to").orElseGet(() -> from.plus(Duration.ofDays(7)));
        if (!to.isAfter(from) || Duration.between(from, to).compareTo(LONGEST_SPAN) > 0) {
            throw Problem.badRequest(
                    "'to' is not within " + LONGEST_SPAN.toDays() + " days after 'from'", "give a shorter span");
        }
        return Json.object()
                .set(
                        "openings",
                        Json.ofRecords(organisation
                                .centres()
                                .openings(call.scope(), call.path().get("id"), from, to)));
    }

    JsonNode calendar(Call call) {
        call.manages("changing a calendar");
        Body body = new Body(call, "version", "hours", "days", "announce_at", "who");
        organisation
                .centres()
                .setHours(
                        call.scope(),
                        call.path().get("id"),
                        body.number("version", 0, Integer.MAX_VALUE),
                        body.lists("hours"),
                        body.lists("days"),
                        body.text("announce_at", null));
        return detail(call);
    }

    JsonNode certify(Call call) {
        call.manages("certifying a service centre");
        Body body = new Body(call, "name", "issued_on", "expires_on", "who");
        organisation
                .centres()
                .certify(
                        call.scope(),
                        call.path().get("id"),
                        body.required("name"),
                        body.date("issued_on"),
                        body.date("expires_on"),
                        body.who());
        return detail(call);
    }

    JsonNode audit(Call call) {
        call.manages("recording an audit");
        Body body = new Body(call, "held_on", "auditor", "score", "remarks", "actions", "who");
        List<CentreAudits.Wanted> actions = body.objects("actions", "what", "owner", "due_on").stream()
                .map(OrganisationApi::wanted)
                .toList();
        CentreDetail.Audit audit = new CentreDetail.Audit(
                0,
                body.date("held_on"),
                body.required("auditor"),
                BigDecimal.valueOf(body.decimal("score", 0, 100)),
                body.text("remarks", null));
        organisation.centres().audit(call.scope(), call.path().get("id"), audit, actions);
        return detail(call);
    }

    private static CentreAudits.Wanted wanted(Body body) {
        return new CentreAudits.Wanted(body.required("what"), body.required("owner"), body.date("due_on"));
    }

    JsonNode actionDone(Call call) {
        call.manages("a corrective action");
        Body body = new Body(call, "who");
        organisation.centres().actionDone(call.scope(), id(call), body.who());
        return Json.object().put("done", true);
    }

    JsonNode actionChecked(Call call) {
        call.manages("the check of a corrective action's effect");
        Body body = new Body(call, "effective", "remarks", "next", "who");
        if (!body.has("effective")) {
            throw Problem.badRequest("'effective' is missing", "send true or false");
        }
        organisation
                .centres()
                .actionChecked(
                        call.scope(),
                        id(call),
                        body.flag("effective"),
                        body.text("remarks", null),
                        body.optional("next", "what", "owner", "due_on")
                                .map(OrganisationApi::wanted)
                                .orElse(null),
                        body.who());
        return Json.object().put("checked", true);
    }

    private static long id(Call call) {
        String id = call.path().get("id");
        if (!id.matches("\\d{1,18}")) {
            throw Problem.notFound(
                    "there is no corrective action '" + Call.shortened(id) + "'", "look at /api/v1/centres/{id}");
        }
        return Long.parseLong(id);
    }
}
