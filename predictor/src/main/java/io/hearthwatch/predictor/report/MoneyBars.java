package io.hearthwatch.predictor.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.catalog.Text;
import java.util.Locale;
import java.util.Map;

/** What each way of acting costs, as bars with their 95 % intervals. */
final class MoneyBars {
    private static final double WIDTH = 720;
    private static final double LEFT = 190;
    private static final double RIGHT = 110;
    private static final double ROW = 44;

    private MoneyBars() {}

    static String of(JsonNode methods, Map<String, Text> names) {
        double most = 1;
        for (String id : names.keySet()) {
            JsonNode line = methods.path(id);
            most = Math.max(most, line.path("cost").asDouble());
            most = Math.max(most, line.path("cost_95").path(1).asDouble());
        }
        double scale = (WIDTH - LEFT - RIGHT) / most;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"cost by way of acting / 各种做法的费用\">%n",
                WIDTH,
                ROW * names.size() + 10));
        double top = 6;
        for (Map.Entry<String, Text> name : names.entrySet()) {
            JsonNode line = methods.path(name.getKey());
            double width = line.path("cost").asDouble() * scale;
            double middle = top + ROW / 2;
            svg.append(Html.svgText(
                    LEFT - 10,
                    middle + 4,
                    "end",
                    "name",
                    name.getValue().en(),
                    name.getValue().zh()));
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"fill-%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\"/>%n",
                    name.getKey(),
                    LEFT,
                    top + 8,
                    Math.max(1, width),
                    ROW - 16));
            JsonNode interval = line.path("cost_95");
            double end = LEFT + width;
            if (interval.size() == 2) {
                double low = LEFT + interval.get(0).asDouble() * scale;
                double high = LEFT + interval.get(1).asDouble() * scale;
                end = Math.max(end, high);
                svg.append(String.format(
                        Locale.ROOT,
                        "<path class=\"whisker\" d=\"M%.1f %.1fH%.1fM%.1f %.1fv10M%.1f %.1fv10\"/>%n",
                        low,
                        middle,
                        high,
                        low,
                        middle - 5,
                        high,
                        middle - 5));
            }
            String cost = Numbers.amount(line.path("cost"));
            svg.append(Html.svgText(end + 8, middle + 4, "start", "figure", cost, cost));
            top += ROW;
        }
        return svg + "</svg>\n";
    }
}
