package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.StoreCount;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Failures and repairs that the maker's other systems report. A batch is stored whole or not at all; then the service desk hears of
 * each. Both are idempotent, so after a kill in between the sender, who has no answer, sends again and the desk hears of all of them.
 */
final class LabelsApi {
    static final int MOST_ITEMS = 10_000;
    private static final Set<String> KEYS = Set.of("appliance", "component", "at", "planned");

    private final Catalog catalog;
    private final Fleet fleet;
    private final ServiceDesk desk;
    private final ClockControl clock;

    LabelsApi(Catalog catalog, Fleet fleet, ServiceDesk desk, ClockControl clock) {
        this.catalog = catalog;
        this.fleet = fleet;
        this.desk = desk;
        this.clock = clock;
    }

    JsonNode failures(Call call) {
        return take(call, false, fleet::recordFailures, desk::onFailure);
    }

    JsonNode repairs(Call call) {
        return take(call, true, fleet::recordRepairs, desk::onRepair);
    }

    private JsonNode take(
            Call call,
            boolean mayBePlanned,
            Function<List<ComponentEvent>, StoreCount> store,
            Consumer<ComponentEvent> tell) {
        call.allow();
        List<ComponentEvent> events = read(call, mayBePlanned);
        StoreCount count = store.apply(events);
        events.forEach(tell);
        return Json.object().put("stored", count.stored()).put("repeated", count.repeated());
    }

    private List<ComponentEvent> read(Call call, boolean mayBePlanned) {
        JsonNode body = Json.parse(call.body());
        if (!body.isArray()) {
            throw Problem.badRequest(
                    "the body is not an array",
                    "send [{\"appliance\":\"WM-0001\",\"component\":\"drain_pump\",\"at\":\"2015-08-01T06:00:00Z\"}]");
        }
        if (body.size() > MOST_ITEMS) {
            throw new Problem(
                    413,
                    "Too many items",
                    body.size() + " items are more than " + MOST_ITEMS,
                    "send them in several requests");
        }
        Instant receivedAt = clock.now().now();
        Map<String, Optional<Appliance>> known = known(call, body);
        List<ComponentEvent> events = new ArrayList<>();
        List<Problem.Item> bad = new ArrayList<>();
        for (int i = 0; i < body.size(); i++) {
            try {
                events.add(event(body.get(i), mayBePlanned, receivedAt, known));
            } catch (Problem e) {
                bad.add(new Problem.Item(i, e.getMessage()));
            }
        }
        if (!bad.isEmpty()) {
            throw new Problem(
                    422,
                    "Items are wrong",
                    bad.size() + " of " + body.size() + " items are wrong; nothing was stored. Item "
                            + bad.get(0).index() + ": " + bad.get(0).detail(),
                    "correct the items listed, or leave them out",
                    bad);
        }
        return events;
    }

    /** The appliances that the items name and the caller may see, by id. */
    private Map<String, Optional<Appliance>> known(Call call, JsonNode items) {
        Map<String, Optional<Appliance>> known = new HashMap<>();
        items.forEach(item -> known.computeIfAbsent(item.path("appliance").asText(), fleet::find));
        Set<String> visible = desk.organisation().centres().visible(call.scope(), known.keySet());
        known.keySet().retainAll(visible);
        return known;
    }

    private ComponentEvent event(
            JsonNode item, boolean mayBePlanned, Instant receivedAt, Map<String, Optional<Appliance>> known) {
        if (!item.isObject()) {
            throw wrong("it is not an object");
        }
        item.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key) || ("planned".equals(key) && !mayBePlanned)) {
                throw wrong("the key '" + Call.shortened(key) + "' is not known here");
            }
        });
        String id = text(item, "appliance");
        String component = text(item, "component");
        Instant at = Call.instant("at", text(item, "at"));
        JsonNode planned = item.path("planned");
        if (!planned.isMissingNode() && !planned.isNull() && !planned.isBoolean()) {
            throw wrong("planned is neither true nor false");
        }
        Appliance appliance = known.getOrDefault(id, Optional.empty())
                .orElseThrow(() -> wrong("there is no appliance '" + Call.shortened(id) + "'"));
        ApplianceType type = catalog.type(appliance.type());
        if (!type.components().containsKey(component)) {
            throw wrong("a " + type.id() + " has no component '" + Call.shortened(component) + "', only "
                    + String.join(", ", type.components().keySet()));
        }
        return new ComponentEvent(
                appliance.no(), component, at, receivedAt, planned.isBoolean() ? planned.booleanValue() : null);
    }

    private static String text(JsonNode item, String key) {
        JsonNode value = item.path(key);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong("'" + key + "' is missing or not a text");
        }
        return value.textValue();
    }

    private static Problem wrong(String what) {
        return Problem.badRequest(what, null);
    }
}
