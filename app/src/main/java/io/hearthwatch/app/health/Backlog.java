package io.hearthwatch.app.health;

import java.util.Map;

/**
 * What waits in the database, as it was when last asked; asking takes queries, so it is not done when somebody looks.
 *
 * @param dirtyHours (appliance, hour) whose statistics wait to be computed; NaN where not known
 * @param unrelayed decisions that wait to be handed to the service desk
 * @param openTickets tickets that are open
 * @param databaseBytes size of the database on disk
 * @param lagSeconds for each piece of due work, how long the oldest of it waits
 */
public record Backlog(
        double dirtyHours, double unrelayed, double openTickets, double databaseBytes, Map<String, Double> lagSeconds) {
    /** Nothing is known, as while the database is away. */
    static final Backlog UNKNOWN = new Backlog(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Map.of());

    public Backlog {
        lagSeconds = Map.copyOf(lagSeconds);
    }
}
