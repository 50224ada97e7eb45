package io.hearthwatch.servicedesk.dispatch;

import java.time.Instant;

/**
 * A visit that would not stay as it is if somebody else's were given to its technician.
 *
 * @param technician who has it now
 * @param begin when it begins now
 * @param loses {@code window}: nobody could come in it; {@code technician}: somebody else would have to come; {@code time}: the customer was
 *     told another one
 * @param instead who would come, as far as can be said without a search; null for nobody
 * @param pinned whether a person decided who comes
 */
public record PushedOff(
        long ticket,
        String number,
        String technician,
        Instant begin,
        Instant windowFrom,
        Instant windowTo,
        String loses,
        String instead,
        boolean pinned) {

    /** In a few words. */
    String words() {
        return number + " would lose its " + (loses.equals("technician") ? "technician, " + technician : loses)
                + (loses.equals("technician") ? " (" + instead + " could come)" : "");
    }
}
