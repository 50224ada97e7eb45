package io.hearthwatch.predictor.evaluation;

import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Events;
import io.hearthwatch.predictor.features.Presence;
import io.hearthwatch.predictor.learning.HistorySource;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;

/**
 * Replacing by age: the age at which it would have cost least in the training span, for each component. Nothing that is judged is looked
 * at. Where waiting for each failure would have cost less than any age, nothing is replaced.
 */
final class AgeReplacement {
    private static final double STEP = 1.15;
    private static final Duration OLDEST = Duration.ofDays(20 * 365);

    private final TrainedModel model;
    private final int[] places;
    private final List<Costs> costs;
    private final double[] ages;
    /** By component, then age; the last is that of waiting. */
    private final double[][] cost;

    private AgeReplacement(TrainedModel model, int[] places, List<Costs> costs) {
        this.model = model;
        this.places = places;
        this.costs = costs;
        this.ages = ages(model.schedule().interval());
        this.cost = new double[places.length][ages.length + 1];
    }

    /**
     * The ages in hours, by component; null where waiting costs less.
     *
     * @param places of the components in the model's vocabulary
     * @param trainedOn which appliances, by number, the model was trained on
     */
    static Double[] choose(
            TrainedModel model, int[] places, List<Costs> costs, HistorySource source, IntPredicate trainedOn) {
        AgeReplacement all = new AgeReplacement(model, places, costs);
        source.forEach(model.until(), model.until(), history -> {
            if (trainedOn.test(history.applianceNo())) {
                all.add(history);
            }
        });
        return all.best();
    }

    private static double[] ages(Duration first) {
        int size = 1;
        double oldest = OLDEST.toHours();
        double youngest = first.toHours();
        size += (int) (Math.log(oldest / youngest) / Math.log(STEP));
        double[] ages = new double[size];
        Arrays.setAll(ages, i -> youngest * Math.pow(STEP, i));
        return ages;
    }

    private void add(ApplianceHistory history) {
        long[] instants = instants(history);
        for (int c = 0; c < places.length; c++) {
            long[] failures = Failures.of(history, places[c], model.until().toEpochMilli());
            float[] inUse = new float[instants.length];
            for (int i = 0; i < inUse.length; i++) {
                inUse[i] = (float) inUse(history, places[c], instants[i]);
            }
            long[] counted = instants.length == 0
                    ? new long[0]
                    : Arrays.stream(failures)
                            .filter(at -> at > instants[0] + model.lead().toMillis())
                            .toArray();
            for (int age = 0; age <= ages.length; age++) {
                Double hours = age < ages.length ? (Double) ages[age] : null;
                Ticket ticket = Replacing.walk(
                        instants, inUse, hours, counted, model.lead().toMillis());
                Costs each = costs.get(c);
                cost[c][age] += ticket.opened() * each.heldPart()
                        + ticket.needless() * each.needlessVisit()
                        + (counted.length - ticket.foreseen()) * each.missedFailure();
            }
        }
    }

    /** The instants of the model's schedule whose outcome by the acting horizon is known, ascending. */
    private long[] instants(ApplianceHistory history) {
        Instant last = model.schedule().upTo(model.until().minus(model.horizon()));
        long every = model.schedule().interval().toMillis();
        long first = Math.max(history.firstSeen(), Instant.EPOCH.toEpochMilli());
        if (!history.activeAt(last.toEpochMilli())) {
            return new long[0];
        }
        int size = (int) ((last.toEpochMilli() - first) / every) + 1;
        // Telemetry is not read for this, so silence cannot be told.
        long end = Presence.failedForGood(history);
        return LongStream.range(0, size)
                .map(i -> last.toEpochMilli() - (size - 1 - i) * every)
                .filter(at -> at < end)
                .toArray();
    }

    private static double inUse(ApplianceHistory history, int component, long at) {
        Events repairs = history.repairs();
        // As the features count it.
        long since = history.bornAt() == ApplianceHistory.UNKNOWN ? history.firstSeen() : history.bornAt();
        for (int i = repairs.upTo(at) - 1; i >= 0; i--) {
            if (repairs.what(i) == component && repairs.receivedAt(i) <= at) {
                since = repairs.time(i);
                break;
            }
        }
        return since == ApplianceHistory.UNKNOWN ? Double.NaN : (at - since) / 3_600_000.0;
    }

    private Double[] best() {
        Double[] best = new Double[places.length];
        for (int c = 0; c < best.length; c++) {
            double least = cost[c][ages.length];
            for (int age = ages.length - 1; age >= 0; age--) {
                if (cost[c][age] < least) {
                    least = cost[c][age];
                    best[c] = ages[age];
                }
            }
        }
        return best;
    }
}
