package io.hearthwatch.servicedesk.policy;

import java.util.Locale;

/** Why a ticket ended. */
public enum EndReason {
    /** The component was repaired or replaced. */
    REPAIRED(false, true),
    /** Nobody booked in time. */
    EXPIRED(true),
    /** A person judged that there is nothing to it. */
    FALSE_ALARM(true),
    /** Somebody looked, and found nothing. */
    NOTHING_FOUND(true),
    /** A person judged that the ticket does not help. */
    NOT_USEFUL(true),
    /** The customer does not want it. */
    DECLINED(true),
    /** Another open ticket is about the same. */
    JOINED(true),
    /** Another ticket replaced the part meanwhile. */
    SUPERSEDED(false),
    /** Solved by guidance, without a visit. */
    REMOTE(true, true),
    /** It was used in a wrong way. */
    MISUSE(true, true),
    /** The question was answered. */
    ANSWERED(false, true),
    /** Installed and commissioned. */
    INSTALLED(false, true),
    /** Maintained as planned. */
    MAINTAINED(false, true),
    /** The place was looked at before the sale. */
    SURVEYED(false, true),
    /** The complaint was settled with the customer. */
    SETTLED(false, true),
    /** There was nothing behind the complaint. */
    UNFOUNDED(false, true),
    /** The appliance was exchanged for another. */
    EXCHANGED(false, true),
    /** The appliance went back, and the money too. */
    REFUNDED(false, true);

    private final boolean quiets;
    private final boolean closes;

    EndReason(boolean quiets) {
        this(quiets, false);
    }

    EndReason(boolean quiets, boolean closes) {
        this.quiets = quiets;
        this.closes = closes;
    }

    /** The state of a ticket that ended so: closed after work, cancelled where none was done. */
    public String state() {
        return closes ? "closed" : "cancelled";
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
