package io.hearthwatch.predictor.watch;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Presence;
import io.hearthwatch.predictor.learning.ComponentModel;
import io.hearthwatch.predictor.learning.Reference;
import io.hearthwatch.predictor.learning.Schedule;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.storage.HistoryReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds a sample of a type's appliances against what its model learnt from. Of every model line and firmware a bounded number is chosen, by
 * a hash of appliance and day, and looked at on each of the last seven days, so that a Sunday is not taken for a change. Memory does not
 * grow with the fleet. For one thread; blocks.
 */
final class DriftCheck {
    /** So many of one line and firmware tell as much as more would; and so many in all are quick to read. */
    private static final int MOST_OF_A_CELL = 300;

    private static final int MOST_IN_ALL = 3_000;
    private static final int LEAST_OF_A_CELL = 40;
    private static final int BATCH = 1_024;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final TrainedModel model;
    private final Reference reference;
    private final DriftWords words;
    private final Fleet fleet;
    private final HistoryReader reader;
    private final Map<Cell, GroupTally> groups = new LinkedHashMap<>();
    private final List<Scored> batch = new ArrayList<>();

    /** Appliances of a kind; null stands for all. */
    private record Cell(String line, String firmware) {
        static final Cell ALL = new Cell(null, null);
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Scored(float[] row, double weight, List<GroupTally> groups) {}

    DriftCheck(TrainedModel model, Reference reference, ApplianceType type, Fleet fleet, HistoryReader reader) {
        this.model = model;
        this.reference = reference;
        this.words = new DriftWords(type, model.extractor(), reference);
        this.fleet = fleet;
        this.reader = reader;
    }

