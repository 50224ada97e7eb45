package io.hearthwatch.predictor.life;

import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.learning.HistorySource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two remaining-life models on the same decisions, which neither has seen: after what either learnt of an appliance. Truths and estimates are
 * taken for no longer than the shorter of the two caps. Keeps sums by appliance. For one thread.
 */
public final class LifeCompare {
    private final LifeModel a;
    private final LifeModel b;
    private final Duration cap;
    private final Map<String, LifeErrors[]> components = new TreeMap<>();
    private final LifeErrors[] total = {new LifeErrors(), new LifeErrors()};

    /** Of two models of one type. */
    public LifeCompare(LifeModel a, LifeModel b) {
        this.a = a;
        this.b = b;
        this.cap = shorter(a.cap(), b.cap());
        for (LifeComponent component : a.components()) {
            if (component.trees().isPresent() && estimates(b, component.component())) {
                components.put(component.component(), new LifeErrors[] {new LifeErrors(), new LifeErrors()});
            }
        }
    }

    private static boolean estimates(LifeModel model, String component) {
        return model.components().stream()
                .anyMatch(c -> c.component().equals(component) && c.trees().isPresent());
    }

    private static Duration shorter(Duration one, Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** The longest life that both tell apart; null for none. */
    public Duration cap() {
        return cap;
    }

    /** Components that both estimate. */
    public List<String> components() {
        return List.copyOf(components.keySet());
    }

    /**
     * Judges both.
     *
     * @param ofA histories read with the vocabulary of a
     * @param ofB the same read with that of b
     * @param from first decision; null for the first that neither has seen
     */
    public void run(HistorySource ofA, HistorySource ofB, Instant from, Instant to, Duration every) {
        long first = from == null ? Long.MIN_VALUE : from.toEpochMilli() - 1;
        hear(0, a, ofA, first, to, every);
        hear(1, b, ofB, first, to, every);
    }

    private void hear(int side, LifeModel model, HistorySource source, long first, Instant to, Duration every) {
        double most = cap == null ? Double.POSITIVE_INFINITY : cap.toMillis() / 3_600_000.0;
        new UnseenLives("", model, cap)
                .walk(source, history -> after(history, first), to, every, (c, row, said, truth) -> {
                    LifeErrors[] sums = components.get(said.component());
                    if (sums != null) {
                        double hours = Math.min(most, said.hours());
                        for (LifeErrors each : List.of(sums[side], total[side])) {
                            each.add(said.applianceNo(), hours, truth, said.holds(truth), 1);
                        }
                    }
                });
    }

    private long after(ApplianceHistory history, long first) {
        return Math.max(first, Math.max(UnseenLives.after(a, history), UnseenLives.after(b, history)));
    }

    /** One component's figures, or those of all together for null. */
    public Side of(String componentOrNull) {
        LifeErrors[] sums = componentOrNull == null ? total : components.get(componentOrNull);
        LifeErrors.Less less = sums[0].less(sums[1]);
        return new Side(sums[0].figures(), sums[1].figures(), less.rmse(), less.nasa());
    }

    /**
     * Both on the same decisions.
     *
     * @param rmse by how many hours b's error is less
     * @param nasa by how much b's mean penalty of the NASA score is less
     */
    public record Side(
            LifeFigures a,
            LifeFigures b,
            io.hearthwatch.predictor.evaluation.Difference rmse,
            io.hearthwatch.predictor.evaluation.Difference nasa) {}
}
