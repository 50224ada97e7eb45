package io.hearthwatch.servicedesk.dispatch.route;

/** How long it takes to get from one place to another. Another estimate, or a road network's answer, goes in here. */
@FunctionalInterface
public interface Travel {
    /** Minutes from door to door, at least zero; the same for the same two places. */
    int minutes(Position from, Position to);
}
