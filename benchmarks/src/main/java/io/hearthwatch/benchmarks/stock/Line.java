package io.hearthwatch.benchmarks.stock;

/**
 * Units of a part that were built in under a ticket.
 *
 * @param id of the ticket's part line
 * @param fromShelves units that the line itself used up at most; the others came from outside stock, or were used up before it
 */
record Line(long id, long ticket, String part, int fromShelves) {}
