package io.hearthwatch.app.model;

import io.hearthwatch.predictor.ModelInfo;
import java.util.LinkedHashMap;
import java.util.Locale;
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
        json.put(
                "horizons_hours",
                model.horizons().ends().stream()
                        .map(end -> end.toMinutes() / 60.0)
                        .toList());
        json.put("algorithm", model.settings().algorithm().id());
        json.put("every_hours", model.every().toMinutes() / 60.0);
        json.put("on_fault", model.onFault());
        Map<String, Object> components = new LinkedHashMap<>();
        for (ModelInfo.ComponentInfo info : model.components()) {
            Map<String, Object> component = new LinkedHashMap<>();
            component.put("trained", info.trained());
            component.put("basis", info.basis().id());
            component.put("positives", info.positives());
            component.put("base_rate", info.baseRate());
            component.put("max_f1_threshold", info.maxF1Threshold());
            component.put("cost_threshold", info.costThreshold());
            component.put(
                    "windows", info.windows().stream().map(ModelJson::window).toList());
            components.put(info.component(), component);
        }
        json.put("components", components);
        return json;
    }

    private static Map<String, Object> window(ModelInfo.WindowInfo info) {
        Map<String, Object> window = new LinkedHashMap<>();
        window.put("basis", info.basis().id());
        window.put("positives", info.positives());
        window.put("failures", info.failures());
        window.put("base_rate", info.baseRate());
        window.put("prior", info.prior());
        window.put("calibration", info.calibration().name().toLowerCase(Locale.ROOT));
        window.put("rounds", info.rounds());
        window.put("fingerprint", info.fingerprint());
        return window;
    }
}
