package io.hearthwatch.predictor.evaluation;

import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.learning.HistorySource;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Answers a question of one model, or of several that were each trained on other appliances than they are asked about: hears the stored
 * history, counts, and keeps a bounded number of scores, never histories. Each appliance is heard once. For one thread.
 */
public final class Judgement {
    private static final int[] BUDGETS = {1, 2, 5, 10};

    private final Question question;
    private final Progress progress;
    private final Tally tally;
    private final Kept kept;
    private Double[] ages;
    private int heard;

    public Judgement(Question question, Progress progress) {
        this(question, Kept.MOST, progress);
    }

    Judgement(Question question, int mostKept, Progress progress) {
        this.question = question;
        this.progress = progress;
        this.tally = new Tally(
                question.costsByComponent(),
                question.lead().toMillis(),
                question.horizon().toMillis(),
                question.every().toMillis());
        this.kept = new Kept(question.components().size(), mostKept);
        this.ages = new Double[question.components().size()];
    }

    /**
     * Hears what is stored.
     *
     * @param past what the model could have been trained on, for the age at which to replace
     * @param trainedOn which of those appliances it was, by number
     * @param judged the appliances that it is asked about
     */
    public void hear(TrainedModel model, HistorySource past, IntPredicate trainedOn, HistorySource judged) {
        int[] places = question.components().stream()
                .mapToInt(model.extractor().vocabulary().components()::indexOf)
                .toArray();
        heard++;
        progress.at("choosing ages", 0, 0);
        ages = AgeReplacement.choose(model, places, question.costsByComponent(), past, trainedOn);
        Lines lines = Lines.of(model, places, question, ages);
        new Walk(model, question, places, lines, this::add, progress).through(judged);
    }

    void add(Course course) {
        kept.add(tally.appliances(), course);
        tally.add(course);
    }

    /** How many appliances had a decision. */
    public int appliances() {
        return tally.appliances();
    }

    /**
     * How many of them a model was trained on.
     *
     * @param trainedOn appliances, by number, that it was told to learn from
     * @param last its last training decision; appliances first heard of later were not there
     */
    public int seen(IntPredicate trainedOn, Instant last) {
        return tally.seen(trainedOn, last.toEpochMilli());
    }

    /** Decisions heard. */
    public long decisions() {
        return tally.decisions();
    }

    Tally tally() {
        return tally;
    }

    Kept kept() {
        return kept;
    }

    Question question() {
        return question;
    }

    /** Everything that can be said. */
    public Evaluation evaluation(String modelId, Instant until, Judged judged) {
        List<Figures> figures = new ArrayList<>();
        for (Method method : Method.values()) {
            figures.add(new Figures(tally, kept, method, question));
        }
        Bootstrap bootstrap = new Bootstrap();
        figures.forEach(figure -> figure.wantIntervals(bootstrap));
        Money.wantIntervals(bootstrap, tally);
        Statistic gain = figures.get(0).averagePrecision().minus(figures.get(1).averagePrecision());
        bootstrap.add("gain", gain);
        Map<String, Interval> intervals = bootstrap.run(tally.appliances(), progress);
        float[] greatest = kept.scores(Method.MODEL, -1);
        double everyDays =
                question.every().toMillis() / (double) Duration.ofDays(1).toMillis();
        List<AlertBudget> budgets = new ArrayList<>();
        for (int budget : BUDGETS) {
            budgets.add(AlertBudget.of(budget, kept, greatest, everyDays));
        }
        return new Evaluation(
                modelId,
                until,
                question.from(),
                question.to(),
                question.every(),
                question.horizon(),
                question.lead(),
                tally.decisions(),
                question.policy(),
                figures.get(0).card(intervals),
                budgets,
                figures.get(1).card(intervals),
                figures.get(2).card(intervals),
                judged,
                new Evaluation.Sampling(kept.size(), kept.isAll()),
                question.acting()
                        ? Money.of(tally, question.components(), heard == 1 ? Money.ages(ages) : List.of(), intervals)
                        : null,
                new Difference(gain.value(tally.appliances()), intervals.get("gain")));
    }
}
