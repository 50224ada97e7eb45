package io.hearthwatch.predictor;

import io.hearthwatch.predictor.life.LifeFigures;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of judging a remaining-life model.
 *
 * @param model its id
 * @param cap the longest life that it tells apart, or null
 * @param level the share of truths that its intervals promise to hold
 * @param total all components together
 * @param components by component, in order of their ids; only those that it estimates
 */
public record LifeEvaluation(String model, Duration cap, double level, Judged total, Map<String, Judged> components) {
    /**
     * One component.
     *
     * @param model how good the model's estimates were
     * @param ageRule how good the mean remaining life at that age was
     * @param estimates each, where they were compared with truths that were given; otherwise empty
     */
    public record Judged(LifeFigures model, LifeFigures ageRule, List<Compared> estimates) {
        public Judged {
            estimates = List.copyOf(estimates);
        }

        private Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>(model.toMap());
            Map<String, Object> age = new LinkedHashMap<>(ageRule.toMap());
            // The rule gives no interval.
            age.remove("interval_coverage");
            map.put("age_rule", age);
            return map;
        }
    }

    /**
     * One estimate beside the truth.
     *
     * @param appliance the maker's id
     * @param estimate what the model says
     * @param truth hours, as compared
     */
    public record Compared(String appliance, LifeEstimate estimate, double truth) {}

    public LifeEvaluation {
        components = Map.copyOf(components);
    }

    /** Whether nothing was there to judge. */
    public boolean isEmpty() {
        return total.model().n() == 0;
    }

    /** As the registry keeps it: figures alone. */
    public Map<String, Object> figures() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("target", "remaining_life");
        json.put("model", model);
        json.put("cap_hours", cap == null ? null : cap.toMinutes() / 60.0);
        json.put("interval_level", level);
        json.putAll(total.toMap());
        Map<String, Object> byComponent = new LinkedHashMap<>();
        components.keySet().stream()
                .sorted()
                .forEach(id -> byComponent.put(id, components.get(id).toMap()));
        json.put("components", byComponent);
        return json;
    }
}
