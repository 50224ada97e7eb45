package io.hearthwatch.predictor.evaluation;

import java.util.Locale;

/** Lays an evaluation out for people. */
final class EvaluationTable {
    private static final String ROW = "  %-22s %9s %9s %9s %9s %9s %9s %9s%n";

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
        card("model", e.scores());
        line("");
        line("  alerts a day for 100 appliances   precision    recall");
        for (AlertBudget budget : e.budgets()) {
            line("  %31d   %9s %9s", budget.perDayPer100(), ratio(budget.precision()), ratio(budget.recall()));
        }
        card("baseline: rule on fault codes of the last 24 h", e.faultCodeRule());
        card("baseline: age since last replacement", e.ageRule());
    }

    private void card(String title, Scorecard card) {
        line("");
        line("%s", title);
        out.append(String.format(
                Locale.ROOT, ROW, "", "positives", "precision", "recall", "F1", "avg prec", "events", "lead h"));
        card.components()
                .forEach((name, score) -> row(
                        name,
                        Long.toString(score.positives()),
                        score.confusion(),
                        score.averagePrecision(),
                        score.eventRecall(),
                        score.medianLeadHours()));
        long positives = card.components().values().stream()
                .mapToLong(Scorecard.ComponentScore::positives)
                .sum();
        row("all components", Long.toString(positives), card.micro(), null, null, null);
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
                hours(any.medianLeadHours())));
        line("  base rate of any failure %s", ratio(any.baseRate()));
    }

    private void row(String name, String positives, Confusion confusion, Double ap, Double events, Double lead) {
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
                hours(lead)));
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }

    private static String ratio(Double ratio) {
        return ratio == null ? "-" : String.format(Locale.ROOT, "%.3f", ratio);
    }

    private static String hours(Double hours) {
        return hours == null ? "-" : String.format(Locale.ROOT, "%.0f", hours);
    }
}
