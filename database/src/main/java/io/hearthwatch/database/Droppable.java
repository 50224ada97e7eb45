package io.hearthwatch.database;

import java.time.Instant;

/**
 * What {@link StorageEngine#dropSome} would take away if it ran to its end.
 *
 * @param rows rows, estimated where whole chunks go
 * @param chunks chunks, 0 for a plain table
 * @param bytes what chunks take on disk; 0 for a plain table, whose space is used again but not given back
 * @param next when there will be something to take away, or more of it, if the bound keeps its distance to now: the bound has to
 *     reach this instant; null if nothing is stored
 */
public record Droppable(long rows, int chunks, long bytes, Instant next) {}
