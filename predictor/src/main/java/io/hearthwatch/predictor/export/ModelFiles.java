package io.hearthwatch.predictor.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.SettingsDocument;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.Classifier;
import io.hearthwatch.predictor.learning.ComponentModel;
import io.hearthwatch.predictor.learning.Hazard;
import io.hearthwatch.predictor.learning.LogisticModel;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A model as files for other tools: a file for each component and window, and {@code model.json}, which says how they fit together. */
public final class ModelFiles {
    /** What the files of the classifiers are. */
    public enum Format {
        /** Logistic regression only: of what Tribuo can export, the one that is used here. */
        ONNX,
        /** Tribuo's protocol buffers. */
        TRIBUO
    }

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String CHAIN =
            "the probability of failing by the end of window k is 1 - product over windows up to k of (1 - hazard)";

    private final String id;
    private final TrainedModel model;
    private final Format format;

    /**
     * Makes one.
     *
     * @throws PredictionException if the model cannot be written in that format
     */
    public ModelFiles(String id, TrainedModel model, Format format) {
        if (format == Format.ONNX && model.settings().algorithm() != Algorithm.LOGISTIC) {
            throw new PredictionException(
                    "model " + id + " is of " + model.settings().algorithm().id()
                            + ", which Tribuo cannot write as ONNX: its XGBoost models have no such export",
                    "--format tribuo, or train with --algorithm logistic, which can be written as ONNX");
        }
        this.id = id;
        this.model = model;
        this.format = format;
    }

    /**
     * Writes the files into a directory, which is made if need be.
     *
     * @return their names
     */
    public List<String> write(Path directory) {
        try {
            Files.createDirectories(directory);
            List<String> names = new ArrayList<>();
            List<Object> components = new ArrayList<>();
            for (ComponentModel component : model.components()) {
                List<Object> windows = new ArrayList<>();
                for (int w = 0; w < component.hazards().size(); w++) {
                    windows.add(window(component, w, directory, names));
                }
                Map<String, Object> described = new LinkedHashMap<>();
                described.put("component", component.component());
                described.put("threshold_max_f1", component.maxF1Threshold());
                described.put("threshold_cost", component.costThreshold());
                described.put("windows", windows);
                components.add(described);
            }
            Files.writeString(directory.resolve("model.json"), json(components));
            names.add("model.json");
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> window(ComponentModel component, int w, Path directory, List<String> names)
            throws IOException {
        Hazard hazard = component.hazards().get(w);
        Map<String, Object> window = new LinkedHashMap<>();
        window.put("from_hours", hours(model.horizons().from(w)));
        window.put("to_hours", hours(model.horizons().to(w)));
        window.put("basis", hazard.basis().id());
        window.put("prior", Double.isNaN(hazard.prior()) ? null : hazard.prior());
        if (hazard.classifier().isPresent()) {
            Classifier classifier = hazard.classifier().get();
            String name =
                    component.component() + "." + (w + 1) + "." + format.name().toLowerCase(Locale.ROOT);
            Files.write(directory.resolve(name), bytes(classifier));
            names.add(name);
            window.put("file", name);
            window.put("fingerprint", classifier.fingerprint());
            if (classifier instanceof LogisticModel logistic) {
                window.put("inputs", logistic.inputs());
                window.put("log_odds_shift", logistic.shift());
                window.put("index_of_failing", logistic.indexOfFailing());
            }
            window.put("calibration", hazard.calibration());
        }
        return window;
    }

    private byte[] bytes(Classifier classifier) {
        return format == Format.ONNX && classifier instanceof LogisticModel logistic
                ? logistic.toOnnx(
                        "io.hearthwatch." + model.extractor().vocabulary().type())
                : classifier.tribuo();
    }

    private String json(List<Object> components) throws JsonProcessingException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", id);
        json.put("type", model.extractor().vocabulary().type());
        json.put("until", model.until().toString());
        json.put("settings", SettingsDocument.of(model.settings()));
        json.put("features", model.extractor().names());
        json.put("how", how());
        json.put("components", components);
        return JSON.writeValueAsString(json) + "\n";
    }

    private List<String> how() {
        List<String> how = new ArrayList<>();
        if (model.settings().algorithm() == Algorithm.LOGISTIC) {
            how.add(
                    "inputs are in the order of `inputs`: an input with `not_known` false is (value - mean) / deviation,"
                            + " cut off at -clip and clip, and 0 where the feature is not known; one with `not_known` true is 1"
                            + " where the feature is not known, else 0");
            how.add("of the two outputs, `index_of_failing` is the score; from its log-odds take `log_odds_shift`");
        } else {
            how.add("inputs are features by name; what is not known is left out");
        }
        how.add("calibration: NONE leaves log-odds as they are, PLATT gives x[0] * log-odds + y[0], ISOTONIC joins the"
                + " points (x, y) with straight lines, beyond them with slope 1; the result are the hazard's log-odds");
        how.add(CHAIN);
        return how;
    }

    private static double hours(long millis) {
        return Duration.ofMillis(millis).toMinutes() / 60.0;
    }
}
