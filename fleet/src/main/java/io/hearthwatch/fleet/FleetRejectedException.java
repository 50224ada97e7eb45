package io.hearthwatch.fleet;

import java.util.List;

/** The registry refuses a request as a whole because of what it says; nothing of it was stored. All that is wrong is listed. */
public final class FleetRejectedException extends RuntimeException {
    private final transient List<String> problems;

    public FleetRejectedException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence for each item that is wrong. */
    public List<String> problems() {
        return problems;
    }
}
