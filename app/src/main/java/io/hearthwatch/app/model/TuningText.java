package io.hearthwatch.app.model;

import io.hearthwatch.predictor.SettingsDocument;
import io.hearthwatch.predictor.learning.ForestSettings;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.learning.LogisticSettings;
import io.hearthwatch.predictor.learning.TreeSettings;
import io.hearthwatch.predictor.learning.Trial;
import io.hearthwatch.predictor.learning.WalkForward;
import io.hearthwatch.predictor.tuning.NumberedTrial;
import io.hearthwatch.predictor.tuning.Tuning;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A tuning in words and as JSON. */
final class TuningText {
    private static final int SHOWN = 10;

    private TuningText() {}

    static void head(PrintWriter out) {
        out.printf(
                "%5s %10s %17s %9s %9s %8s  %s%n",
                "trial", "log-loss", "gain", "av.prec.", "cost/1000", "seconds", "settings");
    }

    static void line(NumberedTrial one, PrintWriter out) {
        Trial trial = one.trial();
        out.printf(
                Locale.ROOT,
                "%5d %10.5f %17s %9s %9s %8.1f  %s%n",
                one.no(),
                trial.loss(),
                gain(trial),
                trial.averagePrecision() == null ? "-" : String.format(Locale.ROOT, "%.3f", trial.averagePrecision()),
                trial.costPerThousand() == null ? "-" : String.format(Locale.ROOT, "%.0f", trial.costPerThousand()),
                one.seconds(),
                describe(one.settings()));
    }

    private static String gain(Trial trial) {
        if (!trial.isFinished()) {
            return "given up";
        }
        return trial.noise() == null
                ? "-"
                : String.format(Locale.ROOT, "%+.2f ±%.2f %%", 100 * trial.gain(), 100 * trial.noise());
    }

    static String describe(LearningSettings settings) {
        return switch (settings.algorithm()) {
            case TREES -> {
                TreeSettings t = settings.trees();
                yield String.format(
                        Locale.ROOT,
                        "trees: %d rounds, depth %d, rate %s, leaf %s, rows %s, features %s, L2 %s, bins %s",
                        t.rounds(),
                        t.depth(),
                        t.rate(),
                        t.minChildWeight(),
                        t.rowShare(),
                        t.columnShare(),
                        t.lambda(),
                        t.bins());
            }
            case FOREST -> {
                ForestSettings f = settings.forest();
                yield String.format(
                        Locale.ROOT,
                        "forest: %d trees, depth %d, leaf %s, rows %s, features %s",
                        f.trees(),
                        f.depth(),
                        f.minChildWeight(),
                        f.rowShare(),
                        f.columnShare());
            }
            case LOGISTIC -> {
                LogisticSettings l = settings.logistic();
                yield String.format(
                        Locale.ROOT,
                        "logistic: %d passes, rate %s, %d rows a step",
                        l.epochs(),
                        l.rate(),
                        l.minibatch());
            }
        };
    }

    static void print(Tuning tuning, PrintWriter out) {
        List<NumberedTrial> order = tuning.trials().stream()
                .filter(t -> t.trial().isFinished())
                .sorted(Comparator.comparingDouble(t -> t.trial().loss()))
                .toList();
        out.printf(
                "%nbest first, of %d trials, each judged on %d later spans:%n",
                tuning.trials().size(), WalkForward.folds());
        head(out);
        order.stream().limit(SHOWN).forEach(trial -> line(trial, out));
        out.println();
        out.println(verdict(tuning));
        if (tuning.model() != null) {
            out.println("model " + tuning.model() + " was trained with the settings of trial "
                    + tuning.best().no() + " on the whole span");
        }
    }

    static String verdict(Tuning tuning) {
        NumberedTrial best = tuning.best();
        String gain = String.format(Locale.ROOT, "%.2f %%", 100 * best.trial().gain());
        String needed = String.format(Locale.ROOT, "%.2f %%", 100 * tuning.gainNeeded());
        return switch (tuning.verdict()) {
            case BETTER ->
                "trial " + best.no() + " foresees better than the first: log-loss " + gain
                        + " less, which chance hardly explains (the luckiest of as many trials would reach " + needed
                        + " once in 20 times); judge the model on later data before you promote it";
            case WITHIN_NOISE ->
                "tuning gave nothing that can be told from chance: trial " + best.no() + " has " + gain
                        + " less log-loss than the first, and the luckiest of as many trials reaches " + needed
                        + " once in 20 times; the first trial's settings are as good a choice";
            case NOTHING_BETTER -> "tuning gave nothing: no trial was better than the first";
        };
    }

    static Map<String, Object> toJson(Tuning tuning) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tuning", tuning.id());
        json.put("type", tuning.type());
        json.put("created_at", tuning.createdAt().toString());
        json.put("objective", "log_loss");
        json.put("folds", WalkForward.folds());
        json.put("verdict", tuning.verdict().name().toLowerCase(Locale.ROOT));
        json.put("best_trial", tuning.best().no());
        json.put("gain", tuning.best().trial().gain());
        json.put("gain_needed", tuning.gainNeeded());
        json.put("settings", SettingsDocument.of(tuning.best().settings()));
        json.put("model", tuning.model());
        json.put("trials", tuning.trials().stream().map(TuningText::trial).toList());
        return json;
    }

    private static Map<String, Object> trial(NumberedTrial one) {
        Trial trial = one.trial();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial", one.no());
        json.put("state", trial.state().name().toLowerCase(Locale.ROOT));
        json.put("log_loss", trial.loss());
        json.put("gain", trial.gain());
        json.put("noise", trial.noise());
        json.put("average_precision", trial.averagePrecision());
        json.put("cost_per_thousand_decisions", trial.costPerThousand());
        json.put("seconds", one.seconds());
        json.put("folds", trial.folds().stream().map(TuningText::fold).toList());
        json.put("settings", SettingsDocument.of(one.settings()));
        return json;
    }

    private static Map<String, Object> fold(Trial.Fold fold) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("log_loss", fold.loss());
        json.put("average_precision", fold.averagePrecision());
        json.put("cost_per_thousand_decisions", fold.costPerThousand());
        return json;
    }
}
