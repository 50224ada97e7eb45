package io.hearthwatch.predictor.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.catalog.Text;

/** What was judged, and how far it is from what was trained on. */
final class Scope {
    private Scope() {}

    static String of(JsonNode document) {
        JsonNode judged = document.path("judged");
        Text kind = kind(judged.path("what").asText());
        String window = "(" + Numbers.hours(document.path("lead_hours")) + ", "
                + Numbers.hours(document.path("horizon_hours")) + "] h";
        String decisions = Numbers.count(document.path("decisions"));
        String appliances = Numbers.count(judged.path("appliances"));
        String seen = Numbers.count(judged.path("seen_in_training"));
        StringBuilder out = new StringBuilder("<section>\n");
        out.append(Html.heading("scope", "What was judged", "评估了什么"));
        out.append(Html.paragraph(
                "Judged: " + kind.en() + ". At each of " + decisions + " decisions on " + appliances
                        + " appliances, one every " + Numbers.hours(document.path("every_hours"))
                        + " hours, the model said how likely each component fails in " + window
                        + " after it, from what was known then; afterwards it was looked up what came.",
                "评估范围：" + kind.zh() + "。对 " + appliances + " 台家电、每 "
                        + Numbers.hours(document.path("every_hours")) + " 小时一次，共 " + decisions
                        + " 次决定，模型依据当时已知的数据给出各部件在其后 " + window + " 内故障的概率，再与实际结果对照。"));
        out.append(Timeline.of(document));
        out.append(Html.paragraph(
                "Nothing after " + Dates.minute(document.path("until").asText())
                        + " was learnt from; the first decision judged is at "
                        + Dates.minute(document.path("from").asText()) + ". Of the appliances judged, " + seen
                        + " had been trained on. Decisions are never split at random.",
                "训练未使用 " + Dates.minute(document.path("until").asText()) + " 之后的任何数据；首个被评估的决定在 "
                        + Dates.minute(document.path("from").asText()) + "。被评估的家电中有 " + seen
                        + " 台参与过训练。从不随机划分数据。"));
        if (judged.path("folds").asInt() > 0) {
            out.append(Html.paragraph(
                    "For this " + judged.path("folds").asInt()
                            + " models were trained in the same way, each without one part of the appliances, and judged on those.",
                    "为此以相同方式训练了 " + judged.path("folds").asInt() + " 个模型，每个都留出一部分家电不参与训练，并在这些家电上评估。"));
        }
        if (!document.path("sampling").path("exact").asBoolean(true)) {
            out.append(Html.paragraph(
                    "Average precision, calibration and alert budgets rest on a weighted sample of "
                            + Numbers.count(document.path("sampling").path("kept"))
                            + " decisions; every other figure on all of them.",
                    "平均精度、校准与报警预算基于 " + Numbers.count(document.path("sampling").path("kept"))
                            + " 次决定的加权抽样；其他数字基于全部决定。"));
        }
        return out + "</section>\n";
    }

    private static Text kind(String what) {
        return switch (what) {
            case "later_same_appliances" -> new Text("later decisions of the same appliances", "同一批家电、更晚的决定");
            case "later_some_appliances_unseen" ->
                new Text("later decisions, of appliances some of which it had never seen", "更晚的决定，其中部分家电从未见过");
            case "later_unseen_appliances" ->
                new Text("later decisions, of appliances that it had never seen", "更晚的决定，且家电从未见过");
            case "any_time_unseen_appliances" ->
                new Text("appliances that it had never seen, at times that it was trained on", "从未见过的家电，但时间与训练期重叠");
            default -> new Text("not written down by the version that made it", "生成此评估的版本未记录");
        };
    }
}
