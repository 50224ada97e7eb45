package io.hearthwatch.servicedesk.dispatch;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * A visit that would not stay as it is if somebody else's were given to its technician.
 *
 * @param technician who has it now
 * @param begin when it begins now
 * @param loses {@code window}: nobody could come in it; {@code technician}: somebody else would have to come; {@code time}: the customer was
 *     told another one
 * @param instead who would come, as far as can be said without a search; null for nobody
 * @param insteadBegin when work would begin then; null for nobody
 * @param pinned whether a person decided who comes
 * @param breaksPin whether that is what it loses: nothing but naming it lets it be
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
        Instant insteadBegin,
        boolean pinned,
        boolean breaksPin) {

    /** In a few words, with times as the clock there shows them. */
    String words(ZoneId zone) {
        return number
                + switch (loses) {
                    case "technician" -> " would lose its technician, " + technician + " (" + instead + " could come)";
                    case "time" -> " would begin at " + clock(insteadBegin, zone) + " instead of " + clock(begin, zone);
                    default -> " would lose its window";
                };
    }

    private static String clock(Instant at, ZoneId zone) {
        return CLOCK.format(at.atZone(zone));
    }

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
}
