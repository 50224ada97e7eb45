package io.hearthwatch.simulator;

import java.time.Duration;

/**
 * The service that a live fleet talks to, on this host.
 *
 * @param credentials of every appliance of the fleet
 * @param patience how long the service may be away before the simulation fails
 */
public record LiveTarget(String host, int mqttPort, int httpPort, Credentials credentials, Duration patience) {}
