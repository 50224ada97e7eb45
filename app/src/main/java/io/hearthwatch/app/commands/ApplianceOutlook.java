package io.hearthwatch.app.commands;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.predictor.Outlook;
import io.hearthwatch.predictor.Outlooks;
import io.hearthwatch.predictor.Strangeness;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How likely an appliance's components are to fail, and whether it is strange: the end of {@code appliance show}. */
final class ApplianceOutlook {
    private final Outlooks outlooks;
    private final Appliance appliance;
    private final List<Outlook> components;
    private final Optional<Strangeness> strangeness;

    ApplianceOutlook(Outlooks outlooks, Appliance appliance) {
        this.outlooks = outlooks;
        this.appliance = appliance;
        this.components = outlooks.of(appliance.no());
        this.strangeness = Optional.ofNullable(
                outlooks.strangeness(List.of(appliance.no())).get(appliance.no()));
    }

    void print(PrintWriter out) {
        out.printf(
                "%-14s %s%n",
                "strange",
                strangeness
                        .map(one -> one.isStrange()
                                ? one.reason().en() + " (as of " + one.asOf() + ")"
                                : "no (" + String.format(Locale.ROOT, "%.2f", one.score()) + " of the limit)")
                        .orElse("not known"));
        if (components.isEmpty()) {
            out.printf("%-14s %s%n", "scores", "none: a model of this type must be trained, and telemetry must arrive");
            return;
        }
        out.printf("%-14s as of %s%n", "scores", components.get(0).asOf());
        for (Outlook outlook : components) {
            out.printf(
                    "  %-22s %s%n",
                    outlook.component(), outlooks.sentence(appliance, outlook).en());
            if (outlook.byHorizon().size() > 1) {
                out.printf("  %-22s %s%n", "", byHorizon(outlook));
            }
        }
    }

    private static String byHorizon(Outlook outlook) {
        return outlook.byHorizon().stream()
                .map(by -> "within " + by.horizon().toHours() + " h: "
                        + (Double.isNaN(by.probability())
                                ? "no number"
                                : String.format(Locale.ROOT, "%.3f", by.probability()))
                        + (by.basis() == outlook.basis()
                                ? ""
                                : " (" + by.basis().id() + ")"))
                .collect(Collectors.joining(", "));
    }

    /** Adds the same to a command's JSON. */
    void addTo(Map<String, Object> report) {
        report.put("strangeness", strangeness.map(ApplianceOutlook::json).orElse(null));
        report.put("scores", components.stream().map(this::json).toList());
    }

    private static Map<String, Object> json(Strangeness one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("strange", one.isStrange());
        json.put("score", one.score());
        json.put("as_of", one.asOf().toString());
        json.put("reason", one.isStrange() ? json(one.reason()) : null);
        return json;
    }

    private Map<String, Object> json(Outlook outlook) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("component", outlook.component());
        json.put("sentence", json(outlooks.sentence(appliance, outlook)));
        json.put("probability", number(outlook.probability()));
        json.put("basis", outlook.basis().id());
        json.put("as_of", outlook.asOf().toString());
        json.put("model_id", outlook.modelId());
        json.put(
                "outlooks",
                outlook.byHorizon().stream()
                        .map(by -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("horizon", by.horizon().toString());
                            one.put("probability", number(by.probability()));
                            one.put("basis", by.basis().id());
                            return one;
                        })
                        .toList());
        return json;
    }

    private static Double number(double probability) {
        return Double.isNaN(probability) ? null : (Double) probability;
    }

    private static Map<String, String> json(Text text) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("en", text.en());
        json.put("zh", text.zh());
        return json;
    }
}
