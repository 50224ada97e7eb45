package io.hearthwatch.servicedesk.register;

import io.hearthwatch.catalog.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * A group of settings as it stands.
 *
 * @param name retention, support or assignment
 * @param version counts its changes
 * @param changedAt when a person changed it last, or null
 * @param values numbers by name
 * @param about what each of them means
 */
public record Setting(
        String name,
        Text label,
        int version,
        Instant changedAt,
        String changedBy,
        Map<String, BigDecimal> values,
        Map<String, About> about) {
    /**
     * What a number means.
     *
     * @param unit months, minutes, days, km, jobs, repairs or marks
     * @param whole whether it has no fractions
     */
    public record About(Text label, String unit, BigDecimal least, BigDecimal most, boolean whole) {}
}
