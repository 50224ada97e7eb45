package io.hearthwatch.console;

import io.hearthwatch.catalog.Costs;
import io.hearthwatch.servicedesk.Author;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What about the policy takes models, of which the console knows nothing. Everything blocks. */
public interface PolicyRoom {
    /** A service without models. */
    PolicyRoom WITHOUT_MODELS = new PolicyRoom() {
        @Override
        public Map<String, Double> thresholds(String type) {
            return Map.of();
        }

        @Override
        public boolean resume(String typeOrNull, Author author) {
            throw new IllegalArgumentException("there are no models here");
        }

        @Override
        public Map<String, Object> simulate(Simulation wanted) {
            throw new IllegalArgumentException("there are no models here");
        }
    };

    /**
     * What to try out.
     *
     * @param modelOrNull whose scores are played; null for the champion
     * @param costs by component, in place of the present ones
     * @param capacity most tickets a day by centre, in place of the present ones; null for no limit
     * @param from beginning, or null for {@code last} before the end
     * @param to end, or null for the end of what is stored
     */
    record Simulation(
            String type,
            String modelOrNull,
            Map<String, Costs> costs,
            Map<String, Integer> capacity,
            Instant from,
            Instant to,
            Duration last) {}

    /** From which probability on each component of a type asks for a ticket; empty where no model is in service. */
    Map<String, Double> thresholds(String type);

    /**
     * Releases the emergency switch.
     *
     * @return whether it was on
     */
    boolean resume(String typeOrNull, Author author);

    /**
     * What another policy would have done, as JSON objects.
     *
     * @throws IllegalArgumentException if that cannot be tried, and why
     */
    Map<String, Object> simulate(Simulation wanted);
}
