package io.hearthwatch.predictor;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.StoredTelemetry;
import io.hearthwatch.predictor.features.CodePair;
import io.hearthwatch.predictor.features.Vocabulary;
import io.hearthwatch.predictor.storage.HistoryReader;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is stored of a type's appliances, as training, evaluation and tools read it. Thread-safe; blocks. */
final class StoredHistory {
    private static final int MOST_LINES = 20;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TWO_YEARS = Duration.ofDays(731);
    /** So much longer than the horizon may an end lie after all that is stored: appliances report hourly, and people name whole days. */
    private static final Duration ROOM = Duration.ofDays(1);

    private final Database database;
    private final Catalog catalog;
    private final Fleet fleet;
    private final StoredTelemetry telemetry;

    StoredHistory(Database database, Catalog catalog, Fleet fleet, StoredTelemetry telemetry) {
        this.database = database;
        this.catalog = catalog;
        this.fleet = fleet;
        this.telemetry = telemetry;
    }

    ApplianceType type(String id) {
        return catalog.find(id)
                .orElseThrow(() -> new PredictionException(
                        "there is no appliance type '" + id + "' in the catalog",
                        "choose one of " + String.join(", ", catalog.types().keySet())
                                + ", or add one with --catalog"));
    }

    /** The end of what is stored of a type: its newest reading, fault, failure or repair. */
    Instant newestEvent(String type) {
        return Stream.of(telemetry.newestEvent(type), fleet.newestLabel(type))
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .orElseThrow(() -> new PredictionException(
                        "nothing is stored of type " + type, "import history, or let appliances connect first"));
    }

    /** The end of the last hour that an appliance reported in; nothing if it never did. */
    Optional<Instant> lastHour(Appliance appliance) {
        return telemetry
                .lastReading(appliance.no(), appliance.type())
                .map(at -> at.plusNanos(HOUR.toNanos() - 1).truncatedTo(ChronoUnit.HOURS));
    }

    /** The end of what is known of a type now: that of what is stored, or the instant itself where more is stored than has come to pass. */
    Instant known(String type, Instant now) {
        Instant newest = newestEvent(type);
        return newest.isBefore(now) ? newest : now;
    }

    /**
     * Where what is learnt from ends. After all that is stored nothing failed only because nothing was heard, which would be learnt as "did
     * not fail".
     *
     * @param untilOrNull what was asked for; null for all that is known now
     * @param horizon the longest that is looked ahead
     * @throws PredictionException if nothing is stored, or what was asked for lies far after it
     */
    Instant learntUntil(String type, Instant untilOrNull, Duration horizon, Instant now) {
        if (untilOrNull == null) {
            return known(type, now);
        }
        Instant newest = newestEvent(type);
        if (untilOrNull.isAfter(newest.plus(horizon).plus(ROOM))) {
            throw new PredictionException(
                    "what is stored of type " + type + " ends at " + newest + ", "
                            + Duration.between(newest, untilOrNull).toDays() + " days before " + untilOrNull
                            + "; the silence after it would be learnt as \"did not fail\"",
                    "leave the end (until) out, for all that is stored, or give one that is not after " + newest);
        }
        return untilOrNull;
    }

    HistoryReader reader(ApplianceType type, Vocabulary vocabulary, Set<String> appliances) {
        return new HistoryReader(database, fleet, telemetry, type, vocabulary, wanted(appliances));
    }

    HistoryReader readerOf(ApplianceType type, Vocabulary vocabulary, Predicate<Appliance> wanted) {
        return new HistoryReader(database, fleet, telemetry, type, vocabulary, wanted);
    }

    /** Registered appliances of a type, in order of their numbers. */
    List<Appliance> appliances(String type, Predicate<Appliance> wanted) {
        List<Appliance> found = new ArrayList<>();
        fleet.forEach(type, appliance -> {
            if (wanted.test(appliance)) {
                found.add(appliance);
            }
        });
        return found;
    }

    /** What the catalog and a first look through the history, without telemetry, say that there is to look at. */
    Vocabulary vocabulary(ApplianceType type, Set<String> appliances, Instant until, Progress progress) {
        Vocabulary usual = Vocabulary.of(type, lines(type.id(), appliances));
        CodePair.Counter pairs = new CodePair.Counter();
        long[] first = {Long.MAX_VALUE};
        progress.at("looking at faults", 0, 0);
        reader(type, usual, appliances).forEach(until, until, history -> {
            pairs.add(history.faults());
            if (history.activeAt(until.toEpochMilli())) {
                first[0] = Math.min(first[0], history.firstSeen());
            }
        });
        return usual.with(pairs.found(), first[0] <= until.minus(TWO_YEARS).toEpochMilli());
    }

    static Predicate<Appliance> wanted(Set<String> appliances) {
        return appliance -> appliances == null || appliances.contains(appliance.id());
    }

    void checkAppliances(Set<String> appliances, String type) {
        if (appliances == null) {
            return;
        }
        Set<String> unknown = new HashSet<>(appliances);
        fleet.forEach(type, appliance -> unknown.remove(appliance.id()));
        if (!unknown.isEmpty()) {
            throw new PredictionException(
                    unknown.size() + " of the appliances asked for are not registered as " + type + ": "
                            + String.join(
                                    ", ", unknown.stream().sorted().limit(5).toList()),
                    "see: appliance list --type " + type);
        }
    }

    /** The most frequent model lines among the appliances. */
    private List<String> lines(String type, Set<String> appliances) {
        Map<String, Integer> counts = new TreeMap<>();
        fleet.forEach(type, appliance -> {
            if (appliance.model() != null && wanted(appliances).test(appliance)) {
                counts.merge(appliance.model(), 1, Integer::sum);
            }
        });
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST_LINES)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
