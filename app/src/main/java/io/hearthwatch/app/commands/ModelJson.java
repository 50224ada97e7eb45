package io.hearthwatch.app.commands;

import io.hearthwatch.predictor.ModelInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model as {@code --json} writes it. */
final class ModelJson {
    private ModelJson() {}

    static Map<String, Object> of(ModelInfo model) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", model.id());
        json.put("type", model.type());
        json.put("champion", model.champion());
        json.put("created_at", model.createdAt().toString());
        json.put("until", model.until().toString());
        json.put("horizon_hours", model.horizon().toMinutes() / 60.0);
        json.put("lead_hours", model.lead().toMinutes() / 60.0);
        json.put("every_hours", model.every().toMinutes() / 60.0);
        json.put("on_fault", model.onFault());
        Map<String, Object> components = new LinkedHashMap<>();
        for (ModelInfo.ComponentInfo info : model.components()) {
            Map<String, Object> component = new LinkedHashMap<>();
            component.put("trained", info.trained());
            component.put("positives", info.positives());
            component.put("base_rate", info.baseRate());
            component.put("max_f1_threshold", info.maxF1Threshold());
            component.put("cost_threshold", info.costThreshold());
            components.put(info.component(), component);
        }
        json.put("components", components);
        return json;
    }
}
