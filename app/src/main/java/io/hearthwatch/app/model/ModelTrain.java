package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.LifeRequest;
import io.hearthwatch.predictor.ModelInfo;
import io.hearthwatch.predictor.Target;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.LearningSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model train}. */
@Command(
        name = "train",
        description = {
            "Train a model: for every component, how likely it fails within the horizon,",
            "or, with --target remaining_life, how long it still lasts."
        })
final class ModelTrain implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private TargetOption target;

    @Mixin
    private LifeTraining life;

    @Option(names = "--algorithm", paramLabel = "NAME", description = "trees (default), logistic or forest, to compare")
    private Algorithm algorithm;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "settings of the algorithm, JSON or YAML, as `model tune --json` writes them")
    private Path settings;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "seed of all sampling (default: 1, or as --settings says)")
    private Long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        if (target.target() == Target.REMAINING_LIFE) {
            trainLife();
            return;
        }
        life.refuse();
        training.check();
        LearningSettings learning = learning();
        store.checkType(training.type());
        try (Workspace workspace = Workspace.use(store)) {
            Progress progress = new Progress();
            ModelInfo model = workspace
                    .predictor()
                    .train(training.request(workspace, learning), Who.user(), ModelOutput.shown(progress, "train"));
            progress.done();
            PrintWriter out = spec.commandLine().getOut();
            ModelOutput.print(model, out);
            out.printf(
                    Locale.ROOT,
                    "trained in %.1f s%s%n",
                    progress.seconds(),
                    model.champion()
                            ? "; it is the champion of its type"
                            : "; `hearthwatch model promote " + model.id() + "` makes it the champion");
            out.flush();
            json.write(ModelJson.of(model));
        }
    }

    private void trainLife() {
        if (algorithm != null || settings != null) {
            throw CommandFailure.usage(
                    "--algorithm and --settings have no effect on remaining life",
                    "leave them out: it has trees of its own");
        }
        LifeRequest request = training.lifeRequest(life.cap(), seed == null ? 1 : seed);
        store.checkType(request.type());
        try (Workspace workspace = Workspace.use(store)) {
            life.run(workspace, request, spec.commandLine().getOut(), json);
        }
    }

    private LearningSettings learning() {
        LearningSettings read = settings != null
                ? SettingsFile.read(settings, algorithm)
                : LearningSettings.of(algorithm == null ? Algorithm.TREES : algorithm);
        return seed == null ? read : read.withSeed(seed);
    }
}
