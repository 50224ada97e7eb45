package io.hearthwatch.predictor.evaluation;

import java.util.Locale;
import java.util.Map;

/** Lays an evaluation out for people. */
final class EvaluationTable {
    private static final String ROW = "  %-22s %9s %9s %9s %9s %9s %9s %9s %9s %9s%n";

    private final StringBuilder out = new StringBuilder();

    private EvaluationTable() {}

    static String of(Evaluation evaluation) {
        EvaluationTable table = new EvaluationTable();
        table.print(evaluation);
        return table.out.toString();
    }

    private void print(Evaluation e) {
        line("model %s, trained until %s", e.model(), e.until());
        line(
                "%,d decisions, every %s from %s to %s; failures in (%s, %s] h; threshold %s",
                e.decisions(),
                e.every().toHours() + " h",
                e.from(),
                e.to(),
                e.lead().toHours(),
                e.horizon().toHours(),
                e.policy().id());
        judged(e.judged());
        if (!e.sampling().all()) {
            line(
                    "average precision, calibration and alert budgets rest on a weighted sample of %,d decisions;"
                            + " all else on all",
                    e.sampling().kept());
        }
        card("model", e.scores());
        line("");
        line("  alerts a day for 100 appliances   precision    recall");
        for (AlertBudget budget : e.budgets()) {
            line("  %31d   %9s %9s", budget.perDayPer100(), ratio(budget.precision()), ratio(budget.recall()));
        }
        card("baseline: rule on fault codes of the last 24 h", e.faultCodeRule());
        card("baseline: age since last replacement", e.ageRule());
        if (e.money() == null) {
            line("");
            line(
                    "this is not the horizon that the model decides for: it flags from its cost threshold on, the rules only rank, and there"
                            + " is no money to count");
        } else {
            money(e.money(), e.policy());
        }
        verdict(e);
    }

    private void judged(Judged judged) {
        line(
                "judged: %s (%d of %d appliances were trained on)%s",
                judged.kind().words(),
                judged.seen(),
                judged.appliances(),
                judged.folds() == 0
                        ? ""
                        : "; " + judged.folds() + " models, each trained on the other folds' appliances");
    }

    private void card(String title, Scorecard card) {
        line("");
        line("%s", title);
        out.append(String.format(
                Locale.ROOT,
                ROW,
                "",
                "positives",
                "precision",
                "recall",
                "F1",
                "avg prec",
                "events",
                "lead h",
                "Brier",
                "cal. err"));
        card.components().forEach((name, score) -> {
            row(
                    name,
                    Long.toString(score.positives()),
                    score.confusion(),
                    score.averagePrecision(),
                    score.eventRecall(),
                    score.medianLeadHours(),
                    score.pooled());
        });
        long positives = card.components().values().stream()
                .mapToLong(Scorecard.ComponentScore::positives)
                .sum();
        row("all components", Long.toString(positives), card.micro(), null, null, null, card.pooled());
        Scorecard.AnyFailure any = card.anyFailure();
        out.append(String.format(
                Locale.ROOT,
                ROW,
                "any failure",
                "",
                "",
                "",
                "",
                ratio(any.averagePrecision()),
                ratio(any.eventRecall()),
                hours(any.medianLeadHours()),
                "",
                ""));
        Map<String, Interval> known = card.intervals();
        if (!known.isEmpty()) {
            line(
                    "  95 %%: F1 %s, average precision %s, events %s",
                    range(known.get("micro.f1"), 3),
                    range(known.get("any_failure.average_precision"), 3),
                    range(known.get("any_failure.event_recall"), 3));
        }
        line(
                "  base rate of any failure %s; false alarms per 100 appliances and 30 days %s",
                ratio(any.baseRate()), money(card.pooled().falseAlarms()));
    }

    private void row(
            String name,
            String positives,
            Confusion confusion,
            Double ap,
            Double events,
            Double lead,
            Scorecard.Pooled pooled) {
        out.append(String.format(
                Locale.ROOT,
                ROW,
                name,
                positives,
                ratio(confusion.precision()),
                ratio(confusion.recall()),
                ratio(confusion.f1()),
                ratio(ap),
                ratio(events),
                hours(lead),
                small(pooled.brier()),
                small(pooled.reliability() == null ? null : pooled.reliability().error())));
    }

    private void money(Money money, ThresholdPolicy policy) {
        line("");
        line("from the cost thresholds, which the service uses (the figures above: from threshold %s)", policy.id());
        line("money per 100 appliances and 30 days     cost            (95 %%)   tickets  needless    missed");
        money.methods()
                .forEach((id, cost) -> line(
                        "  %-30s %12s %18s %9d %9d %9d",
                        id.replace('_', ' '),
                        money(cost.cost()),
                        range(cost.interval(), 0),
                        cost.tickets(),
                        cost.needless(),
                        cost.missed()));
    }

    private void verdict(Evaluation e) {
        line("");
        Difference gain = e.rankingGain();
        line(
                "average precision: %s than the fault-code rule's by %s (95 %%: %s)",
                words(gain.verdict(), "greater", "smaller"), ratio(gain.value()), range(gain.interval(), 3));
        if (e.money() == null) {
            return;
        }
        e.money()
                .savings()
                .forEach((id, saving) -> line(
                        "money: %s than %s, saving %s (95 %%: %s)",
                        words(saving.verdict(), "cheaper", "dearer"),
                        id.replace('_', ' '),
                        money(saving.value()),
                        range(saving.interval(), 0)));
    }

    private static String words(Verdict verdict, String better, String worse) {
        return switch (verdict) {
            case BETTER -> better;
            case WORSE -> worse;
            default -> "not shown to be other";
        };
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }

    private static String range(Interval interval, int digits) {
        return interval == null
                ? "-"
                : String.format(
                        Locale.ROOT, "%,." + digits + "f to %,." + digits + "f", interval.low(), interval.high());
    }

    private static String ratio(Double ratio) {
        return ratio == null ? "-" : String.format(Locale.ROOT, "%.3f", ratio);
    }

    private static String small(Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String money(Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%,.1f", value);
    }

    private static String hours(Double hours) {
        return hours == null ? "-" : String.format(Locale.ROOT, "%.0f", hours);
    }
}
