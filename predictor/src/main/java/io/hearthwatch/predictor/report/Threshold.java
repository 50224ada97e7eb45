package io.hearthwatch.predictor.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.catalog.Text;

/** From which threshold figures are: those of hits and misses, and money, need not be from the same. */
final class Threshold {
    /** Whatever is judged: money is always from the thresholds that the service acts from. */
    static final Text MONEY = new Text(
            "Money is from the cost thresholds, from which the service opens tickets too.", "费用按成本阈值计算，服务开单也用此阈值。");

    private Threshold() {}

    /** A paragraph about precision, recall and what follows from them; empty where the document does not say. */
    static String of(JsonNode document) {
        return switch (document.path("threshold_policy").asText()) {
            case "max_f1" ->
                Html.paragraph(
                        "Precision, recall, F1, failures foreseen, warning time and false alarms are from the max-F1 thresholds: those of"
                                + " the greatest F1 on held-out training data. The service, and money on this page, go by the cost"
                                + " thresholds; model evaluate --threshold cost shows these figures from there.",
                        "精确率、召回率、F1、预见的故障、提前时间与误报按最大 F1 阈值计算，即训练留出数据上 F1 最大的阈值。服务与本页的费用按成本阈值；"
                                + "用 model evaluate --threshold cost 可查看成本阈值下的这些数字。");
            case "cost" ->
                Html.paragraph(
                        "Precision, recall, F1, failures foreseen, warning time and false alarms are from the cost thresholds: the"
                                + " probability from which a ticket is expected to cost less than waiting. The service, and money on"
                                + " this page, go by the same.",
                        "精确率、召回率、F1、预见的故障、提前时间与误报按成本阈值计算，即开单的预期费用低于等待的概率。服务与本页的费用也用同一阈值。");
            default -> "";
        };
    }
}
