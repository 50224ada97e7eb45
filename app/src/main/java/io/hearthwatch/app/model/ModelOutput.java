package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.predictor.ModelInfo;
import io.hearthwatch.predictor.learning.Basis;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** What the {@code model} commands say and check alike. */
final class ModelOutput {
    private ModelOutput() {}

    static io.hearthwatch.predictor.Progress shown(Progress progress, String what) {
        return (phase, done, total) -> {
            if (total > 0) {
                progress.show(what, (double) done / total, phase);
            } else {
                progress.show(what, -1, done == 0 ? phase : String.format(Locale.ROOT, "%s, %,d so far", phase, done));
            }
        };
    }

    static void print(ModelInfo model, PrintWriter out) {
        out.println("model " + model.id());
        out.printf("%-24s %10s %10s %14s %14s%n", "component", "positives", "base rate", "max F1 from", "act from");
        for (ModelInfo.ComponentInfo component : model.components()) {
            out.printf(
                    Locale.ROOT,
                    "%-24s %10d %10.4f %14s %14s%n",
                    component.component(),
                    component.positives(),
                    component.baseRate(),
                    threshold(component, component.maxF1Threshold()),
                    threshold(component, component.costThreshold()));
        }
    }

    private static String threshold(ModelInfo.ComponentInfo component, Double value) {
        if (!component.trained()) {
            return component.basis() == Basis.PRIOR ? "fleet's rate" : "too little data";
        }
        return value == null ? "never" : String.format(Locale.ROOT, "%.3f", value);
    }

    static void checkEvery(Duration every) {
        if (every.compareTo(Duration.ofHours(1)) < 0) {
            throw CommandFailure.usage("--every must be at least an hour", "--every 24h");
        }
    }
}
