package io.hearthwatch.simulator.outside;

/** A ticket that the service has open for a component of an appliance. */
public record OpenTicket(String id, String appliance, String component) {}
