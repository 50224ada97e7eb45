package io.hearthwatch.servicedesk.indicator;

import java.time.Instant;
import java.time.LocalDate;

/**
 * What is aimed at, from a day on. The newest one of the narrowest scope holds: a centre's before its region's before everybody's; a
 * product's before all products'.
 *
 * @param region null for every one, or where a centre is named
 * @param type appliance type; null for every one
 * @param version counts the targets of the same scope and day
 * @param value in the indicator's unit
 * @param limit up to here the light is amber
 * @param source own_history, industry or feedback
 */
public record Target(
        long id,
        String indicator,
        String region,
        String centre,
        String type,
        LocalDate validFrom,
        int version,
        double value,
        double limit,
        String source,
        String owner,
        String note,
        String who,
        Instant at) {

    /** How narrow its scope is. */
    int narrowness() {
        return (centre != null ? 4 : region != null ? 2 : 0) + (type != null ? 1 : 0);
    }

    Figure.Light light(Indicator indicator, Double reached) {
        if (reached == null) {
            return Figure.Light.NONE;
        }
        if (indicator.better().reaches(reached, value)) {
            return Figure.Light.GREEN;
        }
        return indicator.better().reaches(reached, limit) ? Figure.Light.AMBER : Figure.Light.RED;
    }
}
