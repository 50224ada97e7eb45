package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.hearthwatch.servicedesk.parts.Parts;
import io.hearthwatch.servicedesk.parts.PartsReads;
import io.hearthwatch.servicedesk.parts.Reservation;
import java.util.List;
import java.util.Map;

/** Stock as people look at it, within what is theirs to see. */
final class StockReadsApi {
    private static final String PARTS = "/api/v1/parts";

    private final Parts parts;
    private final OwnStock own;

    StockReadsApi(Parts parts, OwnStock own) {
        this.parts = parts;
        this.own = own;
    }

    void bind(Routes routes) {
        routes.get(PARTS + "/warehouses", PartsApi.refusing(own, this::warehouses));
        routes.get(PARTS + "/ledger", PartsApi.refusing(own, this::ledger));
        routes.get(PARTS + "/audit", PartsApi.refusing(own, this::audit));
        routes.get(PARTS + "/reservations", PartsApi.refusing(own, this::reservations));
        routes.get(PARTS + "/transfers", PartsApi.refusing(own, this::transfers));
        routes.get(PARTS + "/stocktakes", PartsApi.refusing(own, this::stocktakes));
    }

    /** What a list about shelves is limited to. */
    static PartsReads.Filter filter(OwnStock own, Call call, String state, String... states) {
        call.allow("warehouse", "part", state, "before", "limit");
        return read(own, call, state, states);
    }

    /** The same for what may be a ticket's. */
    private PartsReads.Filter ofTickets(Call call, String state, String... states) {
        call.allow("warehouse", "part", "ticket", state, "before", "limit");
        return read(own, call, state, states);
    }

    private static PartsReads.Filter read(OwnStock own, Call call, String state, String... states) {
        return new PartsReads.Filter(
                own.of(call),
                call.filter("warehouse"),
                call.filter("part"),
                call.choice(state, states),
                number(call, "ticket"),
                number(call, "before"),
                call.number("limit", 1, PartsReads.MOST, 100));
    }

    private static Long number(Call call, String name) {
        return call.text(name)
                .map(value -> {
                    if (!value.matches("\\d{1,18}")) {
                        throw Problem.badRequest(
                                name + ": '" + Call.shortened(value) + "' is not an id", "send its digits");
                    }
                    return Long.parseLong(value);
                })
                .orElse(null);
    }

    static JsonNode list(String name, List<Map<String, Object>> rows) {
        return Json.object().set(name, Json.of(rows));
    }

    private JsonNode warehouses(Call call) {
        call.allow();
        return list("warehouses", parts.reads().warehouses(own.of(call)));
    }

    private JsonNode ledger(Call call) {
        return list(
                "moves",
                parts.reads()
                        .moves(ofTickets(
                                call,
                                "kind",
                                "receipt",
                                "adjustment",
                                "sale",
                                "transfer_out",
                                "transfer_in",
                                "reserve",
                                "pick",
                                "consume",
                                "release",
                                "return",
                                "quarantine",
                                "clear",
                                "write_off")));
    }

    private JsonNode reservations(Call call) {
        ArrayNode all = Json.array();
        PartsReads.Filter filter = ofTickets(call, "state", "held", "in_transit", "picked", "consumed", "released");
        for (Reservation each : parts.reads().reservations(filter)) {
            all.addObject()
                    .put("id", each.id())
                    .put("ticket", each.ticket())
                    .put("holder", each.holder())
                    .put("part", each.part())
                    .put("asked", each.asked())
                    .put("warehouse", each.warehouse())
                    .put("quantity", each.quantity())
                    .put("state", each.state())
                    .put("held_at", Json.time(each.heldAt()))
                    .put("expires_at", Json.time(each.expiresAt()))
                    .put("ended_at", Json.time(each.endedAt()));
        }
        return Json.object().set("reservations", all);
    }

    private JsonNode transfers(Call call) {
        return list(
                "transfers",
                parts.reads().transfers(ofTickets(call, "state", "ordered", "shipped", "received", "cancelled")));
    }

    private JsonNode stocktakes(Call call) {
        return list(
                "stocktakes", parts.reads().stocktakes(filter(own, call, "state", "counted", "approved", "rejected")));
    }

    private JsonNode audit(Call call) {
        call.allow();
        ArrayNode violations = Json.array();
        parts.violations()
                .forEach(each -> violations.addObject().put("rule", each.rule()).put("count", each.count()));
        return Json.object().put("good", violations.isEmpty()).set("violations", violations);
    }
}
