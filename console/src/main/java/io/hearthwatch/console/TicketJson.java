package io.hearthwatch.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.CheckFirst;
import io.hearthwatch.servicedesk.TicketDetail;
import io.hearthwatch.servicedesk.TicketSummary;
import io.hearthwatch.servicedesk.organisation.Caller;
import io.hearthwatch.servicedesk.organisation.Looks;
import java.util.Locale;

/** Tickets as JSON. */
final class TicketJson {
    private final Catalog catalog;

    TicketJson(Catalog catalog) {
        this.catalog = catalog;
    }

    ObjectNode summary(TicketSummary ticket) {
        ObjectNode json = Json.object()
                .put("id", Long.toString(ticket.id()))
                .put("number", ticket.number())
                .put("state", state(ticket))
                .put("source", ticket.source())
                .put("kind", ticket.kind())
                .put("urgency", ticket.urgency().name().toLowerCase(Locale.ROOT))
                .put("probability", ticket.probability())
                .put("opened_at", Json.time(ticket.openedAt()))
                .put("due_at", Json.time(ticket.dueAt()))
                .put("expires_at", Json.time(ticket.expiresAt()))
                .put("hit_at", Json.time(ticket.hitAt()))
                .put("ended_at", Json.time(ticket.endedAt()))
                .put(
                        "end_reason",
                        ticket.endReason() == null
                                ? null
                                : ticket.endReason().name().toLowerCase(Locale.ROOT))
                .put("finding", ticket.finding())
                .put("step", ticket.state())
                .put("household_id", ticket.household())
                .put("technician", ticket.technician())
                .put("overdue", ticket.overdue());
        ArrayNode waits = json.putArray("waits_for");
        ticket.waitsFor().forEach(waits::add);
        json.set("summary", Json.text(ticket.summary()));
        json.set("reason", Json.text(ticket.reason()));
        json.set(
                "appliance",
                ticket.appliance() == null
                        ? null
                        : Json.object()
                                .put("id", ticket.appliance())
                                .put("type", ticket.type())
                                .set("type_name", Json.text(typeName(ticket.type()))));
        json.putObject("component").put("id", ticket.component()).set("name", Json.text(ticket.componentLabel()));
        json.set("centre", centre(ticket));
        json.set("part", part(ticket));
        return json;
    }

    /** One word for how it stands: what pages colour it by. */
    static String state(TicketSummary ticket) {
        if (ticket.open()) {
            return ticket.hitAt() == null ? "open" : "hit";
        }
        return switch (ticket.endReason()) {
            case REPAIRED -> "failure".equals(ticket.finding()) ? "repaired" : "needless";
            case EXPIRED -> "expired";
            default -> "closed".equals(ticket.state()) ? "done" : "cancelled";
        };
    }

    private static ObjectNode centre(TicketSummary ticket) {
        if (ticket.centre() == null) {
            return null;
        }
        return Json.object()
                .put("id", ticket.centre())
                .put("zone", ticket.centreZone())
                .set("name", Json.text(ticket.centreName()));
    }

    /** The most important part of the repair and where it is. */
    private static ObjectNode part(TicketSummary ticket) {
        TicketSummary.MainPart part = ticket.mainPart();
        if (part == null) {
            return null;
        }
        return Json.object()
                .put("number", part.part())
                .put("state", part.state())
                .put("warehouse", part.warehouse())
                .set("warehouse_name", Json.text(part.warehouseName()));
    }

    ObjectNode detail(TicketDetail ticket, Caller caller) {
        ObjectNode json = summary(ticket.summary())
                .put("model_id", ticket.modelId())
                .put(
                        "decision_id",
                        ticket.decisionId() == null ? null : ticket.decisionId().toString())
                .put(
                        "horizon",
                        ticket.horizon() == null ? null : ticket.horizon().toString());
        ArrayNode reasons = json.putArray("reasons");
        ticket.reasons().forEach(reason -> reasons.add(Json.text(reason)));
        ArrayNode hints = json.putArray("check_first");
        ticket.checkFirst().forEach(hint -> hints.add(hint(hint)));
        TicketDetail.Customer customer = ticket.household();
        boolean whole = caller.servesCustomers();
        json.set(
                "household",
                customer == null
                        ? null
                        : Json.object()
                                .put("id", customer.id())
                                .put("name", whole ? customer.name() : Looks.maskedName(customer.name()))
                                .put("address", whole ? customer.address() : Looks.maskedAddress(customer.address()))
                                .put("phone", whole ? customer.phone() : Looks.maskedPhone(customer.phone()))
                                .put("language", customer.language()));
        ArrayNode reservations = json.putArray("reservations");
        ticket.reservations().forEach(each -> reservations.add(reservation(each)));
        ArrayNode purchases = json.putArray("purchases");
        ticket.purchases().forEach(each -> purchases.add(purchase(each)));
        ArrayNode events = json.putArray("events");
        ticket.events()
                .forEach(each -> events.addObject()
                        .put("at", Json.time(each.at()))
                        .put("who", each.who())
                        .put("what", each.what()));
        return json;
    }

    private static ObjectNode hint(CheckFirst hint) {
        ObjectNode json = Json.object()
                .put("code", hint.code())
                .put("severity", hint.severity().name().toLowerCase(Locale.ROOT));
        json.set("name", Json.text(hint.label()));
        json.set("check", Json.text(hint.hint()));
        return json;
    }

    private static ObjectNode reservation(TicketDetail.Reservation held) {
        ObjectNode json = Json.object()
                .put("number", held.part())
                .put("quantity", held.quantity())
                .put("state", held.state())
                .put("warehouse", held.warehouse())
                .put("held_at", Json.time(held.heldAt()))
                .put("ended_at", Json.time(held.endedAt()));
        json.set("name", Json.text(held.partName()));
        json.set("warehouse_name", Json.text(held.warehouseName()));
        return json;
    }

    private static ObjectNode purchase(TicketDetail.Purchase wanted) {
        return Json.object()
                .put("number", wanted.part())
                .put("quantity", wanted.quantity())
                .put("state", wanted.state())
                .put("warehouse", wanted.warehouse())
                .put("needed_by", Json.time(wanted.neededBy()))
                .set("name", Json.text(wanted.partName()));
    }

    private Text typeName(String type) {
        return catalog.find(type).map(ApplianceType::label).orElse(Text.same(type));
    }
}
