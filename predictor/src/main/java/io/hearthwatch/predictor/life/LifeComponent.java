package io.hearthwatch.predictor.life;

import io.hearthwatch.predictor.learning.RegressionTrees;
import java.util.List;
import java.util.Optional;

/**
 * What was learnt of one component's remaining life.
 *
 * @param component its id
 * @param trees what estimates hours; empty where too little failed to learn from
 * @param rounds boosting rounds that were chosen
 * @param failures distinct failures that were learnt from
 * @param labels decisions whose outcome is known
 * @param outlived those among them that lasted as long as the cap
 * @param margins of the interval
 * @param ages what is said from hours in use alone, to compare with
 * @param unseen how good estimates were for appliances left out of what was learnt from
 * @param unseenByAge the same for the rule on age
 */
public record LifeComponent(
        String component,
        Optional<RegressionTrees> trees,
        int rounds,
        int failures,
        long labels,
        long outlived,
        Margins margins,
        AgeLife ages,
        LifeFigures unseen,
        LifeFigures unseenByAge) {

    /** The hours that remain, for each row of features. */
    float[] estimates(List<float[]> rows, float cap) {
        return clamp(trees.orElseThrow().predict(rows), cap);
    }

    /** Into [0, cap]. */
    static float[] clamp(float[] hours, float cap) {
        for (int i = 0; i < hours.length; i++) {
            hours[i] = Math.max(0, Math.min(cap, hours[i]));
        }
        return hours;
    }
}
