package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.ModelInfo;
import io.hearthwatch.predictor.TrainRequest;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.LearningSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model train}. */
@Command(name = "train", description = "Train a model: for every component, how likely it fails within the horizon.")
final class ModelTrain implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Mixin
    private AppliancesOption appliances;

    @Option(names = "--type", required = true, paramLabel = "TYPE", description = "appliance type")
    private String type;

    @Option(
            names = "--horizon",
            required = true,
            split = ",",
            paramLabel = "DURATION",
            description = "how far to look ahead, such as 24h; several, such as 24h,7d,30d, make a chain")
    private List<Duration> horizon;

    @Option(
            names = "--act",
            paramLabel = "DURATION",
            description = "which of the horizons decisions are made for (default: the first)")
    private Duration act;

    @Option(names = "--algorithm", paramLabel = "NAME", description = "trees (default), logistic or forest, to compare")
    private Algorithm algorithm = Algorithm.TREES;

    @Option(names = "--seed", paramLabel = "N", description = "seed of all sampling (default: 1)")
    private long seed = 1;

    @Option(
            names = "--lead",
            paramLabel = "DURATION",
            description = "leave out failures that come sooner than this (default: 0h)")
    private Duration lead = Duration.ZERO;

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            description = "look at nothing later (default: all that is stored)")
    private Instant until;

    @Option(names = "--every", paramLabel = "DURATION", description = "time between decisions (default: 24h)")
    private Duration every = Duration.ofHours(24);

    @Option(
            names = "--on-fault",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "also decide when a fault arrives (default: yes)")
    private boolean onFault;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        Horizons horizons = horizons();
        ModelOutput.checkEvery(every);
        Set<String> ids = appliances.ids();
        try (Workspace workspace = Workspace.use(store)) {
            Progress progress = new Progress();
            ModelInfo model = workspace
                    .predictor()
                    .train(
                            new TrainRequest(
                                    type,
                                    horizons,
                                    until,
                                    every,
                                    onFault,
                                    ids,
                                    costs(workspace),
                                    LearningSettings.of(algorithm).withSeed(seed)),
                            Who.user(),
                            ModelOutput.shown(progress, "train"));
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

    private Horizons horizons() {
        Duration acting = act == null ? horizon.get(0) : act;
        if (!horizon.contains(acting)) {
            throw CommandFailure.usage("--act " + acting + " is not among --horizon", "name one of them");
        }
        try {
            return new Horizons(lead, horizon, horizon.indexOf(acting));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(
                    "--lead must be at least 0 and shorter than --horizon; several horizons ascend, at most "
                            + Horizons.MOST,
                    "--horizon 24h, or --lead 24h --horizon 168h, or --horizon 24h,7d,30d");
        }
    }

    private Map<String, Costs> costs(Workspace workspace) {
        Map<String, Costs> costs = new LinkedHashMap<>();
        workspace
                .catalog()
                .find(type)
                .ifPresent(known -> known.components()
                        .keySet()
                        .forEach(component ->
                                costs.put(component, workspace.serviceDesk().costs(type, component))));
        return costs;
    }
}
