package io.hearthwatch.servicedesk;

/**
 * Who changes the policy, and why.
 *
 * @param who the person, or the program that acts for one
 * @param reason in their words, or null
 */
public record Author(String who, String reason) {
    private static final int LONGEST = 500;

    public Author {
        if (who == null || who.isBlank() || who.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "who changes the policy must be said in 1 to " + LONGEST + " characters");
        }
        if (reason != null && reason.length() > LONGEST) {
            throw new IllegalArgumentException("the reason is longer than " + LONGEST + " characters");
        }
    }
}
