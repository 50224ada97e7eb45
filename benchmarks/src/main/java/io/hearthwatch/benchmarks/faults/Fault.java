package io.hearthwatch.benchmarks.faults;

import java.time.Duration;

/**
 * One planned fault.
 *
 * @param number its place in the plan, from 1
 * @param kind what is done
 * @param at when, from the start of the load
 * @param length how long it lasts; zero for what is over at once
 * @param seed for whatever else it chooses
 */
record Fault(int number, FaultKind kind, Duration at, Duration length, long seed) {}
