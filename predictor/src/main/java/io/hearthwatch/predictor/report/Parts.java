package io.hearthwatch.predictor.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.catalog.Text;
import java.util.Map;

/** The figures of each component, and of the rules beside. */
final class Parts {
    private static final Text[] HEADS = {
        new Text("failures", "故障"),
        new Text("precision", "精确率"),
        new Text("recall", "召回率"),
        new Text("F1", "F1"),
        new Text("average precision", "平均精度"),
        new Text("foreseen", "预见"),
        new Text("median lead h", "提前中位数（小时）"),
        new Text("Brier", "Brier"),
        new Text("calibration error", "校准误差"),
        new Text("false alarms", "误报")
    };

    private Parts() {}

    static String of(JsonNode document, Map<String, Text> components) {
        StringBuilder out = new StringBuilder("<section>\n");
        out.append(Html.heading("components", "Component by component", "逐个部件"));
        out.append(Html.paragraph(
                "Small print under a figure is its 95 % interval. “Foreseen” counts failures, precision and recall count decisions. What has"
                        + " no denominator is a dash: of a component that never failed, recall says nothing.",
                "数字下方的小字为 95% 区间。“预见”按故障计，精确率与召回率按决定计。没有分母的为短横：从未故障的部件没有召回率。"));
        out.append(Threshold.of(document));
        table(out, document, new Text("Model", "模型"), components);
        JsonNode rules = document.path("baselines");
        table(out, rules.path("fault_code_rule"), new Text("Fault-code rule", "故障码规则"), components);
        table(out, rules.path("age_rule"), new Text("Age rule", "使用时间规则"), components);
        return out + "</section>\n";
    }

    private static void table(StringBuilder out, JsonNode card, Text title, Map<String, Text> components) {
        out.append("<h3>").append(Html.say(title)).append("</h3>\n<div class=\"wide\"><table><thead><tr><th></th>");
        for (Text head : HEADS) {
            out.append("<th scope=\"col\">").append(Html.say(head)).append("</th>");
        }
        out.append("</tr></thead><tbody>\n");
        components.forEach((id, name) -> row(out, name, card.path("components").path(id), null));
        row(out, new Text("all", "全部"), card.path("micro"), card.path("any_failure"));
        out.append("</tbody></table></div>\n");
    }

    private static void row(StringBuilder out, Text name, JsonNode figures, JsonNode anyOrNull) {
        JsonNode any = anyOrNull == null ? figures : anyOrNull;
        out.append("<tr><th scope=\"row\">").append(Html.say(name)).append("</th>");
        cell(out, Numbers.count(any.path("failures")), "");
        cell(out, Numbers.share(figures.path("precision")), Numbers.shares(figures.path("precision_95")));
        cell(out, Numbers.share(figures.path("recall")), Numbers.shares(figures.path("recall_95")));
        cell(out, Numbers.share(figures.path("f1")), Numbers.shares(figures.path("f1_95")));
        cell(out, Numbers.share(any.path("average_precision")), Numbers.shares(any.path("average_precision_95")));
        cell(out, Numbers.share(any.path("event_recall")), Numbers.shares(any.path("event_recall_95")));
        cell(out, Numbers.hours(any.path("median_lead_hours")), "");
        cell(out, Numbers.small(figures.path("brier")), "");
        cell(out, Numbers.small(figures.path("calibration_error")), "");
        cell(
                out,
                Numbers.amount(figures.path("false_alarms_per_100_30d")),
                Numbers.amounts(figures.path("false_alarms_per_100_30d_95"), "–"));
        out.append("</tr>\n");
    }

    private static void cell(StringBuilder out, String figure, String range) {
        out.append("<td>").append(figure);
        if (!range.isEmpty()) {
            out.append("<small>").append(range).append("</small>");
        }
        out.append("</td>");
    }
}
