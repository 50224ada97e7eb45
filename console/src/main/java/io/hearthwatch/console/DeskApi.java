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
import io.hearthwatch.servicedesk.listing.TicketSearches;
import io.hearthwatch.servicedesk.policy.PolicyOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Tickets, spare parts, and what the policy achieved. */
final class DeskApi {
    /** At or below this many available units a part is marked as low, where nobody set a reorder point. */
    static final int LOW = 1;

    private static final List<String> LIST = List.of("state", "type", "centre", "appliance", "offset", "limit");

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
        call.allow(Stream.concat(LIST.stream(), TicketSearches.NAMES.stream()).toArray(String[]::new));
        String state = call.oneOf("state", "open", "open", "ended", "closed", "cancelled", "all");
        Map<String, String> asked = new HashMap<>();
        TicketSearches.NAMES.forEach(name -> call.text(name).ifPresent(value -> asked.put(name, value)));
        TicketFilter filter = new TicketFilter(
                "all".equals(state) ? null : TicketFilter.State.valueOf(state.toUpperCase(Locale.ROOT)),
                call.text("type").map(id -> TypesApi.known(catalog, id).id()).orElse(null),
                call.filter("centre"),
                call.text("appliance").map(id -> appliance(fleet, id).no()).orElse(null),
                call.scope(),
                desk.searches().read(asked, call.scope(), call.caller().servesCustomers()),
                call.number("offset", 0, 1_000_000, 0),
                call.number("limit", 1, TicketFilter.MOST, 100));
        TicketPage page = desk.tickets(filter);
        page.recognised()
                .forEach(household -> desk.organisation().looks().note(call.caller(), household, null, "search"));
        ArrayNode tickets = Json.array();
        page.tickets().forEach(ticket -> tickets.add(json.summary(ticket)));
        return Json.object()
                .put("total", page.total())
                .put("total_exact", page.totalExact())
                .put("more", page.next() != null)
                .put("next", page.next())
                .set("tickets", tickets);
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
