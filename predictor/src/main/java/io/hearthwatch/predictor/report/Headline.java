package io.hearthwatch.predictor.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.catalog.Text;
import java.util.LinkedHashMap;
import java.util.Map;

/** The verdict, and the figures that people ask for first. */
final class Headline {
    private Headline() {}

    static String of(JsonNode document) {
        return verdict(document) + tiles(document);
    }

    private static String verdict(JsonNode document) {
        JsonNode saves = document.path("money").path("model_saves");
        if (!document.path("acting_horizon").asBoolean(true)) {
            return "<section class=\"verdict\">"
                    + Html.paragraph(
                            "This is not the horizon that the model decides for: it flags from its cost threshold on, the simple rules only"
                                    + " rank, and there is no money to count.",
                            "这不是模型据以行动的预测期：模型按费用阈值报警，简单规则仅用于排序，不计算费用。")
                    + "</section>\n";
        }
        if (saves.isMissingNode()) {
            return "<section class=\"verdict\">"
                    + Html.paragraph(
                            "This evaluation was made by an earlier version, which did not count money or intervals; make it"
                                    + " anew with: hearthwatch model evaluate",
                            "此评估由较早版本生成，未包含费用与区间；请重新运行 hearthwatch model evaluate。")
                    + "</section>\n";
        }
        String verdict = saves.path("against_fault_code_rule_verdict").asText();
        String cheapest = document.path("money").path("cheapest_alternative").asText();
        String best = saves.path("against_" + cheapest + "_verdict").asText();
        StringBuilder out = new StringBuilder("<section class=\"verdict " + Html.escape(best)
                + "\" aria-labelledby=\"verdict\">\n<h2 id=\"verdict\">");
        out.append(Html.say(
                switch (best) {
                    case "better" -> "It earns its place: acting on it costs less than every simple alternative.";
                    case "worse" -> "It does not earn its place: a simple alternative costs less.";
                    default -> "These data do not show that acting on it costs less than the best simple alternative.";
                },
                switch (best) {
                    case "better" -> "值得使用：按此模型行动，费用低于所有简单做法。";
                    case "worse" -> "不值得使用：有一种简单做法费用更低。";
                    default -> "现有数据不能证明按此模型行动的费用低于最好的简单做法。";
                }));
        out.append("</h2>\n<ul>\n");
        JsonNode gain = document.path("gain_over_fault_code_rule");
        out.append("<li>").append(ranking(document, gain)).append("</li>\n");
        for (Map.Entry<String, Text> other : others().entrySet()) {
            String key = "against_" + other.getKey();
            out.append("<li>")
                    .append(saving(
                            other.getValue(), saves.path(key), saves.path(key + "_95"), saves.path(key + "_verdict")))
                    .append("</li>\n");
        }
        out.append("</ul>\n");
        if (!verdict.equals(best)) {
            out.append(Html.paragraph(
                    "The cheapest alternative here is “"
                            + others().get(cheapest).en() + "”.",
                    "此处最便宜的替代做法是“" + others().get(cheapest).zh() + "”。"));
        }
        out.append(Html.paragraph(Threshold.MONEY.en(), Threshold.MONEY.zh()));
        return out + "</section>\n";
    }

    private static Map<String, Text> others() {
        Map<String, Text> others = new LinkedHashMap<>();
        others.put("fault_code_rule", new Text("the fault-code rule", "故障码规则"));
        others.put("replace_by_age", new Text("replacing by age", "按使用时间更换"));
        others.put("wait_for_failure", new Text("waiting for failure", "等到故障再修"));
        return others;
    }

    private static String ranking(JsonNode document, JsonNode gain) {
        String own = Numbers.share(document.path("any_failure").path("average_precision"));
        String rule = Numbers.share(document.path("baselines")
                .path("fault_code_rule")
                .path("any_failure")
                .path("average_precision"));
        JsonNode interval = gain.path("average_precision_95");
        String range = interval.size() == 2
                ? String.format(
                        java.util.Locale.ROOT,
                        "%+.3f to %+.3f",
                        interval.get(0).asDouble(),
                        interval.get(1).asDouble())
                : Numbers.NONE;
        String verdict = gain.path("average_precision_verdict").asText();
        String en = switch (verdict) {
            case "better" -> "It ranks failures better than the fault-code rule";
            case "worse" -> "It ranks failures worse than the fault-code rule";
            default -> "No difference from the fault-code rule in ranking failures can be shown";
        };
        String zh = switch (verdict) {
            case "better" -> "对故障的排序优于故障码规则";
            case "worse" -> "对故障的排序差于故障码规则";
            default -> "对故障的排序与故障码规则相比显示不出差异";
        };
        return Html.say(
                en + ": average precision " + own + " against " + rule + " (difference, 95 %: " + range + ").",
                zh + "：平均精度 " + own + "，规则为 " + rule + "（差值 95%：" + range.replace(" to ", " 至 ") + "）。");
    }

