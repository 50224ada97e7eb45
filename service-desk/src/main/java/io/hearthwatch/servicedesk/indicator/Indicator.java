package io.hearthwatch.servicedesk.indicator;

import io.hearthwatch.catalog.Text;
import java.util.Locale;

/**
 * What an indicator is.
 *
 * @param name as in the API and in the views {@code service.indicator_NAME}
 * @param definition what is counted, and what is not
 * @param owner who answers for it: a role
 * @param aspect what its cases are also told apart by, such as the class of a complaint; null for nothing
 * @param alwaysByAspect whether a value over several aspects would mean nothing
 * @param channel {@code currency} where the channel of its cases is one, and figures are always told apart by it; null where it is how
 *     somebody came
 * @param commonDenominator whether each aspect has its own numerator over the denominator of all
 */
public record Indicator(
        String name,
        Text title,
        Text definition,
        Text numerator,
        Text denominator,
        Unit unit,
        String owner,
        Better better,
        String aspect,
        boolean alwaysByAspect,
        String channel,
        boolean commonDenominator) {

    /** Whether it is about money, which not everybody sees. */
    public boolean aboutMoney() {
        return channel != null;
    }

    /** What a value is counted in. */
    public enum Unit {
        /** 0 to 1. */
        SHARE,
        /** Per million. */
        PPM,
        /** A mean; the percentile that is asked for stands beside it. */
        SECONDS,
        /** 1 to 5. */
        MARK,
        /** Per appliance and month. */
        RATE,
        /** An amount in the currency that the figure's channel is. */
        MONEY;

        /** As stored and as in the API. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        double factor() {
            return this == PPM ? 1e6 : 1;
        }
    }

    /** Where it should go. */
    public enum Better {
        HIGHER,
        LOWER;

        /** As stored and as in the API. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean reaches(double value, double aim) {
            return this == HIGHER ? value >= aim : value <= aim;
        }
    }
}
