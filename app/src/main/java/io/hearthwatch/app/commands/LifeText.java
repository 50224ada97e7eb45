package io.hearthwatch.app.commands;

import io.hearthwatch.predictor.LifeEstimate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An estimate of remaining life as the command line writes it. */
final class LifeText {
    private static final double TEN_DAYS = 240;

    private LifeText() {}

    /** Such as {@code remaining life of drain_pump: about 40 h (25 to 60 h), as of …}; from ten days on in days. */
    static String of(LifeEstimate life) {
        boolean days = life.hours() > TEN_DAYS;
        String interval = life.openEnded()
                ? span(life.low(), days) + " or more"
                : number(life.low(), days) + " to " + span(life.high(), days);
        return "remaining life of " + life.component() + ": about " + span(life.hours(), days) + " (" + interval
                + "), as of " + life.asOf();
    }

    private static String span(double hours, boolean days) {
        return number(hours, days) + (days ? " days" : " h");
    }

    private static String number(double hours, boolean days) {
        return String.format(Locale.ROOT, "%,.0f", days ? hours / 24 : hours);
    }

    static Map<String, Object> json(LifeEstimate life) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("component", life.component());
        json.put("hours", life.hours());
        json.put("low_hours", life.low());
        json.put("high_hours", life.high());
        json.put("open_ended", life.openEnded());
        json.put("as_of", life.asOf().toString());
        json.put("model", life.modelId());
        return json;
    }
}
