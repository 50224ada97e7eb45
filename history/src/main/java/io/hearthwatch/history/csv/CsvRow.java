package io.hearthwatch.history.csv;

import java.util.List;

/**
 * One row of a file.
 *
 * @param line 1-based line on which the row began
 * @param cells its cells, without the space around them; empty where the row is malformed
 * @param problem why the row could not be split into cells, or null if it could
 */
public record CsvRow(long line, List<String> cells, String problem) {}
