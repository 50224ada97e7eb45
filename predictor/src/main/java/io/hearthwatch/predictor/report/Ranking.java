package io.hearthwatch.predictor.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.catalog.Text;
import java.util.ArrayList;
import java.util.List;

/** How well it puts what fails first: the precision–recall curve, alert budgets. */
final class Ranking {
    private Ranking() {}

    static String of(JsonNode document) {
        return "<section>\n"
                + Html.heading("ranking", "Does it put what fails first?", "将要故障的是否排在最前？")
                + Html.paragraph(
                        "Going down its order from the greatest probability, recall says how many of the failing decisions were"
                                + " met so far, precision how many of those met failed. The higher the curve, the better; average"
                                + " precision is the area under it.",
                        "从概率最高的开始往下看：召回率是已覆盖的故障前决定的比例，精确率是已查看的决定中真正故障的比例。曲线越高越好，平均精度即曲线下的面积。")
                + "<div class=\"two\"><figure>" + curve(document) + legend() + "</figure>\n<div>" + budgets(document)
                + "</div></div>\n</section>\n";
    }

    private static String curve(JsonNode document) {
        Chart chart = new Chart(new Text("precision by recall", "精确率与召回率"), 1, 1)
                .axes(new Text("recall", "召回率"), new Text("precision", "精确率"), 5, Numbers::percent, Numbers::percent);
        double base = document.path("any_failure").path("base_rate").asDouble();
        chart.line("chance", new Chart.Point(0, base), new Chart.Point(1, base));
        JsonNode rules = document.path("baselines");
        chart.path("age_rule", points(rules.path("age_rule")));
        chart.path("fault_code_rule", points(rules.path("fault_code_rule")));
        chart.path("model", points(document));
        return chart.svg();
    }

    private static List<Chart.Point> points(JsonNode card) {
        List<Chart.Point> points = new ArrayList<>();
        JsonNode curve = card.path("any_failure").path("precision_recall");
        for (JsonNode point : curve) {
            if (points.isEmpty()) {
                points.add(new Chart.Point(0, point.path("precision").asDouble()));
            }
            points.add(new Chart.Point(
                    point.path("recall").asDouble(), point.path("precision").asDouble()));
        }
        return points;
    }

    private static String legend() {
        return "<figcaption class=\"legend\">" + key("model", "model", "模型")
                + key("fault_code_rule", "fault-code rule", "故障码规则") + key("age_rule", "age rule", "使用时间规则")
                + key("chance", "guessing", "盲猜") + "</figcaption>";
    }

    private static String key(String style, String en, String zh) {
        return "<span><svg class=\"key\" viewBox=\"0 0 28 8\" aria-hidden=\"true\"><line class=\"" + style
                + "\" x1=\"0\" y1=\"4\" x2=\"28\" y2=\"4\"/></svg> " + Html.say(en, zh) + "</span> ";
    }

    private static String budgets(JsonNode document) {
        StringBuilder out = new StringBuilder("<h3>" + Html.say("With so many alerts a day", "每天允许的报警数") + "</h3>\n");
        out.append(Html.paragraph(
                "If a service centre can look at only so many appliances a day, the ones with the greatest probability:",
                "如果服务中心每天只能处理有限的家电，则先看概率最高的："));
        out.append("<table><thead><tr><th scope=\"col\">")
                .append(Html.say("alerts a day per 100 appliances", "每 100 台家电每天报警数"))
                .append("</th><th scope=\"col\">")
                .append(Html.say("of them right", "其中正确"))
                .append("</th><th scope=\"col\">")
                .append(Html.say("failing decisions met", "覆盖的故障前决定"))
                .append("</th></tr></thead><tbody>\n");
        for (JsonNode budget : document.path("alert_budgets")) {
            out.append("<tr><th scope=\"row\">")
                    .append(Numbers.count(budget.path("per_day_per_100")))
                    .append("</th><td>")
                    .append(Numbers.percent(budget.path("precision")))
                    .append("</td><td>")
                    .append(Numbers.percent(budget.path("recall")))
                    .append("</td></tr>\n");
        }
        return out + "</tbody></table>\n";
    }
}
