package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.tuning.NumberedTrial;
import io.hearthwatch.predictor.tuning.TuneRequest;
import io.hearthwatch.predictor.tuning.Tuning;
import io.hearthwatch.predictor.tuning.TuningListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model tune}. */
@Command(
        name = "tune",
        description = {
            "Search settings that foresee better than the usual ones, and train a model with the best.",
            "Trials are judged on later parts of the training span than they learnt from; nothing after --until is read."
        })
final class ModelTune implements Runnable {
    static final int USUAL_TRIALS = 20;

    /** What {@code --algorithm} searches. */
    enum Search {
        TREES,
        LOGISTIC,
        FOREST,
        ALL;

        List<Algorithm> algorithms() {
            return this == ALL
                    ? List.of(Algorithm.TREES, Algorithm.LOGISTIC, Algorithm.FOREST)
                    : List.of(Algorithm.valueOf(name()));
        }
    }

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Mixin
    private TrainingOptions training;

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            description = "what is searched: trees (default), logistic, forest, or all")
    private Search algorithm;

    @Option(names = "--seed", paramLabel = "N", description = "seed of the search and of all sampling (default: 1)")
    private Long seed;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "settings of the first trial, JSON or YAML (default: the usual ones)")
    private Path settings;

    @Option(
            names = "--resume",
            paramLabel = "ID",
            description = "go on with a tuning that was interrupted, or that is to have more trials")
    private String resume;

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "how many settings to try, those before --resume included (default: " + USUAL_TRIALS + ")")
    private Integer trials;

    @Option(
            names = "--time",
            paramLabel = "DURATION",
            description = "stop trying after this long, such as 10m, and train; without --trials the only bound")
    private Duration time;

    @Option(names = "--no-train", description = "leave out training the best settings on the whole span")
    private boolean noTrain;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        if (trials != null && trials < 1) {
            throw CommandFailure.usage("--trials " + trials + " is less than one", "--trials " + USUAL_TRIALS);
        }
        if (resume == null) {
            training.check();
        } else {
            training.checkSettledBy("tuning " + resume);
            if (algorithm != null || seed != null || settings != null) {
                throw CommandFailure.usage(
                        "tuning " + resume + " has its search already", "leave --algorithm, --seed and --settings out");
            }
        }
        int most = trials != null ? trials : time != null ? Integer.MAX_VALUE : USUAL_TRIALS;
        TuneRequest.Budget budget = new TuneRequest.Budget(most, time, !noTrain);
        LearningSettings first = resume != null ? null : first();
        PrintWriter out = spec.commandLine().getOut();
        try (Workspace workspace = Workspace.use(store)) {
            Progress progress = new Progress();
            Shown shown = new Shown(out, progress);
            Tuning tuning = resume != null
                    ? workspace.workbench().resume(resume, budget, Who.user(), shown)
                    : workspace
                            .workbench()
                            .tune(
                                    new TuneRequest(
                                            training.request(workspace, first),
                                            search(first).algorithms(),
                                            budget),
                                    Who.user(),
                                    shown);
            progress.done();
            TuningText.print(tuning, out);
            out.flush();
            json.write(TuningText.toJson(tuning));
        }
    }

    private LearningSettings first() {
        Algorithm asked = algorithm == null ? null : algorithm.algorithms().get(0);
        LearningSettings first = settings != null
                ? SettingsFile.read(settings, asked)
                : LearningSettings.of(asked == null ? Algorithm.TREES : asked);
        return seed == null ? first : first.withSeed(seed);
    }

    private Search search(LearningSettings first) {
        return algorithm != null ? algorithm : Search.valueOf(first.algorithm().name());
    }

    /** A line for each trial as it is judged, and the progress between them. */
    private static final class Shown implements TuningListener {
        private final PrintWriter out;
        private final Progress progress;
        private NumberedTrial best;

        Shown(PrintWriter out, Progress progress) {
            this.out = out;
            this.progress = progress;
        }

        @Override
        public void begun(String id, int before) {
            progress.done();
            out.println("tuning " + id
                    + (before == 0 ? "" : ", going on after trial " + before)
                    + "; if it is interrupted: hearthwatch model tune --resume " + id);
            TuningText.head(out);
            out.flush();
        }

        @Override
        public void judged(NumberedTrial trial) {
            progress.done();
            boolean better = trial.trial().isFinished()
                    && (best == null || trial.trial().loss() < best.trial().loss());
            best = better ? trial : best;
            TuningText.line(trial, out);
            out.flush();
        }

        @Override
        public void at(String phase, long done, long total) {
            boolean bounded = total > 0 && total < 1_000L * Integer.MAX_VALUE;
            progress.show("tune", bounded ? (double) done / total : -1, phase);
        }
    }
}
