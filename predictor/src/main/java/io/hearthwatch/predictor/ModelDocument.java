package io.hearthwatch.predictor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Models, and lines of the audit log, as JSON; the same from the command line and over HTTP. Durations are in hours. */
public final class ModelDocument {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelDocument() {}

    /** What a model is. */
    public static ObjectNode of(ModelInfo model) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", model.id());
        json.put("type", model.type());
        json.put("champion", model.champion());
        json.put("created_at", model.createdAt().toString());
        json.put("until", model.until().toString());
        json.put("horizon_hours", hours(model.horizon()));
        json.put("lead_hours", hours(model.lead()));
        ArrayNode horizons = json.putArray("horizons_hours");
        model.horizons().ends().forEach(end -> horizons.add(hours(end)));
        json.put("algorithm", model.settings().algorithm().id());
        json.put("every_hours", hours(model.every()));
        json.put("on_fault", model.onFault());
        ObjectNode components = json.putObject("components");
        for (ModelInfo.ComponentInfo info : model.components()) {
            ObjectNode component = components.putObject(info.component());
            component.put("trained", info.trained());
            component.put("basis", info.basis().id());
            component.put("positives", info.positives());
            component.put("base_rate", info.baseRate());
            component.put("max_f1_threshold", info.maxF1Threshold());
            component.put("cost_threshold", info.costThreshold());
            ArrayNode windows = component.putArray("windows");
            info.windows().forEach(window -> windows.add(of(window)));
        }
        return json;
    }

    private static ObjectNode of(ModelInfo.WindowInfo info) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("basis", info.basis().id())
                .put("positives", info.positives())
                .put("failures", info.failures())
                .put("base_rate", info.baseRate())
                .put("prior", info.prior())
                .put("calibration", info.calibration().name().toLowerCase(Locale.ROOT))
                .put("rounds", info.rounds())
                .put("fingerprint", info.fingerprint());
    }

    /** What a model is, what it is called, and the main figures of its own newest evaluation. */
    public static ObjectNode of(ModelSummary model) {
        ObjectNode json = of(model.info());
        json.put("target", model.target().id());
        ArrayNode aliases = json.putArray("aliases");
        model.aliases().forEach(alias -> aliases.add(alias.id()));
        json.set("newest_evaluation", model.evaluation() == null ? null : brief(model.evaluation()));
        return json;
    }

    /** Where an evaluation looked and at what, and its main figures; what it does not have is null. */
    public static ObjectNode brief(ModelSummary.StoredEvaluation evaluation) {
        JsonNode document = evaluation.document();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("evaluation", evaluation.seq())
                .put("at", evaluation.at().toString());
        json.set("from", document.path("from").deepCopy());
        json.set("to", document.path("to").deepCopy());
        JsonNode judged = document.path("judged");
        if (judged.isObject()) {
            json.set("judged", judged.path("what").deepCopy());
            json.set("folds", judged.path("folds").deepCopy());
        }
        MAIN_FIGURES.forEach((name, pointer) -> {
            JsonNode figure = document.at(pointer);
            if (!figure.isMissingNode()) {
                json.set(name, figure.deepCopy());
            }
        });
        return json;
    }

    /** The figures that tell most, by name, and where an evaluation's document has them. */
    private static final Map<String, String> MAIN_FIGURES = Map.of(
            "f1", "/micro/f1",
            "average_precision", "/any_failure/average_precision",
            "event_recall", "/any_failure/event_recall",
            "rmse_hours", "/rmse_hours");

    /** An evaluation with everything that it found. */
    public static ObjectNode whole(ModelSummary.StoredEvaluation evaluation) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("evaluation", evaluation.seq())
                .put("at", evaluation.at().toString());
        return json.set("document", evaluation.document());
    }

    /** How a model was learnt. */
    public static JsonNode settings(ModelInfo model) {
        return JSON.valueToTree(SettingsDocument.of(model.settings()));
    }

    /** A line of the audit log. */
    public static ObjectNode of(AuditRecord line) {
        AuditEntry entry = line.entry();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("seq", line.seq())
                .put("at", line.at().toString())
                .put("who", entry.who())
                .put("action", entry.action())
                .put("type", entry.type())
                .put("target", entry.target() == null ? null : entry.target().id())
                .put("model", entry.model())
                .put("previous", entry.previous())
                .put("reason", entry.reason());
        return json.set("details", entry.details());
    }

    private static double hours(Duration duration) {
        return duration.toMinutes() / 60.0;
    }
}
