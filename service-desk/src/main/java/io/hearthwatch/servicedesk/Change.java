package io.hearthwatch.servicedesk;

import java.time.Instant;
import java.util.Map;

/**
 * Something changed. Numbers grow in the order of commits, so a reader that asks for what follows the last number it saw misses
 * nothing.
 *
 * @param kind such as {@code ticket.opened}, {@code ticket.hit}, {@code ticket.closed}, {@code ticket.cancelled},
 *     {@code proposal.suppressed}, {@code service.loaded}
 * @param ticketId the ticket, or null
 * @param payload what a reader needs to decide whether it cares
 */
public record Change(long id, Instant at, String kind, Long ticketId, Map<String, Object> payload) {}
