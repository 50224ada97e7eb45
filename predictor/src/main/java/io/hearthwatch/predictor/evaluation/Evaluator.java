package io.hearthwatch.predictor.evaluation;

import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.learning.HistorySource;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Judges a model that is at hand on later decisions of the appliances that it was trained on. Single use. */
public final class Evaluator {
    private final TrainedModel model;
    private final Instant from;
    private final Instant to;
    private final Duration every;
    private final Progress progress;

    public Evaluator(TrainedModel model, Instant from, Instant to, Duration every, Progress progress) {
        this.model = model;
        this.from = from;
        this.to = to;
        this.every = every;
        this.progress = progress;
    }

    /** Walks the span and counts. */
    public Evaluation evaluate(String modelId, HistorySource source, ThresholdPolicy policy) {
        Question question = new Question(
                model.extractor().vocabulary().components(),
                from,
                to,
                every,
                model.lead(),
                model.horizon(),
                policy,
                Map.of());
        Judgement judgement = new Judgement(question, progress);
        judgement.hear(model, source, no -> true, source);
        int appliances = judgement.appliances();
        return judgement.evaluation(modelId, model.until(), Judged.of(appliances, appliances, true, model.until(), 0));
    }
}
