package io.hearthwatch.servicedesk.indicator;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Which figures of an indicator are wanted.
 *
 * @param by what they are told apart by; empty for one figure over all
 * @param from first month
 * @param to last month, included
 * @param only values that cases must have, by dimension
 * @param percentile of durations: 1 to 99
 * @param scope what the one who asks may see
 */
public record IndicatorQuery(
        String name,
        List<Dimension> by,
        YearMonth from,
        YearMonth to,
        Map<Dimension, String> only,
        int percentile,
        Scope scope) {
    private static final int MOST_MONTHS = 120;

    public IndicatorQuery {
        if (from.getYear() < 1900 || to.getYear() > 9998) {
            throw Refusal.invalid("from " + from + " to " + to + " is out of range", "use months from 1900-01 on");
        }
        if (to.isBefore(from) || from.until(to, ChronoUnit.MONTHS) >= MOST_MONTHS) {
            throw Refusal.invalid(
                    "the months from " + from + " to " + to + " are no span of 1 to " + MOST_MONTHS + " months",
                    "such as from=2026-01&to=2026-03");
        }
        if (percentile < 1 || percentile > 99) {
            throw Refusal.invalid("a percentile lies between 1 and 99", "50 is the median");
        }
        if (only.containsKey(Dimension.MONTH)) {
            throw Refusal.invalid("months are chosen by from and to", "such as from=2026-01&to=2026-03");
        }
        by = List.copyOf(by);
        only = Map.copyOf(only);
    }
}
