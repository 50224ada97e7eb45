/**
 * How fast, and at what cost, messages become committed rows: {@link io.hearthwatch.benchmarks.load.IngestBenchmark} runs the real {@code serve}
 * beside what bounds it (a bare COPY) and what one would build instead (Mosquitto with a sink of one's own).
 */
package io.hearthwatch.benchmarks.load;
