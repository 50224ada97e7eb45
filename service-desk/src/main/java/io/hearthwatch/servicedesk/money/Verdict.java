package io.hearthwatch.servicedesk.money;

import java.math.BigDecimal;
import java.util.Locale;

/** What became of a claimed amount. */
enum Verdict {
    ACCEPTED,
    CUT,
    REFUSED;

    /** What it is, given what was asked for and what is paid. */
    static Verdict of(BigDecimal claimed, BigDecimal allowed) {
        if (allowed.signum() == 0) {
            return REFUSED;
        }
        return allowed.compareTo(claimed) < 0 ? CUT : ACCEPTED;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
