package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.TrainRequest;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.tuning.TuneRequest;
import io.hearthwatch.predictor.tuning.TuningListener;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** {@code model tune} as a job: the arguments of training, and a budget; or, given {@code resume}, more of one that was begun. */
final class TuneJob implements ModelJob {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MOST_TRIALS = 10_000;
    private static final String ALL = "all";

    private final Workspace workspace;

    TuneJob(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String command() {
        return "tune";
    }

    @Override
    public Set<String> arguments() {
        return TrainingArguments.plus(
                TrainingArguments.NAMES, "algorithm", "settings", "seed", "resume", "trials", "time", "train");
    }

    @Override
    public Work prepare(JobArguments arguments) {
        Duration time = arguments.duration("time").orElse(null);
        long trials =
                arguments.number("trials", 1, MOST_TRIALS).orElse(time == null ? ModelTune.USUAL_TRIALS : MOST_TRIALS);
        TuneRequest.Budget budget = new TuneRequest.Budget(
                (int) trials, time, arguments.flag("train").orElse(true));
        String resumed = arguments.text("resume").orElse(null);
        if (resumed != null) {
            TrainingArguments.settledBy("tuning " + resumed, arguments);
            arguments.refuse("tuning " + resumed + " has its search already", "algorithm", "settings", "seed");
            if (workspace.workbench().tuning(resumed).isEmpty()) {
                throw new PredictionException(
                        "there is no tuning " + resumed, "look at what the job said that began it");
            }
            return (who, progress) -> JSON.valueToTree(
                    TuningText.toJson(workspace.workbench().resume(resumed, budget, who, new Named(progress))));
        }
        Algorithm asked = TrainingArguments.algorithm(arguments, ALL).orElse(null);
        LearningSettings first = TrainingArguments.settings(arguments, asked);
        List<Algorithm> searched =
                arguments.text("algorithm").filter(ALL::equals).isPresent()
                        ? ModelTune.Search.ALL.algorithms()
                        : List.of(first.algorithm());
        Supplier<TrainRequest> training = TrainingArguments.request(workspace, arguments, first);
        return (who, progress) -> JSON.valueToTree(TuningText.toJson(workspace
                .workbench()
                .tune(new TuneRequest(training.get(), searched, budget), who, new Named(progress))));
    }

    /** Says in every phase which tuning it is, so that one that was cancelled can be resumed. */
    private static final class Named implements TuningListener {
        private final Progress progress;
        private String id = "tuning";

        Named(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void begun(String tuning, int before) {
            id = tuning;
        }

        @Override
        public void at(String phase, long done, long total) {
            progress.at(id + ": " + phase, done, total);
        }
    }
}
