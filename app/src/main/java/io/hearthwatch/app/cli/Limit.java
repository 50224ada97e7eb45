package io.hearthwatch.app.cli;

import picocli.CommandLine.Option;

/** The {@code --limit N} of lists. */
public final class Limit {
    @Option(names = "--limit", paramLabel = "N", description = "how many (default: 100)")
    private int limit = 100;

    /** How many rows are asked for; refused where that is none, or more than {@code most}. */
    public int of(int most) {
        if (limit < 1 || limit > most) {
            throw CommandFailure.usage("--limit must be between 1 and " + most, "--limit 100");
        }
        return limit;
    }
}
