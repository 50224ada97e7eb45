package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.organisation.StockScope;
import io.hearthwatch.servicedesk.parts.Forecasts;
import io.hearthwatch.servicedesk.parts.Kits;
import io.hearthwatch.servicedesk.parts.Parts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** Where parts come from and what will be needed: orders, suppliers, prices, serial numbers, forecasts, and the kit of a visit. */
final class SupplyApi {
    private static final String PARTS = "/api/v1/parts";

    private final Parts parts;
    private final OwnStock own;

    SupplyApi(Parts parts, OwnStock own) {
        this.parts = parts;
        this.own = own;
    }

    void bind(Routes routes) {
        routes.get(PARTS + "/orders", PartsApi.refusing(own, this::orders));
        routes.post(PARTS + "/orders", PartsApi.refusing(own, this::propose));
        routes.post(PARTS + "/orders/{id}/approve", PartsApi.refusing(own, this::approve));
        routes.post(PARTS + "/orders/{id}/reject", PartsApi.refusing(own, this::reject));
        routes.post(PARTS + "/orders/{id}/receive", PartsApi.refusing(own, this::receive));
        routes.get(PARTS + "/suppliers", PartsApi.refusing(own, this::suppliers));
        routes.get(PARTS + "/prices", PartsApi.refusing(own, this::prices));
        routes.get(PARTS + "/serials", PartsApi.refusing(own, this::serial));
        routes.get(PARTS + "/old-parts", PartsApi.refusing(own, this::oldParts));
        routes.post(PARTS + "/old-parts/{id}/return", PartsApi.refusing(own, this::oldPartReturned));
        routes.get(PARTS + "/forecast", PartsApi.refusing(own, this::forecast));
        routes.post(PARTS + "/forecast/order", PartsApi.refusing(own, this::orderForecast));
        routes.get("/api/v1/tickets/{id}/kit", PartsApi.refusing(own, this::kit));
        routes.post("/api/v1/tickets/{id}/kit", PartsApi.refusing(own, this::holdKit));
    }

    private JsonNode orders(Call call) {
        return StockReadsApi.list(
                "orders",
                parts.reads()
                        .orders(StockReadsApi.filter(
                                own, call, "state", "proposed", "approved", "rejected", "received")));
    }

    private JsonNode propose(Call call) {
        call.allow();
        PartsBody body = new PartsBody(call, "warehouse", "part", "quantity", "reason");
        return PartsApi.json(parts.proposeOrder(
                body.client(),
                own.kept(call, body),
                body.required("part"),
                body.number("quantity"),
                body.required("reason")));
    }

    private JsonNode approve(Call call) {
        PartsBody body = new PartsBody(call, "role");
        return PartsApi.json(parts.approveOrder(body.client(), PartsApi.id(call, "order"), body.role()));
    }

    private JsonNode reject(Call call) {
        PartsBody body = new PartsBody(call, "reason");
        return PartsApi.json(parts.rejectOrder(body.client(), PartsApi.id(call, "order"), body.required("reason")));
    }

    private JsonNode receive(Call call) {
        PartsBody body = new PartsBody(call, "arrived", "bad", "serials");
        return PartsApi.json(parts.receiveOrder(
                body.client(),
                PartsApi.id(call, "order"),
                body.number("arrived"),
                body.has("bad") ? body.number("bad") : 0,
                body.texts("serials")));
    }

    private JsonNode suppliers(Call call) {
        call.allow();
        return StockReadsApi.list("suppliers", parts.reads().suppliers());
    }

    private JsonNode prices(Call call) {
        call.allow("at");
        Instant at = call.instant("at").orElseGet(parts::now);
        LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
        return StockReadsApi.list("prices", parts.reads().prices(day));
    }

    private JsonNode serial(Call call) {
        call.allow("part", "serial");
        var found = parts.reads().serial(own.of(call), call.required("part"), call.required("serial"));
        ObjectNode json = Json.object().put("genuine", !found.isEmpty());
        return json.set("unit", found.isEmpty() ? null : Json.of(found.get(0)));
    }

