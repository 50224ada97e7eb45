package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.catalog.Text;
import java.util.Locale;

/** How a technician's licence stands. A licence begins with 100 points and goes back to them at the yearly review. */
public enum LicenceBand {
    /** 110 points or more: may rise a grade after an exam. */
    MODEL("示范"),
    NORMAL("正常"),
    /** Below 80 points: gets fewer jobs. */
    WARNING("警示"),
    /** The points fell below 60: the licence is revoked, and comes back only after retraining. */
    ELIMINATED("淘汰");

    /** Points of a fresh licence. */
    public static final int FULL = 100;

    /** From here on a model. */
    public static final int MODEL_FROM = 110;

    /** Below this warned. */
    public static final int WARNING_BELOW = 80;

    /** Below this eliminated. The database holds it too. */
    public static final int REVOKED_BELOW = 60;

    private final String chinese;

    LicenceBand(String chinese) {
        this.chinese = chinese;
    }

    /**
     * The band of a licence.
     *
     * @param revoked whether it was revoked and not given back, whatever the points are
     */
    public static LicenceBand of(int points, boolean revoked) {
        if (revoked || points < REVOKED_BELOW) {
            return ELIMINATED;
        }
        if (points < WARNING_BELOW) {
            return WARNING;
        }
        return points >= MODEL_FROM ? MODEL : NORMAL;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its name for people. */
    public Text label() {
        return new Text(id(), chinese);
    }
}
