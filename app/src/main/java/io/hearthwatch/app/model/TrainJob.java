package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.LifeRequest;
import io.hearthwatch.predictor.ModelDocument;
import io.hearthwatch.predictor.Target;
import io.hearthwatch.predictor.TrainRequest;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.util.Set;
import java.util.function.Supplier;

/** {@code model train} as a job. */
final class TrainJob implements ModelJob {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Workspace workspace;

    TrainJob(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String command() {
        return "train";
    }

    @Override
    public Set<String> arguments() {
        return TrainingArguments.plus(TrainingArguments.NAMES, "target", "cap", "algorithm", "settings", "seed");
    }

    @Override
    public Work prepare(JobArguments arguments) {
        if (TrainingArguments.target(arguments) == Target.REMAINING_LIFE) {
            LifeRequest request = TrainingArguments.lifeRequest(arguments);
            return (who, progress) ->
                    JSON.valueToTree(LifeTraining.json(workspace.remainingLife().train(request, who, progress)));
        }
        arguments.refuse("for remaining life only", "cap");
        Supplier<TrainRequest> request = TrainingArguments.request(
                workspace,
                arguments,
                TrainingArguments.settings(
                        arguments, TrainingArguments.algorithm(arguments).orElse(null)));
        return (who, progress) -> ModelDocument.of(workspace.predictor().train(request.get(), who, progress));
    }
}
