package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.LifeRequest;
import io.hearthwatch.predictor.TrainRequest;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.learning.LearningSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is to be foreseen, and from what; the same for training, tuning and the feature table. */
final class TrainingOptions {
    @Mixin
    private AppliancesOption appliances;

    @Option(names = "--type", paramLabel = "TYPE", description = "appliance type")
    private String type;

    @Option(
            names = "--horizon",
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
            names = "--lead",
            paramLabel = "DURATION",
            description = "leave out failures that come sooner than this (default: 0h)")
    private Duration lead = Duration.ZERO;

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            description = "look at nothing later (default: all that is stored; what is far after it is refused)")
    private Instant until;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            description = "time between decisions (default: 24h; for remaining life by how long components last)")
    private Duration every;

    @Option(
            names = "--on-fault",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "also decide when a fault arrives (default: yes)")
    private boolean onFault;

    /** Whether what is to be foreseen was said. */
    boolean isGiven() {
        return type != null || horizon != null;
    }

    /** The appliance type, or null. */
    String type() {
        return type;
    }

    /** Null for all that is stored. */
    Instant until() {
        return until;
    }

    /** Null for all. */
    Set<String> appliances() {
        return appliances.ids();
    }

    /** Refuses what makes no sense, before long work. */
    void check() {
        if (type == null || horizon == null) {
            throw CommandFailure.usage(
                    "--type and --horizon say what to foresee, and one is missing", "--type TYPE --horizon 24h");
        }
        horizons();
        ModelOutput.checkEvery(daily());
        appliances.ids();
    }

    /** Refuses what an id has settled already. */
    void checkSettledBy(String what) {
        if (isGiven() || act != null || !lead.isZero()) {
            throw CommandFailure.usage(
                    what + " settles type, horizons and lead already", "leave --type, --horizon, --act and --lead out");
        }
    }

    private Duration daily() {
        return every == null ? Duration.ofHours(24) : every;
    }

    /** What to train remaining life on. */
    LifeRequest lifeRequest(Duration cap, long seed) {
        if (horizon != null || act != null || !lead.isZero()) {
            throw CommandFailure.usage(
                    "--horizon, --act and --lead have no effect on remaining life",
                    "leave them out; --cap says up to where lives are told apart");
        }
        if (type == null) {
            throw CommandFailure.usage("--type is missing", "--type TYPE");
        }
        if (every != null) {
            ModelOutput.checkEvery(every);
        }
        return new LifeRequest(type, cap, until, every, appliances.ids(), seed);
    }

    /** What to train, at the costs that the service knows. */
    TrainRequest request(Workspace workspace, LearningSettings settings) {
        return new TrainRequest(
                type, horizons(), until, daily(), onFault, appliances.ids(), costs(workspace), settings);
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
        return workspace.serviceDesk().policies().actingCosts(type);
    }
}
