package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.StockScope;
import io.hearthwatch.servicedesk.parts.Answer;
import io.hearthwatch.servicedesk.parts.Parts;
import io.hearthwatch.servicedesk.parts.PartsRefusedException;
import java.util.function.Function;

/** Stock: what moves it, each request once by its key, and what people look at. */
final class PartsApi {
    private static final String PARTS = "/api/v1/parts";

    private final Parts parts;
    private final OwnStock own;
    private final LoanerApi loaners;

    PartsApi(ServiceDesk desk) {
        this.parts = desk.spareParts();
        this.own = new OwnStock(desk.organisation().records());
        this.loaners = new LoanerApi(desk.work().loaners(), own);
    }

    /** Every path of stock. */
    void bind(Routes routes) {
        routes.post(PARTS + "/receipts", refusing(own, this::receive));
        routes.post(PARTS + "/sales", refusing(own, this::sell));
        routes.post(PARTS + "/quarantine", refusing(own, this::quarantine));
        routes.post(PARTS + "/quarantine/clear", refusing(own, this::clear));
        routes.post(PARTS + "/quarantine/write-off", refusing(own, this::writeOff));
        routes.post(PARTS + "/reservations", refusing(own, this::reserve));
        routes.post(PARTS + "/reservations/{id}/pick", refusing(own, this::pick));
        routes.post(PARTS + "/reservations/{id}/consume", refusing(own, this::consume));
        routes.post(PARTS + "/reservations/{id}/release", refusing(own, this::release));
        routes.post(PARTS + "/reservations/{id}/return", refusing(own, this::bringBack));
        routes.post(PARTS + "/transfers", refusing(own, this::transfer));
        routes.post(PARTS + "/transfers/{id}/ship", refusing(own, this::ship));
        routes.post(PARTS + "/transfers/{id}/receive", refusing(own, this::arrive));
        routes.post(PARTS + "/transfers/{id}/cancel", refusing(own, this::cancel));
        routes.post(PARTS + "/stocktakes", refusing(own, this::count));
        routes.post(PARTS + "/stocktakes/{id}/approve", refusing(own, this::approveCount));
        routes.post(PARTS + "/stocktakes/{id}/reject", refusing(own, this::rejectCount));
        new StockReadsApi(parts, own).bind(routes);
        new SupplyApi(parts, own).bind(routes);
        loaners.bind(routes);
    }

    /** Tells a refusal as a problem, with what is available where the caller may have it from. */
    static Function<Call, JsonNode> refusing(OwnStock own, Function<Call, JsonNode> handler) {
        return call -> {
            try {
                return handler.apply(call);
            } catch (PartsRefusedException e) {
                throw problem(e, own, call);
            }
        };
    }

    private static Problem problem(PartsRefusedException e, OwnStock own, Call call) {
        Problem problem = switch (e.kind()) {
            case INVALID -> Problem.badRequest(e.getMessage(), e.hint());
            case UNKNOWN -> Problem.notFound(e.getMessage(), e.hint());
            case OVERDRAWN -> new Problem(409, "Not enough stock", e.getMessage(), e.hint());
            case STATE -> new Problem(409, "Not possible", e.getMessage(), e.hint());
            case KEY_REUSED -> new Problem(422, "Key used before", e.getMessage(), e.hint());
            case NOT_ALLOWED -> new Problem(403, "Forbidden", e.getMessage(), e.hint());
        };
        if (e.kind() != PartsRefusedException.Kind.OVERDRAWN) {
            return problem;
        }
        ArrayNode available = Json.array();
        StockScope stock = own.of(call);
        e.available().stream()
                .filter(each -> stock.offers(each.warehouse()))
                .forEach(each -> available
                        .addObject()
                        .put("warehouse", each.warehouse())
                        .put("part", each.part())
                        .put("available", each.available()));
        return problem.with("available", available);
    }

    static JsonNode json(Answer answer) {
        ObjectNode json = (ObjectNode) Json.of(answer.body());
        return json.put("repeated", answer.repeated());
    }

    static long id(Call call, String what) {
        call.allow();
        String id = call.path().get("id");
        if (!id.matches("\\d{1,18}")) {
            throw Problem.notFound(
                    "there is no " + what + " '" + Call.shortened(id) + "'", "give the number that made it had");
        }
        return Long.parseLong(id);
    }

