package io.hearthwatch.predictor.watch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.predictor.life.LifeFigures;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A look at the remaining-life model that the service follows for a type.
 *
 * @param type appliance type
 * @param model its id
 * @param at as of then
 * @param from estimates since then were held against what came
 * @param signs whether it is fed and asked as it should be, and errs no more than it promised
 * @param components by component
 * @param stale who has stopped reporting, and how old the model is
 */
public record LifeReport(
        String type, String model, Instant at, Instant from, List<Sign> signs, List<SoFar> components, Stale stale) {
    /**
     * What came of one component's estimates.
     *
     * @param came how far they were from the truth, where that is known by now
     * @param promised the same on appliances that were left out in training
     * @param level share of truths that the intervals promise to hold
     */
    public record SoFar(String component, LifeFigures came, LifeFigures promised, double level) {}

    public LifeReport {
        signs = List.copyOf(signs);
        components = List.copyOf(components);
    }

    /** Whether something speaks against the model; unlike a failure model's, such a look is not repeated before it warns. */
    public boolean warned() {
        return signs.stream().anyMatch(sign -> sign.state() == Sign.State.BAD);
    }

    /** As {@code --json} writes it. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", type);
        json.put("target", "remaining_life");
        json.put("model", model);
        json.put("at", at.toString());
        json.put("warned", warned());
        ArrayNode all = json.putArray("signs");
        signs.forEach(sign -> all.addObject()
                .put("kind", sign.kind().id())
                .put("state", sign.state().id())
                .putObject("words")
                .put("en", sign.words().en())
                .put("zh", sign.words().zh()));
        json.put("from", from.toString());
        ArrayNode some = json.putArray("components");
        components.forEach(one -> {
            ObjectNode each = some.addObject();
            each.put("component", one.component());
            figures(each.putObject("came"), one.came());
            figures(each.putObject("promised"), one.promised());
            each.put("interval_level", one.level());
        });
        json.put("appliances", stale.all().appliances());
        json.put("stale", stale.all().stale());
        json.put("missed", stale.missed());
        json.put("trained_until", stale.trainedUntil().toString());
        return json;
    }

    private static void figures(ObjectNode json, LifeFigures figures) {
        for (Map.Entry<String, Object> entry : figures.toMap().entrySet()) {
            json.putPOJO(entry.getKey(), entry.getValue());
        }
    }
}
