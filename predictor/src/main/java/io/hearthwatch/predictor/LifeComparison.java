package io.hearthwatch.predictor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.evaluation.Difference;
import io.hearthwatch.predictor.evaluation.Verdict;
import io.hearthwatch.predictor.life.LifeCompare;
import io.hearthwatch.predictor.life.LifeFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Two remaining-life models on the same decisions, which neither has seen. An estimate opens no ticket, so there is no money in it.
 *
 * @param a the model that is there
 * @param b the model that might take its place
 * @param hindrance why nothing can be said; null where something can
 * @param cap truths and estimates were taken for no longer; null for none
 * @param every time between decisions
 * @param to nothing later was looked at
 * @param total of all components that both estimate; null where nothing can be said
 * @param components by component
 */
public record LifeComparison(
        String a,
        String b,
        Text hindrance,
        Duration cap,
        Duration every,
        Instant to,
        LifeCompare.Side total,
        Map<String, LifeCompare.Side> components) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    public LifeComparison {
        components = new LinkedHashMap<>(components);
    }

    /** By component. */
    @Override
    public Map<String, LifeCompare.Side> components() {
        return new LinkedHashMap<>(components);
    }

    static LifeComparison hindered(String a, String b, Text why) {
        return new LifeComparison(a, b, why, null, null, null, null, Map.of());
    }

    /** What the difference of the root mean squared errors shows. */
    public Verdict verdict() {
        return total == null ? Verdict.NOT_COMPARABLE : total.rmse().verdict();
    }

    /** What came of it, in a sentence. */
    public Text words() {
        if (total == null) {
            return hindrance;
        }
        String hours = String.format(
                Locale.ROOT,
                "%.2f",
                Math.abs(total.rmse().value() == null ? 0 : total.rmse().value()));
        return switch (verdict()) {
            case BETTER ->
                new Text(
                        b + " is better than " + a + ", beyond chance: its root mean squared error is " + hours
                                + " h less",
                        b + " 优于 " + a + "，且超出偶然：均方根误差小 " + hours + " 小时");
            case WORSE ->
                new Text(
                        b + " is worse than " + a + ", beyond chance: its root mean squared error is " + hours
                                + " h greater",
                        b + " 劣于 " + a + "，且超出偶然：均方根误差大 " + hours + " 小时");
            default ->
                new Text(
                        "these " + total.a().appliances() + " appliances show no difference between " + a + " and " + b
                                + " beyond chance",
                        "这 " + total.a().appliances() + " 台家电未显示 " + a + " 与 " + b + " 之间有超出偶然的差别");
        };
    }

    /** As the command line prints it. */
    public String toTable() {
        if (total == null) {
            return words().en() + System.lineSeparator();
        }
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d estimates for %,d appliances that neither has seen, up to %s%s%n%n%-24s %-20s %12s %12s   %s%n",
                total.a().n(),
                total.a().appliances(),
                to,
                cap == null ? "" : "; lives longer than " + cap.toHours() + " h not told apart",
                "",
                "",
                "A " + a,
                "B " + b,
                "B less by (95 %)"));
        components.forEach((id, side) -> rows(id, side, table));
        if (components.size() > 1) {
            rows("all", total, table);
        }
        return table.append(String.format("%n%s%n", words().en())).toString();
    }

    private static void rows(String what, LifeCompare.Side side, StringBuilder table) {
        row(what, "RMSE, hours", side.a().rmseHours(), side.b().rmseHours(), side.rmse(), table);
        row("", "NASA score, mean", mean(side.a()), mean(side.b()), side.nasa(), table);
        row("", "held by the interval", side.a().coverage(), side.b().coverage(), null, table);
    }

    /** The sum of penalties grows with the number of estimates; its mean does not. */
    private static double mean(LifeFigures figures) {
        return figures.n() == 0 ? Double.NaN : figures.nasaScore() / figures.n();
    }

    private static void row(String what, String name, double a, double b, Difference less, StringBuilder table) {
        String by = "";
        if (less != null && less.value() != null) {
            by = String.format(
                    Locale.ROOT,
                    "%.3f (%.3f to %.3f)",
                    less.value(),
                    less.interval().low(),
                    less.interval().high());
        } else if (less != null) {
            by = "too few appliances to say";
        }
        table.append(String.format(Locale.ROOT, "%-24s %-20s %12.3f %12.3f   %s%n", what, name, a, b, by));
    }

    /** As {@code --json} writes it. */
    public ObjectNode toJson() {
        ObjectNode json = JSON.objectNode();
        json.put("target", "remaining_life");
        json.put("a", a);
        json.put("b", b);
        json.put("verdict", verdict().id());
        json.putObject("words").put("en", words().en()).put("zh", words().zh());
        if (total == null) {
            return json;
        }
        json.put("to", to.toString());
        json.put("every_hours", every.toMinutes() / 60.0);
        json.put("cap_hours", cap == null ? null : cap.toMinutes() / 60.0);
        json.setAll(side(total));
        ObjectNode all = json.putObject("components");
        components.forEach((id, each) -> all.set(id, side(each)));
        return json;
    }

    private static ObjectNode side(LifeCompare.Side side) {
        ObjectNode json = JSON.objectNode();
        json.put("estimates", side.a().n());
        json.put("appliances", side.a().appliances());
        put(json.putObject("rmse_hours"), side.a().rmseHours(), side.b().rmseHours(), side.rmse());
        put(json.putObject("nasa_score_mean"), mean(side.a()), mean(side.b()), side.nasa());
        json.put("nasa_score_a", known(side.a().nasaScore()));
        json.put("nasa_score_b", known(side.b().nasaScore()));
        json.put("interval_coverage_a", known(side.a().coverage()));
        json.put("interval_coverage_b", known(side.b().coverage()));
        return json;
    }

    private static void put(ObjectNode json, double a, double b, Difference less) {
        json.put("a", known(a));
        json.put("b", known(b));
        json.put("b_less_by", less.value());
        if (less.interval() != null) {
            json.putArray("b_less_by_95")
                    .add(less.interval().low())
                    .add(less.interval().high());
        }
    }

    private static Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
