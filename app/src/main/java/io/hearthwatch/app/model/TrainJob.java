package io.hearthwatch.app.model;

import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.ModelDocument;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.TrainRequest;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.LearningSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code model train} as a job. */
final class TrainJob implements ModelJob {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Workspace workspace;

    TrainJob(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String command() {
        return "train";
    }

    @Override
    public Work prepare(JobArguments arguments) {
        Supplier<TrainRequest> request = request(workspace, arguments);
        return (who, progress) -> ModelDocument.of(workspace.predictor().train(request.get(), who, progress));
    }

    /** What is to be trained; what costs are is asked when the work begins. */
    static Supplier<TrainRequest> request(Workspace workspace, JobArguments arguments) {
        String type = arguments.required("type");
        Horizons horizons = horizons(arguments);
        Instant until = arguments.instant("until").orElse(null);
        Duration every = every(arguments);
        boolean onFault = arguments.flag("on_fault").orElse(true);
        Set<String> appliances = arguments.texts("appliances").map(HashSet::new).orElse(null);
        LearningSettings settings = LearningSettings.of(algorithm(arguments))
                .withSeed(
                        arguments.number("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(1L));
        return () ->
                new TrainRequest(type, horizons, until, every, onFault, appliances, costs(workspace, type), settings);
    }

    private static Horizons horizons(JobArguments arguments) {
        List<Duration> ends = arguments.durations("horizon");
        if (ends.isEmpty()) {
            throw new PredictionException(
                    "'horizon' is missing", "add \"horizon\": \"PT24H\", or [\"PT24H\", \"P7D\"]");
        }
        Duration acting = arguments.duration("act").orElse(ends.get(0));
        Duration lead = arguments.duration("lead").orElse(Duration.ZERO);
        if (!ends.contains(acting)) {
            throw new PredictionException("'act' is not among 'horizon'", "name one of them");
        }
        try {
            return new Horizons(lead, ends, ends.indexOf(acting));
        } catch (IllegalArgumentException e) {
            throw new PredictionException(
                    "'lead' must be shorter than 'horizon'; several horizons ascend, at most " + Horizons.MOST,
                    "\"horizon\": [\"PT24H\", \"P7D\", \"P30D\"]");
        }
    }

    /** The time between decisions, as training and evaluation take it. */
    static Duration every(JobArguments arguments) {
        return everyIfSaid(arguments).orElse(Duration.ofDays(1));
    }

    /** The same without a default. */
    static Optional<Duration> everyIfSaid(JobArguments arguments) {
        Optional<Duration> every = arguments.duration("every");
        if (every.isPresent() && every.get().compareTo(HOUR) < 0) {
            throw new PredictionException("'every' must be at least an hour", "\"every\": \"PT24H\"");
        }
        return every;
    }

    private static Algorithm algorithm(JobArguments arguments) {
        String name = arguments.text("algorithm").orElse(Algorithm.TREES.id());
        return Arrays.stream(Algorithm.values())
                .filter(algorithm -> algorithm.id().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new PredictionException("there is no such algorithm", "use trees, logistic or forest"));
    }

    private static Map<String, Costs> costs(Workspace workspace, String type) {
        Map<String, Costs> costs = new HashMap<>();
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
