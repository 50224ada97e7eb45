/** Moves of spare parts that people make by hand, from the command line. */
package io.hearthwatch.app.stock;
