package io.hearthwatch.ingest;

/**
 * How one of ingest's threads fares.
 *
 * @param number its number, from 0
 * @param runs whether its thread is there; false after {@link Ingest#close}, or an error that ended it
 * @param failures how often the batch in hand could not be committed
 * @param seconds for how long the batch in hand has been on its way to the database; 0 for none
 */
public record ShardState(int number, boolean runs, int failures, double seconds) {}
