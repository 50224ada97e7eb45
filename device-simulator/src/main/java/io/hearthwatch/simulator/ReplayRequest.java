package io.hearthwatch.simulator;

import io.hearthwatch.simulator.event.EventSource;
import java.time.Duration;
import java.time.Instant;

/**
 * What to replay, against which service.
 *
 * @param source recorded events
 * @param credentials secrets of the appliances in it
 * @param from events after this instant are played; the first decision is at it
 * @param to events up to this instant are played; null for the last event's time
 * @param minLead how long before a failure a ticket must have been open to count as pre-empting it
 * @param target where the service listens
 * @param patience how long the service may be away before the replay fails
 */
public record ReplayRequest(
        EventSource source,
        Credentials credentials,
        Instant from,
        Instant to,
        Duration minLead,
        Target target,
        Duration patience) {
    /** Long enough for a service to be killed, started again and to catch up. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(2);

    /** A service's listeners. */
    public record Target(String mqttHost, int mqttPort, String httpHost, int httpPort) {}
}
