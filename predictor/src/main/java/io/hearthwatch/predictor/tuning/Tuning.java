package io.hearthwatch.predictor.tuning;

import io.hearthwatch.predictor.learning.Trial;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A search for better settings, as far as it has come.
 *
 * @param id its id; a tuning that was interrupted goes on by it
 * @param type appliance type
 * @param createdAt when it began
 * @param trials those that were judged, in order; the first has the settings to compare with
 * @param model the model that the best settings were trained into, or null
 */
public record Tuning(String id, String type, Instant createdAt, List<NumberedTrial> trials, String model) {
    public Tuning {
        trials = List.copyOf(trials);
    }

    /** What a tuning came to. */
    public enum Verdict {
        /** The best settings are better than the first trial's by more than chance explains. */
        BETTER,
        /** They are better, but no more than chance explains. */
        WITHIN_NOISE,
        /** Nothing was better. */
        NOTHING_BETTER
    }

    /** The finished trial with the least loss. */
    public NumberedTrial best() {
        return trials.stream()
                .filter(t -> t.trial().isFinished())
                .min(Comparator.comparingDouble(t -> t.trial().loss()))
                .orElseThrow();
    }

    /** The trial that the others are compared with. */
    public NumberedTrial first() {
        return trials.get(0);
    }

    /** What it came to. */
    public Verdict verdict() {
        Trial best = best().trial();
        if (best().no() == 1 || best.gain() <= 0) {
            return Verdict.NOTHING_BETTER;
        }
        return best.noise() != null && best.gain() > gainNeeded() ? Verdict.BETTER : Verdict.WITHIN_NOISE;
    }

    /**
     * The gain that chance alone gives the best of as many trials in one tuning of twenty: the more are tried, the luckier the luckiest
     * is (Bonferroni's correction).
     */
    public double gainNeeded() {
        Double noise = best().trial().noise();
        long compared =
                Math.max(1, trials.stream().filter(t -> t.trial().isFinished()).count() - 1);
        return noise == null ? 0 : noise * upperQuantile(0.05 / compared);
    }

    /** The standard normal's upper quantile, after Abramowitz and Stegun, 26.2.23; off by less than 0.00045. */
    static double upperQuantile(double p) {
        double t = Math.sqrt(-2 * Math.log(p));
        return t
                - (2.515517 + 0.802853 * t + 0.010328 * t * t)
                        / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
    }
}
