/** Random operations on stock over HTTP while the server is killed, and then the ledger compared with what its clients were told. */
package io.hearthwatch.benchmarks.stock;
