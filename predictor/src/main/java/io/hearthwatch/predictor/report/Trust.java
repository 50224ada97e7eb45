package io.hearthwatch.predictor.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.catalog.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether its probabilities come true, and how early it warns. */
final class Trust {
    private Trust() {}

    static String of(JsonNode document) {
        return "<section class=\"two\">\n<div>" + reliability(document.path("micro")) + "</div>\n<div>"
                + leads(document.path("micro").path("lead_hours")) + "</div>\n</section>\n";
    }

    private static String reliability(JsonNode micro) {
        List<Chart.Point> points = new ArrayList<>();
        double most = 0;
        for (JsonNode point : micro.path("reliability")) {
            points.add(new Chart.Point(
                    point.path("predicted").asDouble(), point.path("observed").asDouble()));
            most = Math.max(
                    most,
                    Math.max(
                            point.path("predicted").asDouble(),
                            point.path("observed").asDouble()));
        }
        StringBuilder out =
                new StringBuilder(Html.heading("reliability", "Does what it says come true?", "预测的概率是否属实？"));
        out.append(Html.paragraph(
                "Each dot stands for equally many expected failures: of decisions to which it gave so much (along), so many failed (up)."
                        + " On the line it is right; above it says too little, below too much.",
                "每个点代表同样多的预期故障：横轴是模型给出的概率，纵轴是实际故障的比例。点在线上表示准确，在线上方表示偏低，在下方表示偏高。"));
        double scale = Math.min(1, Chart.round(Math.max(most, 0.01)));
        Chart chart = new Chart(new Text("observed by predicted share", "实际比例与预测概率"), scale, scale)
                .axes(new Text("said", "预测概率"), new Text("came", "实际比例"), 4, Numbers::percent, Numbers::percent)
                .line("chance", new Chart.Point(0, 0), new Chart.Point(scale, scale))
                .path("model", points);
        int i = 0;
        for (JsonNode point : micro.path("reliability")) {
            chart.dot(
                    "dot",
                    points.get(i++),
                    5,
                    Numbers.percent(point.path("predicted")) + " → " + Numbers.percent(point.path("observed")) + " ("
                            + Numbers.count(point.path("decisions")) + ")");
        }
        out.append("<figure>").append(chart.svg()).append("</figure>\n");
        out.append(Html.paragraph(
                "Brier score " + Numbers.small(micro.path("brier"))
                        + " (mean squared distance of probability and outcome; always saying how often each component fails would have "
                        + Numbers.small(micro.path("brier_of_base_rate")) + ").",
                "Brier 分数 " + Numbers.small(micro.path("brier")) + "（概率与结果的均方差；若总是报出各部件的平均故障率则为 "
                        + Numbers.small(micro.path("brier_of_base_rate")) + "）。"));
        return out.toString();
    }

    private static String leads(JsonNode leads) {
        StringBuilder out = new StringBuilder(Html.heading("leads", "How early does it warn?", "能提前多久预警？"));
        if (leads.path("failures").asInt() == 0) {
            return out + Html.paragraph("No failure was flagged in time.", "没有故障被及时报警。");
        }
        out.append(Html.paragraph(
                "Hours from the first warning within the horizon to the failure, over "
                        + Numbers.count(leads.path("failures")) + " failures that were flagged: half came at least "
                        + Numbers.hours(leads.path("p50")) + " h ahead, nineteen in twenty at least "
                        + Numbers.hours(leads.path("p5")) + " h.",
                "从预测期内首次报警到故障的小时数，共 " + Numbers.count(leads.path("failures")) + " 次被报警的故障：一半至少提前 "
                        + Numbers.hours(leads.path("p50")) + " 小时，二十次中有十九次至少提前 "
                        + Numbers.hours(leads.path("p5")) + " 小时。"));
        double most = 0;
        double end = 0;
        for (JsonNode bin : leads.path("histogram")) {
            most = Math.max(most, bin.path("failures").asDouble());
            end = Math.max(end, bin.path("up_to").asDouble());
        }
        Chart chart = new Chart(new Text("failures by hours of warning", "按提前小时数的故障数"), end, Chart.round(most * 1.1))
                .axes(
                        new Text("hours of warning", "提前小时数"),
                        new Text("failures", "故障数"),
                        4,
                        hours -> String.format(Locale.ROOT, "%.0f", hours),
                        count -> String.format(Locale.ROOT, count == Math.rint(count) ? "%.0f" : "%.1f", count));
        for (JsonNode bin : leads.path("histogram")) {
            chart.bar(
                    "fill-model",
                    bin.path("over").asDouble(),
                    bin.path("up_to").asDouble(),
                    bin.path("failures").asDouble(),
                    bin.path("failures").asInt() == 0 ? "" : Numbers.count(bin.path("failures")));
        }
        return out + "<figure>" + chart.svg() + "</figure>\n";
    }
}
