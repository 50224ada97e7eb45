package io.hearthwatch.predictor.report;

import io.hearthwatch.catalog.Text;
import java.util.List;
import java.util.Locale;

/** A drawing with two axes that begin at 0; everything is inline, so the page needs nothing else. */
final class Chart {
    private static final double WIDTH = 560;
    private static final double HEIGHT = 340;
    private static final double LEFT = 62;
    private static final double RIGHT = 30;
    private static final double TOP = 14;
    private static final double BOTTOM = 50;

    private final StringBuilder svg = new StringBuilder();
    private final double mostX;
    private final double mostY;

    /**
     * A point.
     *
     * @param x along
     * @param y up
     */
    record Point(double x, double y) {}

    Chart(Text title, double mostX, double mostY) {
        this.mostX = mostX <= 0 ? 1 : mostX;
        this.mostY = mostY <= 0 ? 1 : mostY;
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s / %s\">%n",
                WIDTH,
                HEIGHT,
                Html.escape(title.en()),
                Html.escape(title.zh())));
    }

    private double x(double value) {
        return LEFT + (WIDTH - LEFT - RIGHT) * value / mostX;
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / mostY;
    }

    /** What a value at an axis is called. */
    interface Label {
        String of(double value);
    }

    Chart axes(Text along, Text up, int ticksX, Label labelX, Label labelY) {
        for (int i = 0; i <= 4; i++) {
            double value = mostY * i / 4;
            line("grid", new Point(0, value), new Point(mostX, value));
            svg.append(Html.svgText(LEFT - 8, y(value) + 4, "end", "tick", labelY.of(value), labelY.of(value)));
        }
        for (int i = 0; i <= ticksX; i++) {
            double value = mostX * i / ticksX;
            svg.append(
                    Html.svgText(x(value), HEIGHT - BOTTOM + 18, "middle", "tick", labelX.of(value), labelX.of(value)));
        }
        svg.append(Html.svgText((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", "axis", along.en(), along.zh()));
        svg.append(String.format(Locale.ROOT, "<g transform=\"rotate(-90 14 %.1f)\">", (TOP + HEIGHT - BOTTOM) / 2));
        svg.append(Html.svgText(14, (TOP + HEIGHT - BOTTOM) / 2, "middle", "axis", up.en(), up.zh()));
        svg.append("</g>\n");
        return this;
    }

    Chart line(String style, Point from, Point to) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                style,
                x(from.x()),
                y(from.y()),
                x(to.x()),
                y(to.y())));
        return this;
    }

    Chart path(String style, List<Point> points) {
        if (!points.isEmpty()) {
            svg.append("<polyline class=\"").append(style).append("\" points=\"");
            points.forEach(p -> svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(p.x()), y(p.y()))));
            svg.append("\"/>\n");
        }
        return this;
    }

    /** A dot with what it says when it is pointed at. */
    Chart dot(String style, Point at, double radius, String says) {
        svg.append(String.format(
                Locale.ROOT,
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>%n",
                style,
                x(at.x()),
                y(at.y()),
                radius,
                Html.escape(says)));
        return this;
    }

    /** A bar that stands on the axis, with a figure on it. */
    Chart bar(String style, double from, double to, double height, String figure) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>%n",
                style,
                x(from) + 2,
                y(height),
                Math.max(0, x(to) - x(from) - 4),
                y(0) - y(height)));
        svg.append(Html.svgText((x(from) + x(to)) / 2, y(height) - 5, "middle", "figure", figure, figure));
        return this;
    }

    String svg() {
        return svg + "</svg>\n";
    }

    /** A round value that is at least this: 1, 2, 2.5, 5 or 10 times a power of ten. */
    static double round(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 2.5, 4, 5, 8}) {
            if (value <= step * power * (1 + 1e-9)) {
                return step * power;
            }
        }
        return 10 * power;
    }
}
