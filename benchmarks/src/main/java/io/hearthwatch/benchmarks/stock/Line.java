package io.hearthwatch.benchmarks.stock;

/**
 * Units of a part that were built in under a ticket.
 *
 * @param id of the ticket's part line
 * @param fromShelves units that were used up; the others came from outside stock
 */
record Line(long id, long ticket, String part, int fromShelves) {}
