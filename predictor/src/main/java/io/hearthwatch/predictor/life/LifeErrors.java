package io.hearthwatch.predictor.life;

import io.hearthwatch.predictor.evaluation.Difference;
import io.hearthwatch.predictor.evaluation.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How far estimates were from the truth. Sums alone are kept, by appliance, so memory does not grow with decisions. Not thread-safe.
 */
final class LifeErrors {
    private static final int RESAMPLES = 1000;
    /** Differences on fewer appliances are not told. */
    static final int LEAST_APPLIANCES = 5;

    private final Map<Integer, Sums> byAppliance = new LinkedHashMap<>();

    /** Of one appliance. */
    private static final class Sums {
        private double n;
        private double squares;
        private double absolute;
        private double nasa;
        private double held;
        private double error;
    }

    /**
     * Adds an estimate.
     *
     * @param estimate hours
     * @param truth hours
     * @param held whether the interval held the truth
     * @param weight how many decisions it stands for
     */
    void add(int appliance, double estimate, double truth, boolean held, double weight) {
        Sums sums = byAppliance.computeIfAbsent(appliance, no -> new Sums());
        double d = estimate - truth;
        sums.n += weight;
        sums.squares += weight * d * d;
        sums.absolute += weight * Math.abs(d);
        sums.nasa += weight * nasaPenalty(d);
        sums.held += held ? weight : 0;
        sums.error += weight * d;
    }

    /**
     * What an error costs by the NASA score: exp(-d/13) - 1 where the estimate is too low, exp(d/10) - 1 where it is too high.
     * A. Saxena, K. Goebel, D. Simon, N. Eklund: Damage Propagation Modeling for Aircraft Engine Run-to-Failure Simulation, PHM 2008.
     *
     * @param d estimate less truth, hours
     */
    static double nasaPenalty(double d) {
        return d < 0 ? Math.expm1(-d / 13) : Math.expm1(d / 10);
    }

    /** Puts it together. */
    LifeFigures figures() {
        List<Sums> all = new ArrayList<>(byAppliance.values());
        double n = all.stream().mapToDouble(s -> s.n).sum();
        if (n == 0) {
            return LifeFigures.NONE;
        }
        double[] range = bootstrap(all);
        return new LifeFigures(
                Math.round(n),
                all.size(),
                Math.sqrt(all.stream().mapToDouble(s -> s.squares).sum() / n),
                range[0],
                range[1],
                all.stream().mapToDouble(s -> s.absolute).sum() / n,
                all.stream().mapToDouble(s -> s.error).sum() / n,
                all.stream().mapToDouble(s -> s.nasa).sum(),
                all.stream().mapToDouble(s -> s.held).sum() / n);
    }

    /**
     * How much less another's figures are than these, on the appliances of both.
     *
     * @param other of the same decisions
     * @return of the root mean squared error in hours, and of the mean NASA penalty, with what 95 of 100 draws of appliances give
     */
    Less less(LifeErrors other) {
        List<Sums[]> pairs = new ArrayList<>();
        byAppliance.forEach((no, sums) -> {
            Sums theirs = other.byAppliance.get(no);
            if (theirs != null) {
                pairs.add(new Sums[] {sums, theirs});
            }
        });
        if (pairs.size() < LEAST_APPLIANCES) {
            // A handful of appliances drawn again and again says nothing about others.
            return new Less(new Difference(null, null), new Difference(null, null));
        }
        Random random = new Random(1);
        double[] rmse = new double[RESAMPLES];
        double[] nasa = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            List<Sums[]> drawn = new ArrayList<>(pairs.size());
            for (int i = 0; i < pairs.size(); i++) {
                drawn.add(pairs.get(random.nextInt(pairs.size())));
            }
            rmse[r] = rmse(drawn, 0) - rmse(drawn, 1);
            nasa[r] = nasa(drawn, 0) - nasa(drawn, 1);
        }
        return new Less(
                difference(rmse(pairs, 0) - rmse(pairs, 1), rmse), difference(nasa(pairs, 0) - nasa(pairs, 1), nasa));
    }

    /** How much less another has. */
    record Less(Difference rmse, Difference nasa) {}

    private static double rmse(List<Sums[]> pairs, int side) {
        return Math.sqrt(pairs.stream().mapToDouble(p -> p[side].squares).sum()
                / pairs.stream().mapToDouble(p -> p[side].n).sum());
    }

    private static double nasa(List<Sums[]> pairs, int side) {
        return pairs.stream().mapToDouble(p -> p[side].nasa).sum()
                / pairs.stream().mapToDouble(p -> p[side].n).sum();
    }

    private static Difference difference(double value, double[] resampled) {
        Arrays.sort(resampled);
        return new Difference(
                value, new Interval(resampled[(int) (RESAMPLES * 0.025)], resampled[(int) (RESAMPLES * 0.975)]));
    }

    /** The 2.5th and 97.5th percentile of the root mean squared error over appliances drawn with replacement. */
    private static double[] bootstrap(List<Sums> all) {
        Random random = new Random(1);
        double[] errors = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double squares = 0;
            double n = 0;
            for (int i = 0; i < all.size(); i++) {
                Sums drawn = all.get(random.nextInt(all.size()));
                squares += drawn.squares;
                n += drawn.n;
            }
            errors[r] = Math.sqrt(squares / n);
        }
        Arrays.sort(errors);
        return new double[] {errors[(int) (RESAMPLES * 0.025)], errors[(int) (RESAMPLES * 0.975)]};
    }
}
