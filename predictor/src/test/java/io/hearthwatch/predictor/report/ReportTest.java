package io.hearthwatch.predictor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {
    private static ObjectNode document() throws Exception {
        return (ObjectNode) new ObjectMapper().readTree("""
                {"model": "pump<1>", "until": "2024-05-01T00:00:00Z", "from": "2024-05-01T00:00:00Z",
                 "to": "2024-06-01T00:00:00Z", "every_hours": 24, "horizon_hours": 24, "lead_hours": 0, "decisions": 1200,
                 "threshold_policy": "max_f1",
                 "judged": {"what": "later_unseen_appliances", "appliances": 40, "seen_in_training": 0, "folds": 5},
                 "sampling": {"kept": 1200, "exact": true},
                 "micro": {"tp": 9, "fp": 1, "fn": 3, "precision": 0.9, "precision_95": [0.8, 0.97], "recall": 0.75, "f1": 0.818,
                     "brier": 0.01, "brier_of_base_rate": 0.02, "calibration_error": 0.004,
                     "reliability": [{"decisions": 20, "predicted": 0.6, "observed": 0.55},
                                     {"decisions": 1180, "predicted": 0.01, "observed": 0.012}],
                     "false_alarms_per_100_30d": 2.5,
                     "lead_hours": {"failures": 9, "p5": 2, "p25": 8, "p50": 14, "p75": 20, "p95": 23,
                         "histogram": [{"over": 0, "up_to": 12, "failures": 4}, {"over": 12, "up_to": 24, "failures": 5}]}},
                 "any_failure": {"base_rate": 0.01, "average_precision": 0.85, "average_precision_95": [0.7, 0.95],
                     "failures": 12, "event_recall": 0.75, "median_lead_hours": 14,
                     "precision_recall": [{"recall": 0.5, "precision": 1, "threshold": 0.8},
                                          {"recall": 1, "precision": 0.4, "threshold": 0.1}]},
                 "components": {"lid": {"failures": 0},
                     "heater": {"positives": 12, "failures": 12, "precision": 0.9, "recall": null}},
                 "alert_budgets": [{"per_day_per_100": 1, "precision": 0.5, "recall": null}],
                 "baselines": {"fault_code_rule": {"any_failure": {"average_precision": 0.4}, "micro": {}},
                     "age_rule": {"any_failure": {}, "micro": {}}},
                 "gain_over_fault_code_rule": {"average_precision": 0.45, "average_precision_95": [0.3, 0.6],
                     "average_precision_verdict": "better"},
                 "money": {"cheapest_alternative": "fault_code_rule",
                     "methods": {"model": {"cost": 300, "cost_95": [200, 400], "tickets": 12, "needless": 1},
                         "fault_code_rule": {"cost": 1500}, "replace_by_age": {"cost": 2500}, "wait_for_failure": {"cost": 2600}},
                     "components": {
                         "lid": {"model": {"cost": 90, "needless": 3}, "fault_code_rule": {"cost": 60},
                             "replace_by_age": {"cost": 75}, "wait_for_failure": {"cost": 80}},
                         "heater": {"model": {"cost": 210, "needless": 1, "missed": 3}, "fault_code_rule": {"cost": 1440},
                             "replace_by_age": {"cost": null}, "wait_for_failure": {"cost": 2520}}},
                     "model_saves": {"against_fault_code_rule": 1200, "against_fault_code_rule_95": [800, 1600],
                         "against_fault_code_rule_verdict": "better", "against_replace_by_age": 2200,
                         "against_replace_by_age_verdict": "no_difference", "against_wait_for_failure": 2300,
                         "against_wait_for_failure_verdict": "better"}}}
                """);
    }

    @Test
    void verdictComesFirstInBothLanguages() throws Exception {
        String page = Report.html(document(), null, Report.Language.ENGLISH);
        assertThat(page)
                .contains(
                        "It earns its place",
                        "值得使用",
                        "It saves about 1,200 per 100 appliances and month against the fault-code rule (saving, 95 %: 800 to 1,600).",
                        "与故障码规则相比，每 100 台家电每月约节省 1,200（节省额 95%：800 至 1,600）。",
                        "that may be chance",
                        "later decisions, of appliances that it had never seen",
                        "5 models were trained");
        assertThat(page.indexOf("It earns its place")).isLessThan(page.indexOf("What was judged"));
    }

    @Test
    void moneyIsToldComponentByComponentTheDearestFirst() throws Exception {
        String page = Report.html(document(), null, Report.Language.ENGLISH);
        String money = page.substring(page.indexOf("Which component it comes from"));
        assertThat(money).contains("费用来自哪个部件");
        assertThat(money.indexOf("heater")).isLessThan(money.indexOf("lid"));
        assertThat(money)
                .contains("<td class=\"good\">" + Numbers.amount(1230) + "</td>")
                .contains("<td class=\"bad\">" + Numbers.amount(-30) + "</td>");
        assertThat(page.indexOf("Which component it comes from"))
                .isGreaterThan(page.indexOf("What does acting on it cost?"))
                .isLessThan(page.indexOf("Component by component"));
        ObjectNode before = document();
        ((ObjectNode) before.get("money")).remove("components");
        assertThat(Report.html(before, null, Report.Language.ENGLISH)).doesNotContain("Which component it comes from");
    }

    @Test
    void thresholdOfEachFigureIsNamedInBothLanguages() throws Exception {
        ObjectNode document = document();
        document.put("threshold_policy", "max_f1");
        String page = Report.html(document, null, Report.Language.ENGLISH);
        assertThat(page)
                .contains(
                        "Precision, recall, F1, failures foreseen, warning time and false alarms are from the max-F1 thresholds")
                .contains("按最大 F1 阈值计算", "费用按成本阈值计算")
                .contains("Money is from the cost thresholds", "The model acts from its cost threshold");
        document.put("threshold_policy", "cost");
        assertThat(Report.html(document, null, Report.Language.CHINESE))
                .contains("warning time and false alarms are from the cost thresholds", "误报按成本阈值计算");
    }

    @Test
    void intervalOfAPercentageIsInPercent() throws Exception {
        assertThat(Numbers.percents(new ObjectMapper().readTree("[0.9812, 1.0]")))
                .isEqualTo("98.1–100 %");
        assertThat(Numbers.percents(new ObjectMapper().readTree("[]"))).isEmpty();
    }

    @Test
    void pageNeedsNothingElseAndRunsNothing() throws Exception {
        String page = Report.html(document(), null, Report.Language.CHINESE);
        assertThat(page)
                .contains(
                        "<html lang=\"zh-Hans\">",
                        "id=\"to-zh\" checked",
                        "prefers-color-scheme: dark",
                        "@media print");
        assertThat(page).doesNotContain("<script", "src=", "href=", "http:", "https:", "javascript:");
    }

    @Test
    void drawingsAreWellFormedAndNamed() throws Exception {
        String page = Report.html(document(), null, Report.Language.ENGLISH);
        int drawings = 0;
        for (int at = page.indexOf("<svg"); at >= 0; at = page.indexOf("<svg", at + 1)) {
            String svg = page.substring(at, page.indexOf("</svg>", at) + 6);
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
            assertThat(svg)
                    .containsAnyOf("aria-label=\"", "aria-hidden=\"true\"")
                    .doesNotContain("NaN", "Infinity");
            drawings++;
        }
        assertThat(drawings).isGreaterThanOrEqualTo(5);
    }

    @Test
    void whatTheDocumentSaysIsTextAndNotMarkup() throws Exception {
        assertThat(Report.html(document(), null, Report.Language.ENGLISH))
                .contains("How good is pump&lt;1&gt;?")
                .doesNotContain("pump<1>");
    }

    @Test
    void documentOfAnEarlierVersionIsShownAsFarAsItGoes() throws Exception {
        ObjectNode old = document();
        old.remove(java.util.List.of("money", "judged", "sampling", "gain_over_fault_code_rule"));
        String page = Report.html(old, null, Report.Language.ENGLISH);
        assertThat(page).contains("made by an earlier version", "not written down", "0.818");
    }
}