    private JsonNode receive(Call call) {
        PartsBody body = shelf(call, "quantity", "quarantined", "serials", "reason");
        return json(parts.receive(
                body.client(),
                own.kept(call, body),
                body.required("part"),
                body.number("quantity"),
                body.flag("quarantined", false),
                body.texts("serials"),
                body.text("reason")));
    }

    private static PartsBody shelf(Call call, String... more) {
        call.allow();
        String[] members = java.util.Arrays.copyOf(more, more.length + 2);
        members[more.length] = "warehouse";
        members[more.length + 1] = "part";
        return new PartsBody(call, members);
    }

    private JsonNode sell(Call call) {
        PartsBody body = shelf(call, "quantity", "customer");
        return json(parts.sell(
                body.client(),
                own.kept(call, body),
                body.required("part"),
                body.number("quantity"),
                body.text("customer")));
    }

    private JsonNode quarantine(Call call) {
        PartsBody body = shelf(call, "quantity", "reason");
        return json(parts.quarantine(
                body.client(),
                own.kept(call, body),
                body.required("part"),
                body.number("quantity"),
                body.required("reason")));
    }

    private JsonNode clear(Call call) {
        PartsBody body = shelf(call, "quantity", "reason");
        return json(parts.clear(
                body.client(),
                own.kept(call, body),
                body.required("part"),
                body.number("quantity"),
                body.required("reason")));
    }

    private JsonNode writeOff(Call call) {
        PartsBody body = shelf(call, "quantity", "reason");
        return json(parts.writeOff(
                body.client(),
                own.kept(call, body),
                body.required("part"),
                body.number("quantity"),
                body.required("reason")));
    }

    private JsonNode reserve(Call call) {
        PartsBody body = shelf(call, "ticket", "holder", "quantity", "search", "expires_at");
        return json(parts.reserve(
                body.client(),
                own.ticket(call, body.ticket()),
                body.text("holder"),
                own.seen(call, body),
                body.required("part"),
                body.number("quantity"),
                body.flag("search", true),
                body.instant("expires_at")));
    }

    private JsonNode pick(Call call) {
        return json(parts.pick(new PartsBody(call).client(), id(call, "reservation")));
    }

    private JsonNode consume(Call call) {
        PartsBody body = new PartsBody(call, "new_serial", "old_serial");
        return json(parts.consume(
                body.client(), id(call, "reservation"), body.text("new_serial"), body.text("old_serial")));
    }

    private JsonNode release(Call call) {
        return json(parts.release(new PartsBody(call).client(), id(call, "reservation")));
    }

    private JsonNode bringBack(Call call) {
        PartsBody body = new PartsBody(call, "quarantined", "reason");
        return json(parts.bringBack(
                body.client(), id(call, "reservation"), body.flag("quarantined", false), body.text("reason")));
    }

    private JsonNode transfer(Call call) {
        call.allow();
        PartsBody body = new PartsBody(call, "from", "to", "part", "quantity");
        own.supplies(call, body.required("from"), body.required("to"));
        return json(parts.orderTransfer(
                body.client(),
                body.required("from"),
                body.required("to"),
                body.required("part"),
                body.number("quantity")));
    }

    private JsonNode ship(Call call) {
        return json(parts.ship(new PartsBody(call).client(), id(call, "transfer")));
    }

    private JsonNode arrive(Call call) {
        PartsBody body = new PartsBody(call, "arrived");
        return json(
                parts.arrive(body.client(), id(call, "transfer"), body.has("arrived") ? body.number("arrived") : null));
    }

    private JsonNode cancel(Call call) {
        PartsBody body = new PartsBody(call, "reason");
        return json(parts.cancelTransfer(body.client(), id(call, "transfer"), body.required("reason")));
    }

    private JsonNode count(Call call) {
        PartsBody body = shelf(call, "counted", "reason");
        return json(parts.count(
                body.client(),
                own.kept(call, body),
                body.required("part"),
                body.number("counted"),
                body.required("reason")));
    }

    private JsonNode approveCount(Call call) {
        return json(parts.approveCount(new PartsBody(call).client(), id(call, "stocktake")));
    }

    private JsonNode rejectCount(Call call) {
        PartsBody body = new PartsBody(call, "reason");
        return json(parts.rejectCount(body.client(), id(call, "stocktake"), body.required("reason")));
    }
}
