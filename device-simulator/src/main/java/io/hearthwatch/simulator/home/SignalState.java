package io.hearthwatch.simulator.home;

import io.hearthwatch.catalog.Metric;
import io.hearthwatch.simulator.home.Behaviour.Shape;
import io.hearthwatch.simulator.home.Behaviour.Signal;
import java.util.List;
import java.util.SplittableRandom;

/** One metric of one appliance: its own offset, its slow wander, and what it last measured. */
final class SignalState {
    private static final double OWN_SPREAD = 0.05;
    /** How much of the wander is left after one reading. */
    private static final double MEMORY = 0.9;

    private static final double FRESH = Math.sqrt(1 - MEMORY * MEMORY);

    private final Signal signal;
    private final Metric metric;
    private final double own;
    private double wander;
    private double held;
    private double total;

    SignalState(Signal signal, Metric metric, double hoursInUse, SplittableRandom random) {
        this.signal = signal;
        this.metric = metric;
        this.own = 1 + OWN_SPREAD * random.nextGaussian();
        this.held = signal.idle() * own;
        this.total = hoursInUse * (0.8 * signal.idle() + 0.2 * signal.busy()) * own;
    }

    String metric() {
        return metric.name();
    }

    /** An hour passes: totals grow, and what is measured once a cycle is measured anew if there was one. */
    void hour(double activity, boolean measured, SplittableRandom random) {
        if (signal.shape() == Shape.TOTAL) {
            double rate = signal.idle() + (signal.busy() - signal.idle()) * activity;
            total += rate * own * (0.7 + 0.6 * random.nextDouble());
        } else if (signal.shape() == Shape.HELD && measured) {
            held = signal.idle() * own + noise(random);
        }
    }

    /** What the appliance reports now; {@code drift} is what wear and nuisances add. */
    Object read(double activity, double warmth, double drift, SplittableRandom random) {
        return switch (signal.shape()) {
            case TOTAL -> Math.min(metric.max(), Math.floor(total));
            case HELD -> possible(held + drift);
            case LEVEL ->
                possible((signal.idle() + (signal.busy() - signal.idle()) * activity) * own
                        + signal.daily() * warmth
                        + noise(random)
                        + drift);
            case STATE -> state(activity > 0.3, random);
            case NOW_AND_THEN -> state(random.nextDouble() < signal.busy(), random);
        };
    }

    /** A new control board counts from nothing. */
    void reset() {
        total = 0;
    }

    private double noise(SplittableRandom random) {
        wander = MEMORY * wander + FRESH * signal.noise() * random.nextGaussian();
        return 0.7 * (wander + signal.noise() * random.nextGaussian());
    }

    private String state(boolean other, SplittableRandom random) {
        List<String> values = metric.values();
        if (!other || values.size() < 2) {
            return values.get(0);
        }
        return values.get(values.size() == 2 || random.nextDouble() < 0.6 ? 1 : 1 + random.nextInt(values.size() - 1));
    }

    /** Within what is physically possible, as precise as a sensor of that noise would say. */
    private double possible(double value) {
        double scale = signal.noise() < 0.1 ? 1000 : signal.noise() < 2 ? 100 : 10;
        double rounded = Math.round(value * scale) / scale;
        return Math.min(metric.max(), Math.max(metric.min(), rounded));
    }
}
