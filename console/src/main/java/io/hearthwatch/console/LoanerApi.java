package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.organisation.StockScope;
import io.hearthwatch.servicedesk.ticket.LoanerPool;
import java.util.Set;

/** The loaners of the caller's warehouses. */
final class LoanerApi {
    private static final String LOANERS = "/api/v1/loaners";
    private static final Set<String> MEMBERS = Set.of("who", "type", "model", "warehouse", "state");

    private final LoanerPool pool;
    private final OwnStock own;

    LoanerApi(LoanerPool pool, OwnStock own) {
        this.pool = pool;
        this.own = own;
    }

    void bind(Routes routes) {
        routes.get(LOANERS, this::list);
        routes.put(LOANERS + "/{serial}", this::put);
    }

    private JsonNode list(Call call) {
        call.allow("state", "warehouse", "limit");
        StockScope stock = own.of(call);
        String warehouse = call.text("warehouse").orElse(null);
        if (warehouse != null) {
            own.seen(call, warehouse);
        }
        ArrayNode loaners = Json.array();
        pool.list(
                        stock.seesEverything() ? null : stock.seen(),
                        warehouse,
                        call.choice("state", "free", "lent", "in_repair", "lost"),
                        call.number("limit", 1, 1_000, 100))
                .forEach(each -> loaners.add(Json.of(each)));
        return Json.object().set("loaners", loaners);
    }

    private JsonNode put(Call call) {
        call.allow();
        if (!(Json.parse(call.body()) instanceof ObjectNode body)) {
            throw Problem.badRequest("the body is not an object", "send an object with warehouse");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw Problem.badRequest(
                        "the key '" + Call.shortened(name) + "' is not known here",
                        "use type, model, warehouse or state");
            }
        });
        String warehouse = text(body, "warehouse", 100);
        if (warehouse == null) {
            throw Problem.badRequest("warehouse is missing", "say where the loaner is kept");
        }
        String state = text(body, "state", 20);
        if (state != null && !Set.of("free", "in_repair", "lost").contains(state)) {
            throw Problem.badRequest(
                    "state: '" + Call.shortened(state) + "' cannot be said",
                    "use free, in_repair or lost; lending is a step of a ticket");
        }
        String who = call.caller().person() == null
                ? text(body, "who", 200)
                : call.caller().who();
        if (who == null) {
            throw Problem.badRequest("who is missing", "say who asks");
        }
        // A unit moves between one's own warehouses.
        pool.find(call.path().get("serial"))
                .map(unit -> (String) unit.get("warehouse"))
                .ifPresent(now -> own.kept(call, now));
        return Json.of(pool.put(
                call.path().get("serial"),
                text(body, "type", 100),
                text(body, "model", 200),
                own.kept(call, warehouse),
                state,
                who));
    }

    private static String text(ObjectNode body, String name, int longest) {
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()
                || value.textValue().isBlank()
                || value.textValue().length() > longest) {
            throw Problem.badRequest(name + " is not a text of 1 to " + longest + " characters", "correct it");
        }
        return value.textValue().strip();
    }
}
