package io.hearthwatch.predictor.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An evaluation as one page for people: what was judged, a verdict first, every figure in a sentence, beside what a model has to beat. English
 * and Simplified Chinese stand in the same page and are switched without a script; drawings and styles are inline, so the page can be
 * kept, mailed and printed. Made from an evaluation's JSON document, so a stored one can be shown at any time.
 */
public final class Report {
    /** The language that a page opens in; its reader can switch. */
    public enum Language {
        ENGLISH,
        CHINESE;

        /** Chinese for {@code zh}, in whatever country, and English for all others. */
        public static Language of(String tag) {
            return tag.equals("zh") || tag.startsWith("zh-") ? CHINESE : ENGLISH;
        }
    }

    private static final String STYLE = resource("report.css");

    private final JsonNode document;
    private final ApplianceType type;

    private Report(JsonNode document, ApplianceType typeOrNull) {
        this.document = document;
        this.type = typeOrNull;
    }

    /**
     * The page.
     *
     * @param document an evaluation, as {@code model evaluate --json} writes it
     * @param typeOrNull the appliance type, for the names of its components; null for their ids
     */
    public static String html(JsonNode document, ApplianceType typeOrNull, Language language) {
        return new Report(document, typeOrNull).page(language);
    }

    private static String resource(String name) {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String page(Language language) {
        boolean english = language == Language.ENGLISH;
        String model = Html.escape(document.path("model").asText());
        return "<!DOCTYPE html>\n<html lang=\"" + (english ? "en" : "zh-Hans")
                + "\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" + model
                + " · Hearthwatch</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n"
                + "<input type=\"radio\" name=\"language\" id=\"to-en\"" + (english ? " checked" : "")
                + " aria-label=\"English\"><input type=\"radio\" name=\"language\" id=\"to-zh\""
                + (english ? "" : " checked") + " aria-label=\"简体中文\">\n"
                + "<div class=\"page\">\n<header>\n<div class=\"brand\">Hearthwatch</div>\n"
                + "<div class=\"switch\" aria-hidden=\"true\"><label for=\"to-en\">English</label><label for=\"to-zh\">简体中文</label></div>\n"
                + "<h1>"
                + Html.say(
                        "How good is " + document.path("model").asText() + "?",
                        document.path("model").asText() + " 表现如何？")
                + "</h1>\n</header>\n<main>\n"
                + body()
                + "</main>\n<footer>"
                + Html.say(
                        "95 % intervals: appliances drawn anew 1,000 times, whole appliances at a time. Money per 100 appliances and 30 days, in"
                                + " the currency of the catalog's costs.",
                        "95% 区间：以整台家电为单位重新抽样 1,000 次。金额按每 100 台家电、30 天计，货币与目录中的费用相同。")
                + "</footer>\n</div>\n</body>\n</html>\n";
    }

    private String body() {
        Map<String, Text> components = new LinkedHashMap<>();
        document.path("components").fieldNames().forEachRemaining(id -> components.put(id, name(id)));
        StringBuilder body = new StringBuilder();
        body.append(Headline.of(document));
        body.append(Scope.of(document));
        body.append(Ranking.of(document));
        body.append(Trust.of(document));
        body.append(Cost.of(document, components));
        body.append(Parts.of(document, components));
        return body.toString();
    }

    private Text name(String component) {
        return type == null || !type.components().containsKey(component)
                ? Text.same(component)
                : type.components().get(component).label();
    }
}
