package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.organisation.Scope;
import java.util.Map;

/**
 * A write that somebody asks for.
 *
 * @param who the person, or the program that acts for one
 * @param version the ticket's version that they looked at, or null where they don't say
 * @param once a key of their own under which this is done once, however often it is asked for; or null
 * @param fingerprint tells two requests with the same key apart; or null without a key
 * @param scope what they may see; tickets outside it are none for them
 * @param input what was sent
 */
public record TicketRequest(
        String who, Integer version, String once, String fingerprint, Scope scope, TicketInput input) {
    private static final int LONGEST_WHO = 100;

    public TicketRequest {
        if (who == null || who.isBlank()) {
            throw TicketRefusal.invalid("'who' is missing", "say who does it, such as \"who\": \"Li\"");
        }
        if (who.length() > LONGEST_WHO || who.chars().anyMatch(Character::isISOControl)) {
            throw TicketRefusal.invalid(
                    "'who' is longer than " + LONGEST_WHO + " characters, or has lines", "give a name");
        }
        if (once != null && (once.isBlank() || once.length() > 200)) {
            throw TicketRefusal.invalid("the idempotency key is not 1 to 200 characters", "use a UUID");
        }
    }

    /** Without a key, by one who may see everything. */
    public static TicketRequest of(String who, Integer version, Map<String, Object> input) {
        return new TicketRequest(who, version, null, null, Scope.EVERYTHING, new TicketInput(input));
    }

    /** The same person about something else. */
    TicketRequest with(Map<String, Object> other) {
        return new TicketRequest(who, null, null, null, scope, new TicketInput(other));
    }
}
