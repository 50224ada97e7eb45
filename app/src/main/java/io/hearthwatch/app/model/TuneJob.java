package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.TrainRequest;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import io.hearthwatch.predictor.tuning.TuneRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** {@code model tune} as a job: the arguments of training, and a budget. */
final class TuneJob implements ModelJob {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long USUAL_TRIALS = 20;
    private static final long MOST_TRIALS = 10_000;

    private final Workspace workspace;

    TuneJob(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String command() {
        return "tune";
    }

    @Override
    public Work prepare(JobArguments arguments) {
        Supplier<TrainRequest> training = TrainJob.request(workspace, arguments);
        Duration time = arguments.duration("time").orElse(null);
        long trials = arguments.number("trials", 1, MOST_TRIALS).orElse(time == null ? USUAL_TRIALS : MOST_TRIALS);
        TuneRequest.Budget budget = new TuneRequest.Budget(
                (int) trials, time, arguments.flag("train").orElse(true));
        return (who, progress) -> {
            TrainRequest first = training.get();
            TuneRequest request =
                    new TuneRequest(first, List.of(first.settings().algorithm()), budget);
            return JSON.valueToTree(TuningText.toJson(workspace.workbench().tune(request, who, progress::at)));
        };
    }
}
