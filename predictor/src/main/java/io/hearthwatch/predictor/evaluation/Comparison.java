package io.hearthwatch.predictor.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.Progress;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * Whether one model is better than another beyond chance, and by how much money: both on the same decisions, which neither has seen.
 *
 * @param a the model that is there
 * @param b the model that might take its place
 * @param verdict of b against a
 * @param words the verdict in a sentence
 * @param from first decision; null where they could not be compared, like all that follows
 * @param to no window ends later
 * @param decisions judged
 * @param failures that a decision could have foreseen
 * @param judged how far what was judged is from what either was trained on
 * @param costA what acting on a costs per hundred appliances and 30 days
 * @param costB what acting on b costs
 * @param saved what b saves, per hundred appliances and 30 days
 * @param averagePrecisionA of any failure
 * @param averagePrecisionB of any failure
 * @param ranking how much greater b's average precision is
 * @param brierA mean squared distance between probability and outcome
 * @param brierB the same of b
 * @param calibration how much smaller b's Brier score is
 */
public record Comparison(
        String a,
        String b,
        Verdict verdict,
        Text words,
        Instant from,
        Instant to,
        long decisions,
        long failures,
        Judged judged,
        Double costA,
        Double costB,
        Difference saved,
        Double averagePrecisionA,
        Double averagePrecisionB,
        Difference ranking,
        Double brierA,
        Double brierB,
        Difference calibration) {
    /** Of fewer failures nothing is concluded. */
    static final int LEAST_FAILURES = 5;

    private static final JsonNodeFactory JSON = new ObjectMapper().getNodeFactory();

    /** Two that cannot be compared. */
    public static Comparison hindered(String a, String b, Text why) {
        Text words = new Text("the two cannot be compared: " + why.en(), "两个模型无法比较：" + why.zh());
        return new Comparison(
                a,
                b,
                Verdict.NOT_COMPARABLE,
                words,
                null,
                null,
                0,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Of two judgements that answer the same question. */
    public static Comparison of(String a, String b, Judgement ofA, Judgement ofB, Judged judged, Progress progress) {
        Question question = ofA.question();
        if (!ofA.tally().numbers().equals(ofB.tally().numbers())) {
            return hindered(
                    a,
                    b,
                    new Text(
                            "they do not know of the same appliances, since one looks at telemetry and the other does not",
                            "一个使用遥测数据，另一个不使用，因此两者所知的家电不同"));
        }
        int appliances = ofA.appliances();
        Figures figuresA = new Figures(ofA.tally(), ofA.kept(), Method.MODEL, question);
        Figures figuresB = new Figures(ofB.tally(), ofB.kept(), Method.MODEL, question);
        Statistic costA = Money.cost(ofA.tally(), Method.MODEL, -1);
        Statistic costB = Money.cost(ofB.tally(), Method.MODEL, -1);
        Bootstrap bootstrap = new Bootstrap();
        bootstrap.add("saved", costA.minus(costB));
        bootstrap.add("ranking", figuresB.averagePrecision().minus(figuresA.averagePrecision()));
        bootstrap.add("calibration", figuresA.brier(-1).minus(figuresB.brier(-1)));
        Map<String, Interval> intervals = bootstrap.run(appliances, progress);
        Difference saved = new Difference(costA.minus(costB).value(appliances), intervals.get("saved"));
        Difference ranking = new Difference(
                figuresB.averagePrecision().minus(figuresA.averagePrecision()).value(appliances),
                intervals.get("ranking"));
        Difference calibration = new Difference(
                figuresA.brier(-1).minus(figuresB.brier(-1)).value(appliances), intervals.get("calibration"));
        long failures = (long) Figures.sum(ofA.tally().failures(-1));
        Verdict verdict = failures < LEAST_FAILURES ? Verdict.NO_DIFFERENCE : verdict(saved, ranking, calibration);
        return new Comparison(
                a,
                b,
                verdict,
                words(b, verdict, failures, saved, ranking),
                question.from(),
                question.to(),
                ofA.decisions(),
                failures,
                judged,
                costA.value(appliances),
                costB.value(appliances),
                saved,
                figuresA.averagePrecision().value(appliances),
                figuresB.averagePrecision().value(appliances),
                ranking,
                figuresA.brier(-1).value(appliances),
                figuresB.brier(-1).value(appliances),
                calibration);
    }

    /** Money decides; where it shows nothing, the order of the scores, unless the probabilities say the contrary. */
    private static Verdict verdict(Difference saved, Difference ranking, Difference calibration) {
        if (saved.verdict() != Verdict.NO_DIFFERENCE) {
            return saved.verdict();
        }
        Verdict contrary = ranking.verdict() == Verdict.BETTER ? Verdict.WORSE : Verdict.BETTER;
        return calibration.verdict() == contrary ? Verdict.NO_DIFFERENCE : ranking.verdict();
    }

    private static Text words(String b, Verdict verdict, long failures, Difference saved, Difference ranking) {
        if (failures < LEAST_FAILURES) {
            return new Text(
                    String.format(
                            Locale.ROOT,
                            "no difference that these data can show: only %d failures happened on decisions that neither has seen",
                            failures),
                    String.format(Locale.ROOT, "数据不足以显示差异：在两者都未见过的决定中只发生了 %d 次故障", failures));
        }
        boolean byMoney = saved.verdict() != Verdict.NO_DIFFERENCE;
        String en = switch (verdict) {
            case BETTER -> b + " is better";
            case WORSE -> b + " is worse";
            default -> "no difference that these data can show";
        };
        String zh = switch (verdict) {
            case BETTER -> b + " 更好";
            case WORSE -> b + " 更差";
            default -> "这些数据显示不出差异";
        };
        String moneyEn = saved.value() == null || saved.interval() == null
                ? "what it saves cannot be told"
                : saved.value() >= 0
                        ? String.format(
                                Locale.ROOT,
                                "it saves about %,.0f (95 %%: %,.0f to %,.0f) per 100 appliances and month",
                                saved.value(),
                                saved.interval().low(),
                                saved.interval().high())
                        : String.format(
                                Locale.ROOT,
                                "it costs about %,.0f more (95 %%: %,.0f to %,.0f) per 100 appliances and month",
                                -saved.value(),
                                -saved.interval().high(),
                                -saved.interval().low());
        String moneyZh = saved.value() == null || saved.interval() == null
                ? "节省金额无法估计"
                : saved.value() >= 0
                        ? String.format(
                                Locale.ROOT,
                                "每 100 台家电每月约节省 %,.0f（95%%：%,.0f 至 %,.0f）",
                                saved.value(),
                                saved.interval().low(),
                                saved.interval().high())
                        : String.format(
                                Locale.ROOT,
                                "每 100 台家电每月约多花 %,.0f（95%%：%,.0f 至 %,.0f）",
                                -saved.value(),
                                -saved.interval().high(),
                                -saved.interval().low());
        if (byMoney || verdict == Verdict.NO_DIFFERENCE) {
            return new Text(en + ": " + moneyEn, zh + "：" + moneyZh);
        }
        String rankingEn = String.format(
                Locale.ROOT,
                "; not by money that these data can show, but its average precision differs by %+.3f (95 %%: %+.3f to %+.3f)",
                ranking.value(),
                ranking.interval().low(),
                ranking.interval().high());
        String rankingZh = String.format(
                Locale.ROOT,
                "；金额上显示不出差异，但平均精度相差 %+.3f（95%%：%+.3f 至 %+.3f）",
                ranking.value(),
                ranking.interval().low(),
                ranking.interval().high());
        return new Text(en + rankingEn + "; " + moneyEn, zh + rankingZh + "；" + moneyZh);
    }

    /** As text for people. */
    public String toTable() {
        if (verdict == Verdict.NOT_COMPARABLE) {
            return words.en() + System.lineSeparator();
        }
        return String.format(
                        Locale.ROOT,
                        "%,d decisions and %,d failures from %s to %s; judged: %s%n%n%-42s %12s %12s   B better by (95 %%)%n",
                        decisions,
                        failures,
                        from,
                        to,
                        judged.kind().words(),
                        "",
                        "A " + a,
                        "B " + b)
                + row("money per 100 appliances and month", "%,.1f", costA, costB, saved)
                + row("average precision of any failure", "%.4f", averagePrecisionA, averagePrecisionB, ranking)
                + row("Brier score", "%.5f", brierA, brierB, calibration)
                + String.format("%n%s%n", words.en());
    }

    private static String row(String name, String format, Double a, Double b, Difference difference) {
        String by = text(format, difference.value());
        if (difference.interval() != null) {
            by += " (" + text(format, difference.interval().low()) + " to "
                    + text(format, difference.interval().high()) + ")";
        }
        return String.format(Locale.ROOT, "%-42s %12s %12s   %s%n", name, text(format, a), text(format, b), by);
    }

    private static String text(String format, Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }

    /** As JSON. */
    public ObjectNode toJson() {
        ObjectNode json = JSON.objectNode();
        json.put("a", a);
        json.put("b", b);
        json.put("verdict", verdict.id());
        json.putObject("words").put("en", words.en()).put("zh", words.zh());
        if (verdict == Verdict.NOT_COMPARABLE) {
            return json;
        }
        json.put("from", from.toString());
        json.put("to", to.toString());
        json.put("decisions", decisions);
        json.put("failures", failures);
        json.putObject("judged")
                .put("what", judged.kind().id())
                .put("appliances", judged.appliances())
                .put("seen_in_training", judged.seen());
        ObjectNode money = json.putObject("money");
        money.put("per", "100 appliances and 30 days");
        money.put("cost_a", costA);
        money.put("cost_b", costB);
        EvaluationJson.put(money, "saved", saved);
        ObjectNode precision = json.putObject("average_precision");
        precision.put("a", averagePrecisionA);
        precision.put("b", averagePrecisionB);
        EvaluationJson.put(precision, "difference", ranking);
        ObjectNode brier = json.putObject("brier");
        brier.put("a", brierA);
        brier.put("b", brierB);
        EvaluationJson.put(brier, "improvement", calibration);
        return json;
    }
}
