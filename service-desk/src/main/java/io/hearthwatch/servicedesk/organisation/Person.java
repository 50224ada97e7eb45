package io.hearthwatch.servicedesk.organisation;

/**
 * Somebody who uses the service.
 *
 * @param region whose centres they see; null for another scope
 * @param centre whose records they see; null for another scope
 * @param technician the technician that they are, or null
 * @param active whether their tokens are good for anything
 */
public record Person(
        String id, String name, Role role, String region, String centre, String technician, boolean active) {}
