package io.hearthwatch.predictor.evaluation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes one method's figures from what was counted and kept, and hands those with an interval to the bootstrap. */
final class Figures {
    private static final int CURVE_POINTS = 60;

    private final Tally tally;
    private final Kept kept;
    private final Method method;
    private final boolean isProbability;
    private final List<String> names;
    private final double leadHours;
    private final double horizonHours;
    private final Map<String, Statistic> statistics = new LinkedHashMap<>();

    Figures(Tally tally, Kept kept, Method method, Question question) {
        this.tally = tally;
        this.kept = kept;
        this.method = method;
        this.isProbability = question.isProbability(method);
        this.names = question.components();
        this.leadHours = question.lead().toMillis() / 3_600_000.0;
        this.horizonHours = question.horizon().toMillis() / 3_600_000.0;
        ratios("micro", -1);
        statistics.put("any_failure.event_recall", eventRecall(-1));
        statistics.put("any_failure.average_precision", Curve.of(kept, method, -1));
        for (int c = 0; c < names.size(); c++) {
            String prefix = "components." + names.get(c);
            ratios(prefix, c);
            statistics.put(prefix + ".event_recall", eventRecall(c));
            statistics.put(prefix + ".average_precision", Curve.of(kept, method, c));
        }
    }

    private void ratios(String prefix, int component) {
        double[] tp = tally.count(method, component, t -> t.flags().tp());
        double[] fp = tally.count(method, component, t -> t.flags().fp());
        double[] fn = tally.count(method, component, t -> t.flags().fn());
        statistics.put(prefix + ".precision", Statistic.share(tp, plus(tp, fp)));
        statistics.put(prefix + ".recall", Statistic.share(tp, plus(tp, fn)));
        statistics.put(prefix + ".f1", Statistic.share(plus(tp, tp), plus(plus(tp, tp), plus(fp, fn))));
        statistics.put(
                prefix + ".false_alarms_per_100_30d",
                Statistic.rate(tally.count(method, component, Tally.Counted::falseAlarms), tally.hundredMonths(), 1));
        if (isProbability) {
            statistics.put(prefix + ".brier", brier(component));
        }
    }

    private Statistic eventRecall(int component) {
        return Statistic.share(tally.count(method, component, Tally.Counted::caught), tally.failures(component));
    }

    /** Mean squared distance between score and outcome, over decisions, or, for −1, over pairs of decision and component. */
    Statistic brier(int component) {
        double pairs = component >= 0 ? 1 : names.size();
        double[] sizes = Arrays.stream(tally.sizes()).map(n -> n * pairs).toArray();
        return Statistic.ratio(tally.count(method, component, Tally.Counted::squaredError), sizes, 1);
    }

    /** The average precision of any failure. */
    Statistic averagePrecision() {
        return statistics.get("any_failure.average_precision");
    }

    private static double[] plus(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    /** Hands over what an interval is wanted of: everything of the model, and what the whole rules are held against it by. */
    void wantIntervals(Bootstrap bootstrap) {
        statistics.forEach((name, statistic) -> {
            if (method == Method.MODEL || !name.startsWith("components.")) {
                bootstrap.add(method.id() + "/" + name, statistic);
            }
        });
    }

    Scorecard card(Map<String, Interval> all) {
        Map<String, Interval> own = new LinkedHashMap<>();
        String prefix = method.id() + "/";
        all.forEach((name, interval) -> {
            if (name.startsWith(prefix)) {
                own.put(name.substring(prefix.length()), interval);
            }
        });
        Map<String, Scorecard.ComponentScore> components = new LinkedHashMap<>();
        for (int c = 0; c < names.size(); c++) {
            String name = "components." + names.get(c);
            components.put(
                    names.get(c),
                    new Scorecard.ComponentScore(
                            (long) sum(tally.positives(c)),
                            (long) sum(tally.failures(c)),
                            confusion(c),
                            value(name + ".average_precision"),
                            value(name + ".event_recall"),
                            leads(c).median(),
                            pooled(name, c)));
        }
        double failing = sum(tally.failing());
        return new Scorecard(
                confusion(-1),
                pooled("micro", -1),
                new Scorecard.AnyFailure(
                        tally.decisions() == 0 ? null : (Double) (failing / tally.decisions()),
                        value("any_failure.average_precision"),
                        (long) sum(tally.failures(-1)),
                        value("any_failure.event_recall"),
                        leads(-1).median()),
                components,
                Curve.of(kept, method, -1).points(CURVE_POINTS),
                own);
    }

    private Double value(String name) {
        Statistic statistic = statistics.get(name);
        return statistic == null ? null : statistic.value(tally.appliances());
    }

    private Confusion confusion(int component) {
        return new Confusion(
                (long) sum(tally.count(method, component, t -> t.flags().tp())),
                (long) sum(tally.count(method, component, t -> t.flags().fp())),
                (long) sum(tally.count(method, component, t -> t.flags().fn())));
    }

    private LeadTimes leads(int component) {
        return LeadTimes.of(tally.leads(method, component), leadHours, horizonHours);
    }

    private Scorecard.Pooled pooled(String prefix, int component) {
        return new Scorecard.Pooled(
                value(prefix + ".brier"),
                brierOfBaseRate(component),
                isProbability ? reliability(component) : null,
                value(prefix + ".false_alarms_per_100_30d"),
                leads(component));
    }

    private Double brierOfBaseRate(int component) {
        if (tally.decisions() == 0 || names.isEmpty()) {
            return null;
        }
        double sum = 0;
        for (int c = 0; c < names.size(); c++) {
            double rate = sum(tally.positives(c)) / tally.decisions();
            sum += component < 0 || c == component ? rate * (1 - rate) : 0;
        }
        return component < 0 ? sum / names.size() : sum;
    }

    private Reliability reliability(int component) {
        int each = kept.size();
        int first = Math.max(0, component);
        int last = component < 0 ? names.size() - 1 : component;
        float[] scores = new float[each * (last - first + 1)];
        boolean[] failed = new boolean[scores.length];
        double[] weights = new double[scores.length];
        for (int c = first; c <= last; c++) {
            float[] own = kept.scores(method, c);
            for (int i = 0; i < each; i++) {
                int at = (c - first) * each + i;
                scores[at] = own[i];
                failed[at] = kept.row(i).fails(c);
                weights[at] = kept.weight(i);
            }
        }
        return Reliability.of(scores, failed, weights);
    }

    static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }
}
