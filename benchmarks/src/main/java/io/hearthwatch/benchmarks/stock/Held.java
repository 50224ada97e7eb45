package io.hearthwatch.benchmarks.stock;

/** A reservation. */
record Held(long id, Shelf shelf, int quantity) {}