    private JsonNode oldParts(Call call) {
        call.allow("limit");
        return StockReadsApi.list(
                "old_parts", parts.reads().oldParts(own.of(call), call.number("limit", 1, 1_000, 100)));
    }

    private JsonNode oldPartReturned(Call call) {
        PartsBody body = new PartsBody(call, "finding");
        return PartsApi.json(
                parts.oldPartReturned(body.client(), PartsApi.id(call, "reservation"), body.required("finding")));
    }

    private JsonNode forecast(Call call) {
        call.allow("warehouse", "part", "days");
        ArrayNode shelves = Json.array();
        StockScope stock = own.of(call);
        for (Forecasts.Outlook each :
                parts.forecasts().all(call.filter("warehouse"), call.filter("part"), call.number("days", 1, 730, 30))) {
            if (!stock.sees(each.warehouse())) {
                continue;
            }
            shelves.addObject()
                    .put("warehouse", each.warehouse())
                    .put("part", each.part())
                    .put("days", each.days())
                    .put("expected", each.expected())
                    .put("low", each.low())
                    .put("high", each.high())
                    .put("foreseen", each.foreseen())
                    .put("installed", each.installed())
                    .put("used", each.used())
                    .put("available", each.available())
                    .put("coming", each.coming())
                    .put("waiting", each.waiting())
                    .put("lead_days", each.leadDays())
                    .put("service_level", each.serviceLevel())
                    .put("reorder_point", each.point())
                    .put("order", each.order())
                    .put("risk", each.risk())
                    .put("lasts_days", each.lastsDays())
                    .put("warned", each.warned())
                    .set("name", Json.text(each.name()));
        }
        return Json.object().set("shelves", shelves);
    }

    private JsonNode orderForecast(Call call) {
        call.allow();
        PartsBody body = new PartsBody(call, "warehouse");
        if (!call.scope().isEverything()) {
            own.kept(call, body);
        }
        return PartsApi.json(parts.forecasts().order(body.client(), body.text("warehouse")));
    }

    private JsonNode kit(Call call) {
        call.allow("van");
        call.text("van").ifPresent(van -> own.seen(call, van));
        String id = call.path().get("id");
        return parts.kits()
                .of(id, call.text("van").orElse(null))
                .map(SupplyApi::json)
                .orElseThrow(noTicket(id));
    }

    private static Supplier<Problem> noTicket(String id) {
        return () -> Problem.notFound(
                "there is no ticket '" + Call.shortened(id) + "'", "look at /api/v1/tickets?state=all");
    }

    private JsonNode holdKit(Call call) {
        call.allow();
        PartsBody body = new PartsBody(call, "van");
        if (body.has("van")) {
            own.seen(call, body.required("van"));
        }
        return PartsApi.json(parts.kits().hold(body.client(), call.path().get("id"), body.text("van")));
    }

    /** A kit as it also stands in the ticket's reply. */
    static JsonNode json(Kits.Kit kit) {
        ObjectNode json = Json.object()
                .put("ticket", kit.ticket())
                .put("expected_cost", kit.expectedCost())
                .put("without_kit", kit.withoutKit())
                .put("second_visit", kit.secondVisit())
                .put("visit_cost", kit.visitCost())
                .put("litres", kit.litres())
                .put("van_litres", kit.van());
        ArrayNode lines = json.putArray("parts");
        for (Kits.Line line : kit.lines()) {
            ObjectNode each = lines.addObject()
                    .put("part", line.part())
                    .put("taken", line.taken())
                    .put("needed", line.needed())
                    .put("litres", line.litres())
                    .put("price", line.price());
            each.set("name", Json.text(line.name()));
            each.set("reason", Json.text(line.reason()));
        }
        return json;
    }
}
