package io.hearthwatch.app.model;

import io.hearthwatch.predictor.serving.LifeExplanation;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Why a remaining-life model says what it says, as a terminal and JSON have it. */
final class LifeExplanationText {
    private LifeExplanationText() {}

    static void print(LifeExplanation explanation, int top, PrintWriter out) {
        out.println("model " + explanation.model() + ", " + explanation.appliance() + " as of " + explanation.at());
        for (LifeExplanation.Part part : explanation.components()) {
            out.println();
            out.println(part.component() + ": about " + LifeOutput.hours(rounded(part.hours())) + " left ("
                    + LifeOutput.hours(rounded(part.low()))
                    + (part.openEnded() ? " or more)" : " to " + LifeOutput.hours(rounded(part.high())) + ")"));
            out.printf(Locale.ROOT, "  %+9.2f h  where every estimate begins%n", part.base());
            List<LifeExplanation.Contribution> first =
                    part.contributions().stream().limit(top).toList();
            first.forEach(one -> out.printf(
                    Locale.ROOT,
                    "  %+9.2f h  %s = %s (%s)%n",
                    one.hours(),
                    one.feature(),
                    value(one),
                    one.words().en()));
            if (first.size() < part.contributions().size()) {
                out.printf(
                        Locale.ROOT,
                        "  %+9.2f h  %d others%n",
                        part.contributions().stream()
                                .skip(top)
                                .mapToDouble(LifeExplanation.Contribution::hours)
                                .sum(),
                        part.contributions().size() - first.size());
            }
            out.printf(
                    Locale.ROOT,
                    "  %9.2f h  together%s%n",
                    part.sum(),
                    Math.abs(part.sum() - part.hours()) > 0.01
                            ? String.format(Locale.ROOT, ", held between nothing and the cap: %.2f h", part.hours())
                            : "");
        }
        if (!explanation.unlearnt().isEmpty()) {
            out.println();
            out.println("not estimated, since too little failed to learn from: "
                    + String.join(", ", explanation.unlearnt()));
        }
    }

    private static double rounded(double hours) {
        return Math.rint(hours * 10) / 10;
    }

    private static String value(LifeExplanation.Contribution one) {
        return one.value() == null
                ? "not known"
                : String.format(Locale.ROOT, "%.4g %s", one.value(), one.unit()).strip();
    }

    static Map<String, Object> toJson(LifeExplanation explanation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("target", "remaining_life");
        json.put("model", explanation.model());
        json.put("appliance", explanation.appliance());
        json.put("at", explanation.at().toString());
        json.put(
                "components",
                explanation.components().stream().map(LifeExplanationText::part).toList());
        json.put("not_estimated", explanation.unlearnt());
        return json;
    }

    private static Map<String, Object> part(LifeExplanation.Part part) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("component", part.component());
        json.put("hours", part.hours());
        json.put("low_hours", part.low());
        json.put("high_hours", part.high());
        json.put("open_ended", part.openEnded());
        json.put("base", part.base());
        json.put(
                "contributions",
                part.contributions().stream()
                        .map(one -> {
                            Map<String, Object> each = new LinkedHashMap<>();
                            each.put("feature", one.feature());
                            each.put(
                                    "words",
                                    Map.of(
                                            "en",
                                            one.words().en(),
                                            "zh",
                                            one.words().zh()));
                            each.put("value", one.value());
                            each.put("unit", one.unit());
                            each.put("hours", one.hours());
                            return each;
                        })
                        .toList());
        json.put("sum", part.sum());
        return json;
    }
}
