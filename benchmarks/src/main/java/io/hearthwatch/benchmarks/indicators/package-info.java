/** How long the indicators take over many tickets. */
package io.hearthwatch.benchmarks.indicators;
