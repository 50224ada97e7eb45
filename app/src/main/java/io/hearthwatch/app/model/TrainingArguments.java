package io.hearthwatch.app.model;

import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.LifeRequest;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.SettingsDocument;
import io.hearthwatch.predictor.Target;
import io.hearthwatch.predictor.TrainRequest;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.LearningSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What is to be foreseen, from what and how, as arguments of a job: {@link TrainingOptions} of those who ask over HTTP. */
final class TrainingArguments {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Set<String> SETTLED_BY_AN_ID = Set.of("type", "horizon", "act", "lead");

    /** What says what to foresee, and from what. */
    static final Set<String> NAMES = plus(SETTLED_BY_AN_ID, "until", "every", "on_fault", "appliances");

    private TrainingArguments() {}

    /** These names and some more. */
    static Set<String> plus(Set<String> names, String... more) {
        Set<String> all = new HashSet<>(names);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    /** What is to be trained; what costs are is asked when the work begins. */
    static Supplier<TrainRequest> request(Workspace workspace, JobArguments arguments, LearningSettings settings) {
        String type = arguments.required("type");
        Horizons horizons = horizons(arguments);
        Instant until = arguments.instant("until").orElse(null);
        Duration every = every(arguments).orElse(Duration.ofDays(1));
        boolean onFault = arguments.flag("on_fault").orElse(true);
        Set<String> appliances = appliances(arguments);
        return () -> new TrainRequest(
                type,
                horizons,
                until,
                every,
                onFault,
                appliances,
                workspace.serviceDesk().policies().actingCosts(type),
                settings);
    }

    /** What to train remaining life on. */
    static LifeRequest lifeRequest(JobArguments arguments) {
        arguments.refuse("no effect on remaining life", "horizon", "act", "lead", "on_fault", "algorithm", "settings");
        Duration cap = arguments.duration("cap").orElse(null);
        if (cap != null && cap.compareTo(HOUR) < 0) {
            throw new PredictionException("'cap' must be at least an hour", "\"cap\": \"PT125H\"");
        }
        return new LifeRequest(
                arguments.required("type"),
                cap,
                arguments.instant("until").orElse(null),
                every(arguments).orElse(null),
                appliances(arguments),
                seed(arguments).orElse(1L));
    }

    /** Refuses what an id has settled already. */
    static void settledBy(String what, JobArguments arguments) {
        arguments.refuse(what + " settles this already", SETTLED_BY_AN_ID.toArray(String[]::new));
    }

    /** How to learn: {@code settings} over the usual ones of the algorithm, and {@code seed} over both. */
    static LearningSettings settings(JobArguments arguments, Algorithm askedOrNull) {
        LearningSettings read = arguments
                .object("settings")
                .map(document -> SettingsDocument.read(document, askedOrNull))
                .orElseGet(() -> LearningSettings.of(askedOrNull == null ? Algorithm.TREES : askedOrNull));
        return seed(arguments).map(read::withSeed).orElse(read);
    }

    /** The algorithm that is asked for, if one is. */
    static Optional<Algorithm> algorithm(JobArguments arguments, String... besides) {
        String[] words = Stream.concat(Arrays.stream(Algorithm.values()).map(Algorithm::id), Stream.of(besides))
                .toArray(String[]::new);
        return arguments
                .oneOf("algorithm", words)
                .flatMap(word -> Arrays.stream(Algorithm.values())
                        .filter(algorithm -> algorithm.id().equals(word))
                        .findFirst());
    }

    static Optional<Long> seed(JobArguments arguments) {
        return arguments.number("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** The time between decisions, if it is said. */
    static Optional<Duration> every(JobArguments arguments) {
        Optional<Duration> every = arguments.duration("every");
        if (every.isPresent() && every.get().compareTo(HOUR) < 0) {
            throw new PredictionException("'every' must be at least an hour", "\"every\": \"PT24H\"");
        }
        return every;
    }

    /** Only these; null for all. */
    static Set<String> appliances(JobArguments arguments) {
        return arguments.texts("appliances").<Set<String>>map(HashSet::new).orElse(null);
    }

    /** What the model in question says. */
    static Target target(JobArguments arguments) {
        return arguments
                .oneOf("target", Target.FAILURE.id(), Target.REMAINING_LIFE.id())
                .flatMap(Target::of)
                .orElse(Target.FAILURE);
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
}
