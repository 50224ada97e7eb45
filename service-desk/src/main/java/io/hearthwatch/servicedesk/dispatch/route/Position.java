package io.hearthwatch.servicedesk.dispatch.route;

/** A place on the earth, in degrees north and east. */
public record Position(double latitude, double longitude) {}
