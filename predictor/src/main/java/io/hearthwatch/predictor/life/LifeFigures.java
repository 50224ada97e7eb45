package io.hearthwatch.predictor.life;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How good estimates of remaining life were.
 *
 * @param n estimates compared
 * @param appliances of how many appliances
 * @param rmseHours root mean squared error
 * @param rmseLow its 95 % interval by bootstrap over appliances
 * @param rmseHigh the same
 * @param maeHours mean absolute error
 * @param biasHours mean of estimate less truth
 * @param nasaScore sum of the NASA score's penalties
 * @param coverage share of truths that the intervals held
 */
public record LifeFigures(
        long n,
        int appliances,
        double rmseHours,
        double rmseLow,
        double rmseHigh,
        double maeHours,
        double biasHours,
        double nasaScore,
        double coverage) {
    /** Of no estimate at all. */
    public static final LifeFigures NONE =
            new LifeFigures(0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** As the JSON of commands has it; what is not known is null. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("n", n);
        map.put("appliances", appliances);
        map.put("rmse_hours", known(rmseHours));
        map.put("rmse_hours_95", n == 0 ? null : Arrays.asList(rmseLow, rmseHigh));
        map.put("mae_hours", known(maeHours));
        map.put("bias_hours", known(biasHours));
        map.put("nasa_score", known(nasaScore));
        map.put("interval_coverage", known(coverage));
        return map;
    }

    private static Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