    /** As of the newest instant of the model's schedule that is not after this one. */
    Drift run(Instant now) {
        List<Instant> instants = instants(now);
        Instant newest = instants.get(0);
        Map<Cell, List<Appliance>> cells = cells();
        int all = cells.values().stream().mapToInt(List::size).sum();
        Map<Integer, Double> weights = new HashMap<>();
        Map<Integer, Cell> cellOf = new HashMap<>();
        List<Appliance> sample = sample(cells, newest.toEpochMilli() / DAY, weights, cellOf);
        Set<Cell> firmwares = apart(cells);
        Instant after = instants.get(instants.size() - 1).minus(Duration.ofDays(FeatureExtractor.GIVEN_DAYS));
        reader.read(
                sample,
                after,
                newest,
                history -> add(
                        history,
                        instants,
                        weights.get(history.applianceNo()),
                        groupsOf(cellOf.get(history.applianceNo()), firmwares)));
        score();
        Map<Cell, Integer> sizes = sizes(cells);
        // Once in a hundred looks chance may call something drift, and then only if it does so again.
        int tests = Math.max(
                1,
                groups.size() * (model.extractor().size() + reference.scores().size()));
        List<DriftGroup> found = new ArrayList<>();
        groups.forEach((cell, tally) -> found.add(
                tally.found(cell.line(), cell.firmware(), sizes.getOrDefault(cell, 0) / (double) all, 0.01 / tests)));
        found.sort(Comparator.comparing(DriftGroup::line, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(DriftGroup::firmware, Comparator.nullsFirst(Comparator.naturalOrder())));
        return new Drift(newest, Instant.parse(reference.from()), Instant.parse(reference.to()), found);
    }

    /** Newest first: a day or more apart, within a week, at the hours at which the model decides. */
    private List<Instant> instants(Instant now) {
        Schedule schedule = model.schedule();
        long every = schedule.interval().toMillis();
        long step = (DAY + every - 1) / every * every;
        Instant newest = schedule.upTo(now);
        List<Instant> instants = new ArrayList<>();
        for (long back = 0; back < WEEK.toMillis(); back += step) {
            instants.add(newest.minusMillis(back));
        }
        return instants;
    }

    private Map<Cell, List<Appliance>> cells() {
        Map<Cell, List<Appliance>> cells =
                new TreeMap<>(Comparator.comparing(Cell::line, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(Cell::firmware, Comparator.nullsFirst(Comparator.naturalOrder())));
        fleet.forEach(
                model.extractor().vocabulary().type(),
                appliance -> cells.computeIfAbsent(
                                new Cell(appliance.model(), appliance.firmware()), key -> new ArrayList<>())
                        .add(appliance));
        return cells;
    }

    private static Map<Cell, Integer> sizes(Map<Cell, List<Appliance>> cells) {
        Map<Cell, Integer> sizes = new HashMap<>();
        cells.forEach((cell, members) -> {
            sizes.merge(Cell.ALL, members.size(), Integer::sum);
            if (cell.line() != null) {
                sizes.merge(new Cell(cell.line(), null), members.size(), Integer::sum);
                if (cell.firmware() != null) {
                    sizes.merge(cell, members.size(), Integer::sum);
                }
            }
        });
        return sizes;
    }

    /** The chosen ones in order of number; the weights say for how many each stands. */
    private static List<Appliance> sample(
            Map<Cell, List<Appliance>> cells, long day, Map<Integer, Double> weights, Map<Integer, Cell> cellOf) {
        int each = Math.max(LEAST_OF_A_CELL, Math.min(MOST_OF_A_CELL, MOST_IN_ALL / Math.max(1, cells.size())));
        // Where there are very many cells, the smallest fare like the others, by chance.
        double share = Math.min(1, MOST_IN_ALL / (double) (each * Math.max(1, cells.size())));
        List<Appliance> sample = new ArrayList<>();
        cells.forEach((cell, members) -> {
            double wanted = members.size() <= each ? 1 : each / (double) members.size();
            double rate = wanted * share;
            for (Appliance appliance : members) {
                if (Hash.uniform(appliance.no(), day) < rate) {
                    sample.add(appliance);
                    weights.put(appliance.no(), 1 / rate);
                    cellOf.put(appliance.no(), cell);
                }
            }
        });
        sample.sort(Comparator.comparingInt(Appliance::no));
        return sample;
    }

    /** Firmware versions that are worth a group of their own: those of lines that run more than one, the largest. */
    private static Set<Cell> apart(Map<Cell, List<Appliance>> cells) {
        Map<String, Integer> versions = new HashMap<>();
        cells.keySet().stream()
                .filter(cell -> cell.line() != null && cell.firmware() != null)
                .forEach(cell -> versions.merge(cell.line(), 1, Integer::sum));
        Set<Cell> apart = new HashSet<>();
        cells.entrySet().stream()
                .filter(e -> e.getKey().line() != null
                        && e.getKey().firmware() != null
                        && versions.get(e.getKey().line()) > 1
                        && e.getValue().size() >= GroupTally.LEAST)
                .sorted(Map.Entry.comparingByValue(Comparator.comparingInt((List<Appliance> members) -> members.size())
                        .reversed()))
                .limit(MOST_IN_ALL / LEAST_OF_A_CELL)
                .forEach(e -> apart.add(e.getKey()));
        return apart;
    }

    private List<GroupTally> groupsOf(Cell cell, Set<Cell> firmwares) {
        List<GroupTally> mine = new ArrayList<>();
        mine.add(group(Cell.ALL));
        if (cell.line() != null) {
            mine.add(group(new Cell(cell.line(), null)));
            if (firmwares.contains(cell)) {
                mine.add(group(cell));
            }
        }
        return mine;
    }

    private GroupTally group(Cell cell) {
        return groups.computeIfAbsent(cell, key -> new GroupTally(model.extractor(), reference, words, key.line()));
    }

    private void add(ApplianceHistory history, List<Instant> instants, double weight, List<GroupTally> mine) {
        List<Instant> known = instants.stream()
                .filter(at -> Presence.inService(history, at.toEpochMilli()))
                .toList();
        if (known.isEmpty()) {
            return;
        }
        mine.forEach(group -> group.appliance(weight));
        for (Instant at : known) {
            float[] row = model.extractor().extract(history, at.toEpochMilli());
            double each = weight / known.size();
            mine.forEach(group -> group.features(row, each));
            batch.add(new Scored(row, each, mine));
        }
        if (batch.size() >= BATCH) {
            score();
        }
    }

    private void score() {
        List<float[]> rows = batch.stream().map(Scored::row).toList();
        for (ComponentModel component : model.components()) {
            if (!reference.scores().containsKey(component.component()) || rows.isEmpty()) {
                continue;
            }
            float[] probabilities = component.probabilities(rows);
            for (int i = 0; i < probabilities.length; i++) {
                Scored scored = batch.get(i);
                for (GroupTally group : scored.groups()) {
                    group.score(component.component(), probabilities[i], scored.weight());
                }
            }
        }
        batch.clear();
    }
}
