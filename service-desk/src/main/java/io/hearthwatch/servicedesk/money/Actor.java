package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.organisation.Caller;

/**
 * Who does something with money, by name.
 *
 * @param name the person's id; while nobody is registered, the name that is said
 */
public record Actor(Caller caller, String name) {
    private static final int MOST_NAME = 100;

    /**
     * Whoever is signed in; while nobody is registered, whoever is named.
     *
     * @param said the name, which counts only while nobody is registered
     */
    public static Actor of(Caller caller, String said) {
        if (caller.person() != null) {
            return new Actor(caller, caller.who());
        }
        String name = said == null ? "" : said.strip();
        if (name.isEmpty() || name.length() > MOST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid(
                    "nobody is named", "say who does it: \"who\": \"…\", at most " + MOST_NAME + " characters");
        }
        return new Actor(caller, name);
    }

    /** Whether it is that person; case does not count. */
    boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