    private static String saving(Text other, JsonNode value, JsonNode interval, JsonNode verdict) {
        if (!Numbers.known(value)) {
            return Html.say(
                    "What it saves against " + other.en() + " cannot be told.", "与" + other.zh() + "相比的节省无法估计。");
        }
        double saved = value.asDouble();
        String amount = Numbers.amount(Math.abs(saved));
        String en = (saved >= 0 ? "It saves about " + amount : "It costs about " + amount + " more")
                + " per 100 appliances and month against " + other.en();
        String zh = "与" + other.zh() + "相比，每 100 台家电每月约" + (saved >= 0 ? "节省 " : "多花 ") + amount;
        if (interval.size() == 2) {
            en += " (saving, 95 %: " + Numbers.amounts(interval, " to ") + ")";
            zh += "（节省额 95%：" + Numbers.amounts(interval, " 至 ") + "）";
        }
        boolean shown = !verdict.asText().equals("no_difference");
        return Html.say(en + (shown ? "." : "; that may be chance."), zh + (shown ? "。" : "；可能只是偶然。"));
    }

    private static String tiles(JsonNode document) {
        JsonNode micro = document.path("micro");
        JsonNode any = document.path("any_failure");
        return "<section class=\"tiles\">\n"
                + tile(
                        Numbers.percent(micro.path("precision")),
                        percents(micro, "precision"),
                        new Text("Precision", "精确率"),
                        new Text(
                                "of what it flagged, so much was followed by that failure within the horizon.",
                                "的报警之后，在预测期内确实发生了该故障。"))
                + tile(
                        Numbers.percent(micro.path("recall")),
                        percents(micro, "recall"),
                        new Text("Recall", "召回率"),
                        new Text("of the decisions before a failure, so many were flagged.", "的故障前决定被报警。"))
                + tile(
                        Numbers.share(micro.path("f1")),
                        range(micro, "f1"),
                        new Text("F1", "F1"),
                        new Text("precision and recall in one figure; 1 would be perfect.", "把精确率与召回率合为一个数；1 为完美。"))
                + tile(
                        Numbers.share(any.path("average_precision")),
                        range(any, "average_precision"),
                        new Text("Average precision", "平均精度"),
                        new Text(
                                "how surely failing appliances come first in its order; blind guessing would have "
                                        + Numbers.share(any.path("base_rate")) + ".",
                                "衡量将要故障的家电排在前面的程度；盲猜为 " + Numbers.share(any.path("base_rate")) + "。"))
                + tile(
                        Numbers.percent(any.path("event_recall")),
                        percents(any, "event_recall"),
                        new Text("Failures foreseen", "预见的故障"),
                        new Text(
                                "of " + Numbers.count(any.path("failures"))
                                        + " failures were flagged at least once in time.",
                                "的故障（共 " + Numbers.count(any.path("failures")) + " 次）至少及时报警过一次。"))
                + tile(
                        Numbers.hours(any.path("median_lead_hours")) + " h",
                        "",
                        new Text("Warning time", "提前时间"),
                        new Text("or more before the failure came half of the first warnings.", "或更早：一半的首次报警比故障早这么久。"))
                + tile(
                        Numbers.amount(micro.path("false_alarms_per_100_30d")),
                        Numbers.amounts(micro.path("false_alarms_per_100_30d_95"), "–"),
                        new Text("False alarms", "误报"),
                        new Text(
                                "tickets without a failure, per 100 appliances and 30 days.",
                                "张工单之后没有故障（每 100 台家电、30 天）。"))
                + tile(
                        Numbers.known(micro.path("calibration_error"))
                                ? String.format(
                                        java.util.Locale.ROOT,
                                        "%.2f",
                                        100 * micro.path("calibration_error").asDouble())
                                : Numbers.NONE,
                        "",
                        new Text("Calibration error", "校准误差"),
                        new Text(
                                "percentage points lie, on average, between what it says and what comes.",
                                "个百分点：预测概率与实际频率的平均差距。"))
                + Threshold.of(document)
                + "</section>\n";
    }

    private static String range(JsonNode part, String key) {
        return Numbers.shares(part.path(key + "_95"));
    }

    private static String percents(JsonNode part, String key) {
        return Numbers.percents(part.path(key + "_95"));
    }

    private static String tile(String figure, String range, Text name, Text sentence) {
        return "<div class=\"tile\"><h3>" + Html.say(name) + "</h3><div class=\"number\">" + Html.escape(figure)
                + "</div><div class=\"range\">"
                + (range.isEmpty() ? "&nbsp;" : Html.say("95 %: ", "95%：") + Html.escape(range))
                + "</div><p>"
                + Html.say(sentence) + "</p></div>\n";
    }
}
