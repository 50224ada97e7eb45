package io.hearthwatch.app.model;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.learning.Calibration;
import io.hearthwatch.predictor.serving.Explanation;
import io.hearthwatch.predictor.serving.Importance;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code model explain} found, in words and as JSON. */
final class ExplanationText {
    private ExplanationText() {}

    static void print(Explanation explanation, int top, PrintWriter out) {
        out.printf(
                "model %s, appliance %s, as of %s%n", explanation.model(), explanation.appliance(), explanation.at());
        for (Explanation.Part part : explanation.components()) {
            out.printf(
                    "%n%s: %s%n",
                    part.component(),
                    part.headline() == null
                            ? "no number, too little has failed to say"
                            : part.headline().en());
            part.reasons().forEach(reason -> out.println("  because: " + reason.en()));
            part.windows().forEach(window -> print(window, top, out));
        }
    }

    private static void print(Explanation.Window window, int top, PrintWriter out) {
        String where = "  " + span(window.from()) + " to " + span(window.to());
        if (window.sum() == null) {
            out.println(where + ": "
                    + (window.hazard() == null
                            ? "no number, too little has failed to say"
                            : percent(window.hazard())
                                    + ", the fleet's rate; too little failed in this window to learn"));
            return;
        }
        out.println(where + ", in log-odds:");
        row(out, window.base(), "base: where every score begins");
        double rest = 0;
        int others = 0;
        for (Explanation.Contribution one : window.contributions()) {
            if (others == 0 && top > window.contributions().indexOf(one)) {
                row(out, one.logOdds(), one.feature() + " = " + value(one));
            } else {
                rest += one.logOdds();
                others++;
            }
        }
        if (others > 0) {
            row(out, rest, others + " other features together");
        }
        row(out, window.sum(), "sum: a score of " + percent(window.score()) + " before calibration");
        if (window.calibration() != Calibration.Method.NONE) {
            row(
                    out,
                    window.calibrated(),
                    "calibrated (" + window.calibration().name().toLowerCase(Locale.ROOT) + "): "
                            + percent(window.hazard()));
        }
        out.printf(
                "    %s in this window if not before, %s by %s%n",
                percent(window.hazard()), percent(window.probability()), span(window.to()));
    }

    private static void row(PrintWriter out, double logOdds, String what) {
        out.printf(Locale.ROOT, "    %+9.4f  %s%n", logOdds, what);
    }

    private static String value(Explanation.Contribution one) {
        if (one.value() == null) {
            return "not known";
        }
        String unit = one.unit().isEmpty() ? "" : " " + one.unit();
        String usual =
                one.usualLow() == null ? "" : ", usually " + number(one.usualLow()) + " to " + number(one.usualHigh());
        return number(one.value()) + unit + usual;
    }

    static void print(Importance importance, int top, PrintWriter out) {
        out.printf(
                "model %s, over %d decisions of its training span (%d looked at)%n",
                importance.model(), importance.decisions(), importance.rows());
        for (Importance.Window window : importance.windows()) {
            out.printf("%n%s, %s to %s%n", window.component(), span(window.from()), span(window.to()));
            out.printf("  %9s %7s %7s  %-22s %s%n", "log-odds", "share", "known", "likelier to fail when", "feature");
            for (Importance.Strength one : window.features().stream().limit(top).toList()) {
                out.printf(
                        Locale.ROOT,
                        "  %9.4f %6.1f%% %6.1f%%  %-22s %s%s%n",
                        one.meanAbsolute(),
                        100 * one.share(),
                        100 * one.known(),
                        words(one.direction()),
                        one.feature(),
                        one.unit().isEmpty() ? "" : " (" + one.unit() + ")");
            }
        }
        if (importance.windows().isEmpty()) {
            out.println("nothing was learnt: too little had failed");
        }
    }

    private static String words(Importance.Direction direction) {
        return switch (direction) {
            case GREATER_IS_WORSE -> "greater";
            case SMALLER_IS_WORSE -> "smaller";
            case DEPENDS -> "depends";
        };
    }

    private static String span(Duration span) {
        return span.toDays() > 2 && span.toHours() % 24 == 0 ? span.toDays() + " d" : span.toHours() + " h";
    }

    private static String percent(double probability) {
        return String.format(Locale.ROOT, probability < 0.001 ? "%.4f %%" : "%.2f %%", 100 * probability);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%.0f" : "%.4g", value);
    }

    static Map<String, Object> toJson(Explanation explanation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", explanation.model());
        json.put("appliance", explanation.appliance());
        json.put("at", explanation.at().toString());
        json.put(
                "components",
                explanation.components().stream().map(ExplanationText::part).toList());
        return json;
    }

    private static Map<String, Object> part(Explanation.Part part) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("component", part.component());
        json.put(
                "headline",
                part.headline() == null ? null : texts(List.of(part.headline())).get(0));
        json.put("reasons", texts(part.reasons()));
        json.put("windows", part.windows().stream().map(ExplanationText::window).toList());
        return json;
    }

    private static List<Map<String, String>> texts(List<Text> texts) {
        return texts.stream().map(t -> Map.of("en", t.en(), "zh", t.zh())).toList();
    }

    private static Map<String, Object> window(Explanation.Window window) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from_hours", hours(window.from()));
        json.put("to_hours", hours(window.to()));
        json.put("basis", window.basis().id());
        json.put("base", window.base());
        json.put(
                "contributions",
                window.contributions().stream()
                        .map(one -> {
                            Map<String, Object> each = new LinkedHashMap<>();
                            each.put("feature", one.feature());
                            each.put("value", one.value());
                            each.put("unit", one.unit());
                            each.put("usual_low", one.usualLow());
                            each.put("usual_high", one.usualHigh());
                            each.put("log_odds", one.logOdds());
                            return each;
                        })
                        .toList());
        json.put("sum", window.sum());
        json.put("score", window.score());
        json.put(
                "calibration",
                window.calibration() == null
                        ? null
                        : window.calibration().name().toLowerCase(Locale.ROOT));
        json.put("calibrated", window.calibrated());
        json.put("hazard", window.hazard());
        json.put("probability", window.probability());
        return json;
    }

    static Map<String, Object> toJson(Importance importance) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", importance.model());
        json.put("decisions", importance.decisions());
        json.put("rows", importance.rows());
        json.put(
                "windows",
                importance.windows().stream()
                        .map(window -> {
                            Map<String, Object> each = new LinkedHashMap<>();
                            each.put("component", window.component());
                            each.put("from_hours", hours(window.from()));
                            each.put("to_hours", hours(window.to()));
                            each.put(
                                    "features",
                                    window.features().stream()
                                            .map(ExplanationText::strength)
                                            .toList());
                            return each;
                        })
                        .toList());
        return json;
    }

    private static Map<String, Object> strength(Importance.Strength one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("feature", one.feature());
        json.put("unit", one.unit());
        json.put("mean_absolute_log_odds", one.meanAbsolute());
        json.put("share", one.share());
        json.put("direction", one.direction().name().toLowerCase(Locale.ROOT));
        json.put("known", one.known());
        return json;
    }

    private static double hours(Duration span) {
        return span.toMinutes() / 60.0;
    }
}
