/** CSV files as people record them: plain or gzip, read in bounded memory, every row with the line it began on. */
package io.hearthwatch.history.csv;
