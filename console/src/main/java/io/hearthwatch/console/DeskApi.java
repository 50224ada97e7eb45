package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.PartStock;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.TicketFilter;
import io.hearthwatch.servicedesk.TicketPage;
import io.hearthwatch.servicedesk.TicketSummary;
import io.hearthwatch.servicedesk.policy.PolicyOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Tickets, spare parts, and what the policy achieved. */
final class DeskApi {
    /** At or below this many available units a part is marked as low, where nobody set a reorder point. */
    static final int LOW = 1;

    private final Catalog catalog;
    private final Fleet fleet;
    private final ServiceDesk desk;
    private final TicketJson json;

    DeskApi(Catalog catalog, Fleet fleet, ServiceDesk desk) {
        this.catalog = catalog;
        this.fleet = fleet;
        this.desk = desk;
        this.json = new TicketJson(catalog);
    }

    JsonNode tickets(Call call) {
        call.allow("state", "type", "centre", "appliance", "offset", "limit");
        String state = call.oneOf("state", "open", "open", "ended", "closed", "cancelled", "all");
        TicketFilter filter = new TicketFilter(
                "all".equals(state) ? null : TicketFilter.State.valueOf(state.toUpperCase(Locale.ROOT)),
                call.text("type").map(id -> TypesApi.known(catalog, id).id()).orElse(null),
                call.filter("centre"),
                call.scope(),
                call.number("offset", 0, 1_000_000, 0),
                call.number("limit", 1, TicketFilter.MOST, 100));
        TicketPage page = call.text("appliance")
                .map(id -> ofAppliance(appliance(fleet, id), filter))
                .orElseGet(() -> desk.tickets(filter));
        ArrayNode tickets = Json.array();
        page.tickets().forEach(ticket -> tickets.add(json.summary(ticket)));
        return Json.object()
                .put("total", page.total())
                .put("more", filter.offset() + page.tickets().size() < page.total())
                .set("tickets", tickets);
    }

    /** An appliance has few tickets, so they are filtered here. */
    private TicketPage ofAppliance(Appliance appliance, TicketFilter filter) {
        List<TicketSummary> all = desk.ticketsOf(appliance.no(), filter.scope()).stream()
                .filter(ticket -> filter.type() == null || filter.type().equals(ticket.type()))
                .filter(ticket -> filter.centre() == null || filter.centre().equals(ticket.centre()))
                .filter(ticket -> filter.state() == null
                        || switch (filter.state()) {
                            case OPEN -> ticket.open();
                            case ENDED -> !ticket.open();
                            case CLOSED -> "closed".equals(ticket.state());
                            case CANCELLED -> "cancelled".equals(ticket.state());
                        })
                .toList();
        return new TicketPage(
                all.stream().skip(filter.offset()).limit(filter.limit()).toList(), all.size());
    }

    JsonNode ticket(Call call) {
        call.allow();
        String id = call.path().get("id");
        return (id.matches("\\d{1,18}") ? desk.ticket(Long.parseLong(id)) : desk.ticket(id))
                .map(ticket -> {
                    if (ticket.household() != null) {
                        desk.organisation()
                                .looks()
                                .note(
                                        call.caller(),
                                        ticket.household().id(),
                                        ticket.summary().id(),
                                        "ticket");
                    }
                    ObjectNode whole = json.detail(ticket, call.caller());
                    whole.set(
                            "kit",
                            desk.spareParts()
                                    .kits()
                                    .of(id, null)
                                    .map(SupplyApi::json)
                                    .orElse(null));
                    return whole;
                })
                .orElseThrow(() -> Problem.notFound(
                        "there is no ticket '" + Call.shortened(id) + "'", "look at /api/v1/tickets?state=all"));
    }

    JsonNode parts(Call call) {
        call.allow();
        ArrayNode parts = Json.array();
        for (PartStock stock : desk.parts(call.scope())) {
            var part = parts.addObject()
                    .put("number", stock.part())
                    .put("on_hand", stock.onHand())
                    .put("reserved", stock.reserved())
                    .put("quarantined", stock.quarantined())
                    .put("available", stock.available())
                    .put("low", stock.available() <= LOW);
            part.set("name", Json.text(stock.partName()));
            part.putObject("warehouse").put("id", stock.warehouse()).set("name", Json.text(stock.warehouseName()));
        }
        ArrayNode purchases = Json.array();
        for (var purchase : desk.wantedParts(call.scope())) {
            var each = purchases
                    .addObject()
                    .put("ticket", Long.toString(purchase.ticket()))
                    .put("ticket_number", purchase.ticketNumber())
                    .put("number", purchase.part())
                    .put("quantity", purchase.quantity())
                    .put("needed_by", Json.time(purchase.neededBy()))
                    .put("warehouse", purchase.warehouse());
            each.set("name", Json.text(purchase.partName()));
        }
        var all = Json.object();
        all.set("parts", parts);
        all.set("purchases", purchases);
        return all;
    }

    JsonNode policyOutcome(Call call) {
        call.allow("type", "from", "to", "min_lead");
        String type = TypesApi.known(catalog, call.required("type")).id();
        call.required("from");
        call.required("to");
        PolicyOutcome outcome = desk.policyOutcome(
                type,
                call.instant("from").orElseThrow(),
                call.instant("to").orElseThrow(),
                call.duration("min_lead", Duration.ZERO),
                call.scope());
        return Json.object()
                .put("failures", outcome.failures())
                .put("preempted", outcome.preempted())
                .put("missed", outcome.missed())
                .put("tickets", outcome.tickets())
                .put("needless", outcome.needless());
    }

    static Appliance appliance(Fleet fleet, String id) {
        return fleet.find(id)
                .orElseThrow(() -> Problem.notFound(
                        "there is no appliance '" + Call.shortened(id) + "'", "look at /api/v1/appliances"));
    }
}
