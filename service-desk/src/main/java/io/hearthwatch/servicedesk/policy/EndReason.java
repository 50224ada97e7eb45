package io.hearthwatch.servicedesk.policy;

import java.util.Locale;

/** Why a ticket ended. */
public enum EndReason {
    /** The component was repaired or replaced. */
    REPAIRED(false),
    /** Nobody booked in time. */
    EXPIRED(true),
    /** A person judged that there is nothing to it. */
    FALSE_ALARM(true),
    /** Somebody looked, and found nothing. */
    NOTHING_FOUND(true),
    /** A person judged that the ticket does not help. */
    NOT_USEFUL(true),
    /** The customer does not want it. */
    DECLINED(true);

    private final boolean quiets;

    EndReason(boolean quiets) {
        this.quiets = quiets;
    }

    /** Whether a like ticket should not be opened again at once. */
    public boolean quiets() {
        return quiets;
    }

    /** As stored and as in the API, such as {@code false_alarm}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason with that id. */
    public static EndReason of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
