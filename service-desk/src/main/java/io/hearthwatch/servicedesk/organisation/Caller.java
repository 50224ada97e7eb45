package io.hearthwatch.servicedesk.organisation;

/**
 * Who asks, and what they may see.
 *
 * @param person null while nobody is registered: then whoever reaches the server may do everything
 */
public record Caller(Person person, Scope scope) {
    /** Whoever reaches a server on which nobody is registered. */
    public static final Caller ANYBODY = new Caller(null, Scope.EVERYTHING);

    /** Whether they are shown names, addresses and phone numbers. */
    public boolean servesCustomers() {
        return person == null || person.role().servesCustomers();
    }

    /** Whether they may change the organisation within their scope. */
    public boolean manages() {
        return person == null || person.role().manages();
    }

    /** For the records: the person's id, or {@code api}. */
    public String who() {
        return person == null ? "api" : person.id();
    }
}
