package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.organisation.Caller;

/**
 * Who does something with money, by name, and under which key it is done once.
 *
 * @param name the person's id; while nobody is registered, the name that is said
 * @param key the idempotency key, or null
 * @param fingerprint what tells the request from another one under the same key
 */
public record Actor(Caller caller, String name, String key, String fingerprint) {
    private static final int MOST_NAME = 100;
    private static final int MOST_KEY = 200;

    public Actor {
        if (key != null && (key.isEmpty() || key.length() > MOST_KEY)) {
            throw Refusal.invalid("the idempotency key is longer than " + MOST_KEY + " characters", "use a UUID");
        }
    }

    /**
     * Whoever is signed in; while nobody is registered, whoever is named.
     *
     * @param said the name, which counts only while nobody is registered
     */
    public static Actor of(Caller caller, String said) {
        if (caller.person() != null) {
            return new Actor(caller, caller.who(), null, null);
        }
        String name = said == null ? "" : said.strip();
        if (name.isEmpty() || name.length() > MOST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid(
                    "nobody is named", "say who does it: \"who\": \"…\", at most " + MOST_NAME + " characters");
        }
        return new Actor(caller, name, null, null);
    }

    /** The same under a key; null for none. */
    public Actor once(String under, String print) {
        return new Actor(caller, name, under, print);
    }

    /** Whether it is that person; case does not count. */
    boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
