/** {@code benchmarks/dispatch}: the solver's routes beside those of sending the nearest free technician. */
package io.hearthwatch.benchmarks.dispatch;
