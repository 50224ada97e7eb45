package io.hearthwatch.fleet;

import java.util.Locale;

/**
 * What a ticket says of a failure or a repair.
 *
 * @param ticket the ticket's number for people
 * @param why why it was repaired, or null where the ticket does not say
 * @param part what was built in, or null
 * @param serial the new part's serial number, or null
 */
public record Work(String ticket, Why why, String part, String serial) {
    /** Why a component was repaired. */
    public enum Why {
        /** It had failed. */
        FAILED,
        /** It was found worn, before it failed. */
        WORN,
        /** It was broken by wrong use. */
        MISUSE,
        /** It was due by plan. */
        MAINTENANCE;

        /** As it is stored and shown. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Why of(String id) {
            return id == null ? null : valueOf(id.toUpperCase(Locale.ROOT));
        }
    }
}
