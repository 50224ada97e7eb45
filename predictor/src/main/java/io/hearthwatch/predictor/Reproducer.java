package io.hearthwatch.predictor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.predictor.learning.Classifier;
import io.hearthwatch.predictor.learning.ComponentModel;
import io.hearthwatch.predictor.learning.Hazard;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.storage.ModelStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Trains a stored model again from what was written down with it, and compares. */
final class Reproducer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StoredHistory stored;
    private final ModelStore models;

    Reproducer(StoredHistory stored, ModelStore models) {
        this.stored = stored;
        this.models = models;
    }

    Reproduction reproduce(String id, Optional<TrainingRecord> written, Instant now, Progress progress) {
        TrainedModel model = models.load(id);
        TrainingRecord then = written.orElseThrow(() -> new PredictionException(
                "model " + id + " cannot be reproduced: it was trained by a version that did not write down what"
                        + " data and appliances it was trained from",
                "train anew with: model train --type "
                        + model.extractor().vocabulary().type()));
        String type = model.extractor().vocabulary().type();
        HashSet<String> appliances = then.appliances() == null ? null : new HashSet<>(then.appliances());
        stored.checkAppliances(appliances, type);
        TrainingPlan plan = new TrainingPlan(
                stored.type(type),
                model.extractor().vocabulary(),
                model.horizons(),
                model.until(),
                model.schedule().interval(),
                model.schedule().onFault(),
                appliances,
                then.costs(),
                model.settings());
        TrainingPlan.Outcome again = plan.train(stored, now, progress);
        List<Reproduction.Window> windows = windows(model, again.model());
        List<String> others = others(model, again.model());
        boolean same = others.isEmpty() && windows.stream().allMatch(Reproduction.Window::same);
        return new Reproduction(
                id, same, windows, others, same ? List.of() : Differences.between(then, again.record()));
    }

    private static List<Reproduction.Window> windows(TrainedModel then, TrainedModel now) {
        List<Reproduction.Window> windows = new ArrayList<>();
        for (int c = 0; c < then.components().size(); c++) {
            ComponentModel before = then.components().get(c);
            ComponentModel after = now.components().get(c);
            for (int w = 0; w < before.hazards().size(); w++) {
                Hazard old = before.hazards().get(w);
                Hazard young = after.hazards().get(w);
                String oldPrint = fingerprint(old);
                String youngPrint = fingerprint(young);
                windows.add(new Reproduction.Window(
                        before.component(),
                        w + 1,
                        oldPrint,
                        youngPrint,
                        Objects.equals(oldPrint, youngPrint) && sameFigures(old, young)));
            }
        }
        return windows;
    }

    private static String fingerprint(Hazard hazard) {
        return hazard.classifier().map(Classifier::fingerprint).orElse(null);
    }

    private static boolean sameFigures(Hazard a, Hazard b) {
        return a.basis() == b.basis()
                && a.rounds() == b.rounds()
                && a.positives() == b.positives()
                && a.failures() == b.failures()
                && a.baseRate() == b.baseRate()
                && Double.compare(a.prior(), b.prior()) == 0
                && a.calibration().method() == b.calibration().method()
                && Arrays.equals(a.calibration().x(), b.calibration().x())
                && Arrays.equals(a.calibration().y(), b.calibration().y());
    }

    private static List<String> others(TrainedModel then, TrainedModel now) {
        List<String> others = new ArrayList<>();
        for (int c = 0; c < then.components().size(); c++) {
            ComponentModel before = then.components().get(c);
            ComponentModel after = now.components().get(c);
            if (!Objects.equals(before.maxF1Threshold(), after.maxF1Threshold())
                    || !Objects.equals(before.costThreshold(), after.costThreshold())) {
                others.add("thresholds of " + before.component());
            }
        }
        compare("fault code rule", then.codeRule(), now.codeRule(), others);
        compare("age rule", then.ageRule(), now.ageRule(), others);
        compare("sign of strange behaviour", then.anomaly(), now.anomaly(), others);
        compare(
                "schedule",
                then.schedule().anchor().toString(),
                now.schedule().anchor().toString(),
                others);
        return others;
    }

    private static void compare(String what, Object then, Object now, List<String> others) {
        if (!text(then).equals(text(now))) {
            others.add(what);
        }
    }

    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
