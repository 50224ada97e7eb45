package io.hearthwatch.predictor.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.hearthwatch.catalog.Text;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each way of acting costs. */
final class Cost {
    private Cost() {}

    static String of(JsonNode document, Map<String, Text> components) {
        JsonNode money = document.path("money");
        if (money.isMissingNode()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<section>\n");
        out.append(Html.heading("money", "What does acting on it cost?", "按它行动要花多少钱？"));
        out.append(Html.paragraph(
                "Per 100 appliances and 30 days: every missed failure, every needless visit and every part held, at the component's costs."
                        + " The model acts from its cost threshold, the probability at which a ticket is expected to cost less than waiting; the"
                        + " fault-code rule from the same; replacing by age from the age that cost least in the training span."
                        + " Whiskers are 95 % intervals.",
                "按每 100 台家电、30 天计：每次漏报的故障、每次不必要的上门、每个预留的零件，均按部件的费用计算。模型按成本阈值行动，即开工单预期比等待更省时；故障码规则同理；"
                        + "按使用时间更换则取训练期内费用最低的时长。细线为 95% 区间。"));
        Map<String, Text> names = names();
        out.append("<figure>")
                .append(MoneyBars.of(money.path("methods"), names))
                .append("</figure>\n");
        out.append("<table><thead><tr><th></th>");
        for (Text head : new Text[] {
            new Text("cost", "费用"),
            new Text("95 %", "95%"),
            new Text("tickets", "工单"),
            new Text("needless", "不必要"),
            new Text("failures foreseen", "预见的故障"),
            new Text("missed", "漏报")
        }) {
            out.append("<th scope=\"col\">").append(Html.say(head)).append("</th>");
        }
        out.append("</tr></thead><tbody>\n");
        names.forEach((id, name) -> {
            JsonNode line = money.path("methods").path(id);
            out.append("<tr><th scope=\"row\">").append(Html.say(name)).append("</th><td>");
            out.append(Numbers.amount(line.path("cost"))).append("</td><td>");
            out.append(Numbers.amounts(line.path("cost_95"), " – ")).append("</td><td>");
            out.append(Numbers.count(line.path("tickets"))).append("</td><td>");
            out.append(Numbers.count(line.path("needless"))).append("</td><td>");
            out.append(Numbers.count(line.path("foreseen"))).append("</td><td>");
            out.append(Numbers.count(line.path("missed"))).append("</td></tr>\n");
        });
        out.append("</tbody></table>\n");
        byComponent(money, components, names, out);
        return out + "</section>\n";
    }

    /** What each component adds to each way's cost, the dearest to wait for first. */
    private static void byComponent(
            JsonNode money, Map<String, Text> components, Map<String, Text> methods, StringBuilder out) {
        List<String> judged = components.keySet().stream()
                .filter(id -> money.path("components").has(id))
                .sorted(Comparator.comparingDouble(id -> -cost(money, id, "wait_for_failure")))
                .toList();
        if (judged.isEmpty()) {
            return;
        }
        out.append("<h3>")
                .append(Html.say("Which component it comes from", "费用来自哪个部件"))
                .append("</h3>\n");
        out.append(Html.paragraph(
                "The same money, component by component; the rows add up to the costs above. Green says that the model costs least, red that"
                        + " another way does: there its threshold, or the component's costs, are worth a look.",
                "同一费用按部件列出，各行相加即上方费用。绿色表示模型费用最低，红色表示另一种做法更低：此时值得检查其阈值或该部件的费用。"));
        out.append("<div class=\"wide\"><table><thead><tr><th></th>");
        methods.values()
                .forEach(name ->
                        out.append("<th scope=\"col\">").append(Html.say(name)).append("</th>"));
        for (Text head : new Text[] {
            new Text("saved against the best other", "比其他最佳做法节省"), new Text("needless", "不必要"), new Text("missed", "漏报")
        }) {
            out.append("<th scope=\"col\">").append(Html.say(head)).append("</th>");
        }
        out.append("</tr></thead><tbody>\n");
        for (String id : judged) {
            JsonNode lines = money.path("components").path(id);
            out.append("<tr><th scope=\"row\">")
                    .append(Html.say(components.get(id)))
                    .append("</th>");
            methods.keySet()
                    .forEach(method -> out.append("<td>")
                            .append(Numbers.amount(lines.path(method).path("cost")))
                            .append("</td>"));
            double other = methods.keySet().stream()
                    .filter(method -> !method.equals("model"))
                    .mapToDouble(method -> cost(money, id, method))
                    .filter(Double::isFinite)
                    .min()
                    .orElse(Double.NaN);
            double saved = other - cost(money, id, "model");
            out.append("<td")
                    .append(saved > 0 ? " class=\"good\"" : saved < 0 ? " class=\"bad\"" : "")
                    .append('>');
            out.append(Numbers.amount(Double.isFinite(saved) ? DoubleNode.valueOf(saved) : MissingNode.getInstance()));
            out.append("</td><td>")
                    .append(Numbers.count(lines.path("model").path("needless")))
                    .append("</td><td>");
            out.append(Numbers.count(lines.path("model").path("missed"))).append("</td></tr>\n");
        }
        out.append("</tbody></table></div>\n");
    }

    private static double cost(JsonNode money, String component, String method) {
        return money.path("components")
                .path(component)
                .path(method)
                .path("cost")
                .asDouble(Double.NaN);
    }

    private static Map<String, Text> names() {
        Map<String, Text> names = new LinkedHashMap<>();
        names.put("model", new Text("model", "模型"));
        names.put("fault_code_rule", new Text("fault-code rule", "故障码规则"));
        names.put("replace_by_age", new Text("replace by age", "按使用时间更换"));
        names.put("wait_for_failure", new Text("wait for failure", "等到故障再修"));
        return names;
    }
}
