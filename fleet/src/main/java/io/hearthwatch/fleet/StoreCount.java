package io.hearthwatch.fleet;

/**
 * What became of a batch.
 *
 * @param stored rows that are new
 * @param repeated rows that were there before, or twice in the batch
 */
public record StoreCount(int stored, int repeated) {

    /** Both batches together. */
    public StoreCount plus(StoreCount other) {
        return new StoreCount(stored + other.stored, repeated + other.repeated);
    }
}
