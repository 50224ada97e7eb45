package io.hearthwatch.predictor.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;

/** What was trained on, the gap, and what was judged, along time. */
final class Timeline {
    private static final double WIDTH = 720;

    private Timeline() {}

    static String of(JsonNode document) {
        Instant until = Instant.parse(document.path("until").asText());
        Instant from = Instant.parse(document.path("from").asText());
        Instant to = Instant.parse(document.path("to").asText());
        long start = Math.min(until.toEpochMilli(), from.toEpochMilli());
        double span = Math.max(1, to.toEpochMilli() - start);
        double left = 220;
        double scale = (WIDTH - left - 10) / span;
        double untilX = left + (until.toEpochMilli() - start) * scale;
        double fromX = left + (from.toEpochMilli() - start) * scale;
        double toX = left + (to.toEpochMilli() - start) * scale;
        StringBuilder svg = new StringBuilder(
                "<svg viewBox=\"0 0 720 92\" role=\"img\" aria-label=\"trained, then judged / 先训练，后评估\">\n");
        svg.append("<defs><linearGradient id=\"past\"><stop offset=\"0\" class=\"fade\" stop-opacity=\"0\"/>"
                + "<stop offset=\"0.35\" class=\"fade\"/></linearGradient></defs>\n");
        svg.append(rect("trained", 0, untilX));
        svg.append(rect("judged", fromX, toX));
        svg.append(Html.svgText(untilX - 12, 43, "end", "on", "learnt from", "用于训练"));
        svg.append(Html.svgText(Math.max(fromX + 60, (fromX + toX) / 2), 43, "middle", "on", "judged", "用于评估"));
        svg.append(tick(untilX, until, 76, untilX > WIDTH - 90 ? "end" : "middle"));
        if (!from.equals(until)) {
            svg.append(tick(fromX, from, 16, fromX > WIDTH - 90 ? "end" : "middle"));
        }
        svg.append(tick(toX, to, 76, "end"));
        return svg + "</svg>\n";
    }

    private static String rect(String style, double from, double to) {
        return String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"24\" width=\"%.1f\" height=\"32\" rx=\"3\"/>%n",
                style,
                from,
                Math.max(1, to - from));
    }

    private static String tick(double x, Instant at, double y, String anchor) {
        String text = Dates.day(at);
        return Html.svgText(x, y, anchor, "tick", text, text);
    }
}
