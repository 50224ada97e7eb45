package io.hearthwatch.benchmarks.stock;

/** One unit that is known by its serial number. */
record Unit(String part, String number) {}
