package io.hearthwatch.app.model;

import io.hearthwatch.predictor.life.LifeFigures;
import java.util.Locale;
import java.util.Map;

/** What the commands on remaining life print alike. */
final class LifeOutput {
    private LifeOutput() {}

    /** Hours as people write them: without decimals where there are none. */
    static String hours(double hours) {
        return hours == Math.rint(hours)
                ? String.format(Locale.ROOT, "%.0f h", hours)
                : String.format(Locale.ROOT, "%.1f h", hours);
    }

    /** Figures where no honest share of held truths is known. */
    static Map<String, Object> withoutCoverage(LifeFigures figures) {
        Map<String, Object> map = figures.toMap();
        map.remove("interval_coverage");
        return map;
    }
}
