package io.hearthwatch.predictor;

import io.hearthwatch.catalog.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Why a component's probability is what it is, exactly: {@code base}, all reasons and {@code rest} add up to the log-odds of {@code
 * probability}.
 *
 * @param component component id
 * @param modelId the model that computed it
 * @param asOf the instant up to which it knew
 * @param from where the window that is explained begins, after {@code asOf}; of a model with several windows up to its acting horizon, that
 *     in which the component most likely fails
 * @param to where it ends
 * @param probability of failing in the window, if not before it
 * @param base log-odds before anything of the appliance is looked at
 * @param reasons what moved it most, the strongest first, whichever way
 * @param rest what everything else moved it by, in log-odds
 */
public record ScoreReasons(
        String component,
        String modelId,
        Instant asOf,
        Duration from,
        Duration to,
        double probability,
        double base,
        List<Reason> reasons,
        double rest) {

    /**
     * What one subject, such as a metric with all its features, did.
     *
     * @param words one line that says how it is, and what is usual
     * @param contribution in log-odds; above 0 it makes a failure likelier
     */
    public record Reason(Text words, double contribution) {}

    public ScoreReasons {
        reasons = List.copyOf(reasons);
    }

    /** The log-odds of the probability: the sum of all. */
    public double logOdds() {
        return base + rest + reasons.stream().mapToDouble(Reason::contribution).sum();
    }
}
