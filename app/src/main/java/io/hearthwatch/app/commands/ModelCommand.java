package io.hearthwatch.app.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.CommonOptions;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.EvaluateRequest;
import io.hearthwatch.predictor.ModelInfo;
import io.hearthwatch.predictor.TrainRequest;
import io.hearthwatch.predictor.evaluation.Evaluation;
import io.hearthwatch.predictor.evaluation.ThresholdPolicy;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.Basis;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.servicedesk.policy.PolicyOutcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Failure models: train, evaluate, list, promote. */
@Command(
        name = "model",
        description = "Train, evaluate and promote failure models.",
        subcommands = {
            ModelCommand.Train.class,
            ModelCommand.Evaluate.class,
            ModelCommand.ListAll.class,
            ModelCommand.Promote.class
        })
final class ModelCommand implements Runnable {
    @Mixin
    CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which? " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Which appliances; the same for training and for evaluation. */
    static final class AppliancesOption {
        @Option(names = "--appliances", paramLabel = "FILE", description = "only these appliances, one id a line")
        private Path file;

        /** The ids, or null for all. */
        Set<String> ids() {
            if (file == null) {
                return null;
            }
            try {
                Set<String> ids = Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.toSet());
                if (ids.isEmpty()) {
                    throw CommandFailure.usage("--appliances " + file + " names none", "one appliance id a line");
                }
                return ids;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** {@code model train}. */
    @Command(
            name = "train",
            description = "Train a model: for every component, how likely it fails within the horizon.")
    static final class Train implements Runnable {
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

        @Option(
                names = "--algorithm",
                paramLabel = "NAME",
                description = "trees (default), logistic or forest, to compare")
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
            checkEvery(every);
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
                                shown(progress, "train"));
                progress.done();
                PrintWriter out = spec.commandLine().getOut();
                print(model, out);
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

    /** {@code model evaluate}. */
    @Command(
            name = "evaluate",
            description = "Judge a model on stored data, beside a rule on fault codes and a rule on age.")
    static final class Evaluate implements Runnable {
        /** Whose thresholds are judged. */
        enum Threshold {
            MAX_F1,
            COST
        }

        @Mixin
        private StoreOptions store;

        @Mixin
        private JsonOutput json;

        @Mixin
        private AppliancesOption appliances;

        @Option(names = "--model", paramLabel = "ID", description = "the model (default: the newest of the type)")
        private String model;

        @Option(names = "--type", required = true, paramLabel = "TYPE", description = "appliance type")
        private String type;

        @Option(names = "--from", required = true, paramLabel = "INSTANT", description = "first decision")
        private Instant from;

        @Option(
                names = "--to",
                paramLabel = "INSTANT",
                description = "no window ends later (default: the end of what is stored)")
        private Instant to;

        @Option(names = "--every", paramLabel = "DURATION", description = "time between decisions (default: 24h)")
        private Duration every = Duration.ofHours(24);

        @Option(
                names = "--threshold",
                paramLabel = "POLICY",
                description = "max_f1 (default), or cost: what the service uses")
        private Threshold threshold = Threshold.MAX_F1;

        @Option(names = "--policy", description = "also run the service's ticket logic over the span, in memory")
        private boolean policy;

        @Option(
                names = "--min-lead",
                paramLabel = "DURATION",
                description =
                        "with --policy: how long before a failure a ticket must have been open to count (default: 0h)")
        private Duration minLead = Duration.ZERO;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            json.check();
            checkEvery(every);
            if (to != null && !to.isAfter(from)) {
                throw CommandFailure.usage("--to " + to + " is not after --from " + from, "give a later --to");
            }
            Set<String> ids = appliances.ids();
            try (Workspace workspace = Workspace.use(store)) {
                Progress progress = new Progress();
                Evaluation evaluation = workspace
                        .predictor()
                        .evaluate(
                                new EvaluateRequest(
                                        type, model, from, to, every, ids, ThresholdPolicy.valueOf(threshold.name())),
                                shown(progress, "evaluate"));
                progress.done();
                if (evaluation.decisions() == 0) {
                    throw new CommandFailure(
                            "there is nothing to judge: no decision from " + from
                                    + " on has an outcome that is known by " + evaluation.to(),
                            "give an earlier --from, or import what happened after it");
                }
                ObjectNode report = evaluation.toJson();
                PrintWriter out = spec.commandLine().getOut();
                out.print(evaluation.toTable());
                if (policy) {
                    PolicyOutcome outcome =
                            new PolicyEvaluation(workspace).run(evaluation.model(), type, from, to, ids, minLead);
                    report.putPOJO("policy", outcome);
                    out.printf(
                            Locale.ROOT,
                            "%npolicy: %d failures, %d pre-empted, %d missed; %d tickets, %d needless%n",
                            outcome.failures(),
                            outcome.preempted(),
                            outcome.missed(),
                            outcome.tickets(),
                            outcome.needless());
                }
                out.flush();
                json.write(report);
            }
        }
    }

    /** {@code model list}. */
    @Command(name = "list", description = "List models, newest first.")
    static final class ListAll implements Runnable {
        @Mixin
        private StoreOptions store;

        @Mixin
        private JsonOutput json;

        @Option(names = "--type", paramLabel = "TYPE", description = "only this type")
        private String type;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            json.check();
            try (Workspace workspace = Workspace.use(store)) {
                List<ModelInfo> models = workspace.predictor().models(type);
                PrintWriter out = spec.commandLine().getOut();
                models.forEach(model -> out.printf(
                        "%-44s %-20s %-9s until %s horizon %s%n",
                        model.id(), model.type(), model.champion() ? "champion" : "", model.until(), model.horizon()));
                if (models.isEmpty()) {
                    out.println("no model yet; train one with: hearthwatch model train --type TYPE --horizon 7d");
                }
                out.flush();
                json.write(models.stream().map(ModelJson::of).toList());
            }
        }
    }

    /** {@code model promote ID}. */
    @Command(name = "promote", description = "Make a model the champion of its type: the one that the service follows.")
    static final class Promote implements Runnable {
        @Mixin
        private StoreOptions store;

        @Parameters(paramLabel = "ID", description = "the model")
        private String id;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            try (Workspace workspace = Workspace.use(store)) {
                workspace.predictor().promote(id);
                spec.commandLine().getOut().println("model " + id + " is the champion now");
            }
        }
    }

    private static io.hearthwatch.predictor.Progress shown(Progress progress, String what) {
        return (phase, done, total) -> progress.show(what, total == 0 ? -1 : (double) done / total, phase);
    }

    private static void print(ModelInfo model, PrintWriter out) {
        out.println("model " + model.id());
        out.printf("%-24s %10s %10s %14s %14s%n", "component", "positives", "base rate", "max F1 from", "act from");
        for (ModelInfo.ComponentInfo component : model.components()) {
            out.printf(
                    Locale.ROOT,
                    "%-24s %10d %10.4f %14s %14s%n",
                    component.component(),
                    component.positives(),
                    component.baseRate(),
                    threshold(component, component.maxF1Threshold()),
                    threshold(component, component.costThreshold()));
        }
    }

    private static String threshold(ModelInfo.ComponentInfo component, Double value) {
        if (!component.trained()) {
            return component.basis() == Basis.PRIOR ? "fleet's rate" : "too little data";
        }
        return value == null ? "never" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static void checkEvery(Duration every) {
        if (every.compareTo(Duration.ofHours(1)) < 0) {
            throw CommandFailure.usage("--every must be at least an hour", "--every 24h");
        }
    }
}
