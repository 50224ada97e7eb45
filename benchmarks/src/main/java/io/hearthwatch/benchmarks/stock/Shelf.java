package io.hearthwatch.benchmarks.stock;

/** A part at a warehouse. */
record Shelf(String warehouse, String part) {}
