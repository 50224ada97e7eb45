package io.hearthwatch.app.health;

import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which model the service follows, when it starts and when another one was promoted, by whatever process. Used by one thread. */
final class Champions {
    private static final Logger log = LoggerFactory.getLogger(Champions.class);

    private Map<String, String> known;

    /** Compares with what was followed before; the first look says nothing. */
    void look(Map<String, String> championByType) {
        if (known != null) {
            new TreeMap<>(championByType).forEach((type, model) -> {
                String before = known.get(type);
                if (!model.equals(before)) {
                    log.atInfo()
                            .addKeyValue("event", "model_promoted")
                            .addKeyValue("type", type)
                            .addKeyValue("model", model)
                            .log(
                                    "{}: decisions follow model {} now{}",
                                    type,
                                    model,
                                    before == null ? "" : " instead of " + before);
                }
            });
        }
        known = Map.copyOf(championByType);
    }
}
