package io.hearthwatch.simulator.event;

import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;

/** Events in {@link Event#ORDER}, streamed: a source never holds its whole span in memory. */
public interface EventSource {
    /**
     * Hands over every event with {@code from < time <= to}, in order.
     *
     * @param to null for no end
     */
    void stream(Instant from, Instant to, Consumer<Event> sink);

    /** Types of the appliances whose events were handed over. */
    Set<String> types();
}
