package io.hearthwatch.predictor.report;

import io.hearthwatch.catalog.Text;

/** Pieces of a page in two languages: both stand in it, the style sheet shows one. */
final class Html {
    private Html() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Text in both languages. */
    static String say(Text text) {
        return say(text.en(), text.zh());
    }

    /** The same; what stands in both alike stands there once. */
    static String say(String en, String zh) {
        return en.equals(zh)
                ? escape(en)
                : "<span lang=\"en\">" + escape(en) + "</span><span lang=\"zh-Hans\">" + escape(zh) + "</span>";
    }

    static String paragraph(String en, String zh) {
        return "<p>" + say(en, zh) + "</p>\n";
    }

    static String heading(String id, String en, String zh) {
        return "<h2 id=\"" + id + "\">" + say(en, zh) + "</h2>\n";
    }

    /** Text of a drawing in both languages. */
    static String svgText(double x, double y, String anchor, String style, String en, String zh) {
        String at = String.format(
                java.util.Locale.ROOT, " x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\"", x, y, anchor, style);
        return en.equals(zh)
                ? "<text" + at + ">" + escape(en) + "</text>"
                : "<text" + at + " lang=\"en\">" + escape(en) + "</text><text" + at + " lang=\"zh-Hans\">" + escape(zh)
                        + "</text>";
    }
}
