package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Looks;
import io.hearthwatch.servicedesk.report.Danger;
import io.hearthwatch.servicedesk.report.Report;
import io.hearthwatch.servicedesk.report.ReportDesk;
import io.hearthwatch.servicedesk.report.ReportView;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What customers report by the public form, which needs no account and tells nobody what is known here; and what agents do with what is
 * nobody's surely.
 */
final class ReportApi {
    static final String PUBLIC = "/api/v1/public/reports";
    /** What the longest report has, and no more. */
    static final int MOST_BYTES = 16 * 1024;

    private static final String REPORTS = "/api/v1/reports";
    private static final String[] STATES = {"received", "opened", "intake", "completed"};
    private static final List<String> SAID =
            List.of("appliance", "household", "kind", "component", "fault_codes", "urgency", "centre");

    private final Catalog catalog;
    private final ServiceDesk desk;
    private final ReportDesk reports;

    ReportApi(Catalog catalog, ServiceDesk desk) {
        this.catalog = catalog;
        this.desk = desk;
        this.reports = desk.reports();
    }

    /** Every path. */
    void bind(Routes routes) {
        routes.get("/api/v1/public/form", this::form);
        routes.post(PUBLIC, this::submit);
        routes.get(REPORTS, this::list);
        routes.get(REPORTS + "/{reference}", this::one);
        routes.keptVersioned(HttpMethod.POST, REPORTS + "/{reference}/complete", this::complete);
    }

    private JsonNode form(Call call) {
        call.allow();
        ObjectNode form = Json.object().put("consent", ReportForm.CONSENT);
        ArrayNode types = form.putArray("types");
        catalog.types()
                .values()
                .forEach(type -> types.addObject().put("type", type.id()).set("label", Json.text(type.label())));
        Report.KINDS.forEach(form.putArray("kinds")::add);
        Danger.ids().forEach(form.putArray("dangers")::add);
        return form;
    }

    /** The same answer to everybody: it is given before anything is looked up. */
    private JsonNode submit(Call call) {
        call.allow();
        ReportForm.Sent sent = ReportForm.read(call, catalog);
        String reference = sent.byProgram()
                ? ReportDesk.emptyReference()
                : reports.submit(sent.report()).reference();
        return Json.object().put("reference", reference);
    }

    private JsonNode list(Call call) {
        call.allow("state", "limit");
        ArrayNode all = Json.array();
        reports.reports(call.scope(), call.choice("state", STATES), call.number("limit", 1, 500, 100))
                .forEach(report -> all.add(shown(call, report)));
        return Json.object().set("reports", all);
    }

    private JsonNode one(Call call) {
        call.allow();
        String reference = call.path().get("reference");
        ReportView report = reports.report(call.scope(), reference)
                .orElseThrow(() -> Problem.notFound(
                        "there is no report '" + Call.shortened(reference) + "'", "look at " + REPORTS));
        return shown(call, report);
    }

    /** Whose it is nobody knows yet, so the look is noted under its reference. */
    private JsonNode shown(Call call, ReportView report) {
        desk.organisation().looks().note(call.caller(), report.reference(), null, "report");
        ObjectNode json = (ObjectNode) Json.ofRecords(report);
        if (!call.caller().servesCustomers()) {
            json.put("name", Looks.maskedName(report.name()));
            json.put("phone", Looks.maskedPhone(report.phone()));
            json.put("email", report.email() == null ? null : "***");
            json.put("address", Looks.maskedAddress(report.address()));
            for (String words : List.of("postcode", "symptom", "wish")) {
                json.putNull(words);
            }
        }
        return json;
    }

    private Routes.Versioned complete(Call call) {
        call.allow();
        Body body = new Body(
                call, "appliance", "household", "kind", "component", "fault_codes", "urgency", "centre", "who");
        Map<String, Object> said = new LinkedHashMap<>();
        for (String name : SAID) {
            if (name.equals("fault_codes")) {
                if (body.has(name)) {
                    said.put(name, body.texts(name));
                }
            } else if (body.text(name, null) != null) {
                said.put(name, body.text(name, null));
            }
        }
        TicketReceipt opened = reports.complete(call.path().get("reference"), said, body.who(), call.scope());
        return TicketApi.answer(opened, "/api/v1/tickets/" + opened.number());
    }
}
