package io.hearthwatch.app.model;

import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.EvaluateRequest;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.evaluation.ThresholdPolicy;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** {@code model evaluate} as a job. */
final class EvaluateJob implements ModelJob {
    private final Workspace workspace;

    EvaluateJob(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String command() {
        return "evaluate";
    }

    @Override
    public Work prepare(JobArguments arguments) {
        String type = arguments.required("type");
        String model = arguments.text("model").orElse(null);
        // Unless said: from the first instant on that the model has not seen.
        Instant from = arguments.instant("from").orElse(null);
        Instant to = arguments.instant("to").orElse(null);
        Duration every = TrainJob.everyIfSaid(arguments).orElse(null);
        Set<String> appliances = arguments.texts("appliances").map(HashSet::new).orElse(null);
        String threshold = arguments.text("threshold").orElse(ThresholdPolicy.MAX_F1.id());
        ThresholdPolicy policy = Arrays.stream(ThresholdPolicy.values())
                .filter(known -> known.id().equals(threshold))
                .findFirst()
                .orElseThrow(() -> new PredictionException("there is no such threshold", "use max_f1 or cost"));
        Duration horizon = arguments.duration("horizon").orElse(null);
        return (who, progress) -> workspace
                .predictor()
                .evaluate(
                        new EvaluateRequest(type, model, from, to, every, appliances, false, policy, horizon), progress)
                .toJson();
    }
}
