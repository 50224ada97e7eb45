package io.hearthwatch.app.cli;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.ingest.KeepSettings;
import io.hearthwatch.predictor.ServiceWatch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How long readings and decisions are kept, and when readings are compressed. */
public final class KeepOptions {
    /** How long decisions are kept where nobody says otherwise: what is looked back at, and the longest horizons. */
    public static final Duration DECISIONS = Duration.ofDays(450);

    /** A reading at the late limit must not find its neighbours gone while it is on its way. */
    private static final Duration MARGIN = Duration.ofDays(1);

    @Option(
            names = "--compress-after",
            paramLabel = "DURATION",
            description = "age at which readings are compressed, where the server is TimescaleDB (default: 7d)")
    private Duration compressAfter = KeepSettings.defaults().compressAfter();

    @Option(
            names = "--retention",
            paramLabel = "[TYPE=]DURATION",
            split = ",",
            description =
                    "how long readings are kept, of all types or of one; hourly statistics stay (default: for ever). See `storage`"
                            + " for what goes")
    private List<String> retention;

    @Option(
            names = "--keep-rejected",
            paramLabel = "DURATION",
            description = "how long refused items are kept to be looked at (default: 30d)")
    private Duration keepRejected = KeepSettings.defaults().rejected();

    @Option(
            names = "--keep-decisions",
            paramLabel = "DURATION",
            description =
                    "how long decisions of models are kept (default: 450d, and no less than 400d, which is how far"
                            + " back live precision and recall look); those of open tickets stay longer")
    private Duration decisions = DECISIONS;

    /**
     * How long decisions of models are kept.
     *
     * @throws CommandFailure if that is less than is looked back at
     */
    public Duration decisions() {
        if (decisions.compareTo(ServiceWatch.LOOKS_BACK) < 0) {
            throw CommandFailure.usage(
                    "--keep-decisions " + days(decisions) + " is less than the " + days(ServiceWatch.LOOKS_BACK)
                            + " that live precision and recall look back",
                    "--keep-decisions " + days(DECISIONS));
        }
        return decisions;
    }

    /** @throws CommandFailure if a duration is none, or not above zero */
    public KeepSettings settings() {
        positive("--compress-after", compressAfter);
        positive("--keep-rejected", keepRejected);
        Duration all = null;
        Map<String, Duration> byType = new LinkedHashMap<>();
        for (String rule : retention == null ? List.<String>of() : retention) {
            int equals = rule.indexOf('=');
            Duration duration = duration(rule.substring(equals + 1));
            if (equals < 0) {
                all = duration;
            } else {
                byType.put(rule.substring(0, equals), duration);
            }
        }
        return KeepSettings.defaults().withReadings(compressAfter, all, byType).withRejected(keepRejected);
    }

    private static Duration duration(String text) {
        try {
            return positive("--retention", new Instants.DurationConverter().convert(text));
        } catch (TypeConversionException e) {
            throw CommandFailure.usage("--retention: " + e.getMessage(), "--retention 800d,washing_machine=500d");
        }
    }

    private static Duration positive(String option, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw CommandFailure.usage(option + " must be longer than nothing", option + " 30d");
        }
        return duration;
    }

    /** @throws CommandFailure if the settings name a type that there is not */
    public static void checkTypes(KeepSettings settings, Catalog catalog) {
        for (String type : settings.readingsByType().keySet()) {
            if (!catalog.types().containsKey(type)) {
                throw CommandFailure.usage(
                        "--retention: there is no appliance type '" + type + "'",
                        "one of " + String.join(", ", catalog.types().keySet()));
            }
        }
    }

    /**
     * @throws CommandFailure if a reading that is late, but not too late, could be older than what is kept: it would come back as new
     */
    public static void checkLateLimit(KeepSettings settings, Duration maxBehind) {
        settings.shortest().ifPresent(keep -> {
            if (keep.compareTo(maxBehind.plus(MARGIN)) < 0) {
                throw CommandFailure.usage(
                        "--retention " + days(keep) + " is not a day longer than --max-behind " + days(maxBehind)
                                + ": a late message could bring back what was dropped",
                        "keep readings longer, or accept less late ones with --max-behind "
                                + days(keep.compareTo(MARGIN) > 0 ? keep.minus(MARGIN) : Duration.ZERO));
            }
        });
    }

    private static String days(Duration duration) {
        return duration.toHours() % 24 == 0 ? duration.toDays() + "d" : duration.toHours() + "h";
    }
}
