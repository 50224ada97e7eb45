package io.hearthwatch.servicedesk.parts;

/**
 * Who asks for a change of stock, and under which key. A request that is repeated with its key, because its answer was lost, does nothing
 * again and gets the answer of the first.
 *
 * @param key chosen by the client, its own for each request; 1 to 100 characters
 * @param who the person or program, for the ledger
 */
public record Client(String key, String who) {
    private static final int LONGEST_KEY = 100;
    private static final int LONGEST_WHO = 200;

    public Client {
        if (key == null || key.isBlank() || key.length() > LONGEST_KEY) {
            throw PartsRefusedException.invalid(
                    "the request's key must have 1 to " + LONGEST_KEY + " characters",
                    "make one for each request, such as a UUID, and repeat it only when the same request is repeated");
        }
        if (who == null || who.isBlank() || who.length() > LONGEST_WHO) {
            throw PartsRefusedException.invalid(
                    "who asks must be said in 1 to " + LONGEST_WHO + " characters", "give a name");
        }
    }
}
