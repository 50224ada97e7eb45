/** {@code benchmarks/webhooks}: whether receivers that behave badly are told of every event, in order, while servers are killed. */
package io.hearthwatch.benchmarks.webhooks;
