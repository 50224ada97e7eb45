/** How much memory and time the training of a large fleet takes. */
package io.hearthwatch.benchmarks.training;
