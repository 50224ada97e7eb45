package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Text;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Why a visit is with somebody, and what it would be with others.
 *
 * @param technician null where nobody has it
 * @param costs what it costs with them by rule, in minutes on the road; the way of others that changes by it included
 * @param others the cheapest first, then those who cannot
 */
public record Why(
        long ticket,
        String number,
        String technician,
        Instant begin,
        boolean pinned,
        List<Text> reasons,
        double cost,
        Map<String, Double> costs,
        List<Other> others) {

    /**
     * Another technician.
     *
     * @param begin when work would begin; null where it cannot be
     * @param cost null where it cannot be
     * @param broken hard rules that stand against it
     * @param words what they say
     */
    public record Other(
            String technician,
            String name,
            Instant begin,
            Double cost,
            Map<String, Double> costs,
            List<String> broken,
            List<Text> words) {}
}
