package io.hearthwatch.predictor;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.LearningSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Settings of learning as people read and write them: {@code algorithm}, under its name its own settings, and {@code most_rows} and
 * {@code seed}.
 */
public final class SettingsDocument {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private SettingsDocument() {}

    /** What of the settings counts: those of the algorithm. */
    public static Map<String, Object> of(LearningSettings settings) {
        Map<String, Object> all = map(settings);
        Map<String, Object> document = new LinkedHashMap<>();
        String algorithm = settings.algorithm().id();
        document.put("algorithm", algorithm);
        document.put(algorithm, all.get(algorithm));
        document.put("most_rows", settings.mostRows());
        document.put("seed", settings.seed());
        return document;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(LearningSettings settings) {
        Map<String, Object> map = JSON.convertValue(settings, LinkedHashMap.class);
        // There is one seed for all.
        ((Map<String, Object>) map.get("trees")).remove("seed");
        return map;
    }

    /**
     * Reads a document; what it does not say is as usual.
     *
     * @param asked the algorithm that is wanted, or null for what the document says, else trees
     * @throws PredictionException if it has a key that does not exist or a value that makes no sense
     */
    public static LearningSettings read(Map<?, ?> document, Algorithm asked) {
        Algorithm algorithm = algorithm(document.get("algorithm"), asked);
        Map<String, Object> merged = map(LearningSettings.of(algorithm));
        merge("", merged, document);
        merged.put("algorithm", algorithm.name());
        LearningSettings settings;
        try {
            section(merged.get("trees"), "trees").put("seed", merged.get("seed"));
            settings = JSON.convertValue(merged, LearningSettings.class);
        } catch (IllegalArgumentException e) {
            throw wrong(
                    "a setting has a value of a wrong kind: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    "whole numbers where the usual value is whole, else numbers");
        }
        check(settings);
        return settings;
    }

    private static Algorithm algorithm(Object named, Algorithm asked) {
        if (named == null) {
            return asked == null ? Algorithm.TREES : asked;
        }
        Algorithm given = Arrays.stream(Algorithm.values())
                .filter(a -> a.id().equals(String.valueOf(named).toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> wrong("there is no algorithm '" + named + "'", "trees, logistic or forest"));
        if (asked != null && asked != given) {
            throw wrong(
                    "the settings are for " + given.id() + ", but " + asked.id() + " is asked for",
                    "leave one of them out");
        }
        return given;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw wrong("'" + what + "' must have keys with values", "such as {\"trees\": {\"depth\": 4}}");
    }

    private static void merge(String path, Map<String, Object> into, Map<?, ?> given) {
        given.forEach((name, value) -> {
            String key = String.valueOf(name);
            if (!into.containsKey(key)) {
                throw wrong(
                        "there is no setting '" + path + key + "'",
                        "one of " + String.join(", ", List.copyOf(into.keySet())));
            }
            if (into.get(key) instanceof Map<?, ?>) {
                merge(path + key + ".", section(into.get(key), key), section(value, path + key));
            } else {
                into.put(key, value);
            }
        });
    }

    private static void check(LearningSettings s) {
        within("trees.rounds", s.trees().rounds(), 1, 10_000);
        within("trees.depth", s.trees().depth(), 1, 20);
        within("trees.rate", s.trees().rate(), 1e-5, 1);
        within("trees.min_child_weight", s.trees().minChildWeight(), 0, 1e9);
        within("trees.row_share", s.trees().rowShare(), 0.01, 1);
        within("trees.column_share", s.trees().columnShare(), 0.01, 1);
        within("trees.lambda", s.trees().lambda(), 0, 1e9);
        within("trees.bins", s.trees().bins(), 2, 1024);
        within("forest.trees", s.forest().trees(), 1, 10_000);
        within("forest.depth", s.forest().depth(), 1, 30);
        within("forest.min_child_weight", s.forest().minChildWeight(), 0, 1e9);
        within("forest.row_share", s.forest().rowShare(), 0.01, 1);
        within("forest.column_share", s.forest().columnShare(), 0.001, 1);
        within("logistic.epochs", s.logistic().epochs(), 1, 10_000);
        within("logistic.rate", s.logistic().rate(), 1e-6, 100);
        within("logistic.minibatch", s.logistic().minibatch(), 1, 100_000);
        within("most_rows", s.mostRows(), 1_000, 10_000_000);
    }

    private static void within(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw wrong(key + " is " + number(value), "a value from " + number(least) + " to " + number(most));
        }
    }

    private static PredictionException wrong(String what, String remedy) {
        return new PredictionException(what, remedy);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
