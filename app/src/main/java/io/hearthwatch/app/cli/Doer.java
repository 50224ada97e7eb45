package io.hearthwatch.app.cli;

import picocli.CommandLine.Option;

/** The {@code --who NAME} of whatever goes into a record. */
public final class Doer {
    private static final int LONGEST = 100;

    @Option(names = "--who", paramLabel = "NAME", description = "who does it (default: the user of this machine)")
    private String who = Who.user();

    /** The name; refused where it is none. */
    public String name() {
        String name = who.strip();
        if (name.isEmpty() || name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
            throw CommandFailure.usage(
                    "--who is empty, has lines, or is longer than " + LONGEST + " characters",
                    "give a name, or leave it out");
        }
        return name;
    }
}
