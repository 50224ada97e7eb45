package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Metric;
import java.util.Locale;

/** The catalog's words, for pages that show metrics and names. */
final class TypesApi {
    private final Catalog catalog;

    TypesApi(Catalog catalog) {
        this.catalog = catalog;
    }

    JsonNode all(Call call) {
        call.allow();
        ArrayNode types = Json.array();
        catalog.types().values().forEach(type -> types.add(brief(type)));
        return Json.object().set("types", types);
    }

    JsonNode one(Call call) {
        call.allow();
        ApplianceType type = known(catalog, call.path().get("type"));
        ObjectNode json = brief(type);
        ArrayNode metrics = json.putArray("metrics");
        type.metrics().forEach(metric -> metrics.add(metric(metric)));
        ArrayNode components = json.putArray("components");
        type.components()
                .values()
                .forEach(component ->
                        components.addObject().put("id", component.id()).set("name", Json.text(component.label())));
        ArrayNode codes = json.putArray("fault_codes");
        type.faults().values().forEach(code -> codes.add(code(code)));
        return json;
    }

    private static ObjectNode code(FaultCode code) {
        ObjectNode json = Json.object()
                .put("code", code.code())
                .put("fault_class", code.faultClass().name().toLowerCase(Locale.ROOT))
                .put("severity", code.severity().name().toLowerCase(Locale.ROOT));
        code.suspects().forEach(json.putArray("suspects")::add);
        return json.set("name", Json.text(code.label()));
    }

    static ObjectNode metric(Metric metric) {
        ObjectNode json = Json.object()
                .put("name", metric.name())
                .put("kind", metric.kind().name().toLowerCase(Locale.ROOT))
                .put("unit", metric.unit());
        metric.values().forEach(json.putArray("values")::add);
        ArrayNode names = json.putArray("value_names");
        metric.values().forEach(value -> names.add(Json.text(metric.valueLabel(value))));
        return json.set("label", Json.text(metric.label()));
    }

    private static ObjectNode brief(ApplianceType type) {
        return Json.object().put("id", type.id()).set("name", Json.text(type.label()));
    }

    static ApplianceType known(Catalog catalog, String type) {
        return catalog.find(type)
                .orElseThrow(() -> Problem.notFound(
                        "there is no appliance type '" + Call.shortened(type) + "'",
                        "use one of " + String.join(", ", catalog.types().keySet())));
    }
}
