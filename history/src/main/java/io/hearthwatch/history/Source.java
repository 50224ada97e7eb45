package io.hearthwatch.history;

import io.hearthwatch.history.csv.Delimiter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One entry of a mapping: files whose rows are records of one kind.
 *
 * @param kind what a row is
 * @param line line of the mapping, for problems
 * @param files which files, and how their rows are written
 * @param type appliance type of all rows, or null where it differs or is known from elsewhere
 * @param columns fields that are texts, by their key in the mapping
 * @param times fields that are times, by their key in the mapping
 * @param metrics for wide telemetry: the column of each metric; otherwise empty
 * @param attributes for appliances: the column of each further attribute; otherwise empty
 * @param ageAt for appliances: the instant at which their age was taken, or null
 */
record Source(
        RecordKind kind,
        int line,
        Files files,
        String type,
        Map<String, Column> columns,
        Map<String, TimeColumn> times,
        Map<String, Column> metrics,
        Map<String, Column> attributes,
        Instant ageAt) {

    /**
     * @param pattern name or glob, relative to the directory of the data
     * @param line its line in the mapping
     * @param optional whether there may be none
     * @param delimiter what separates cells
     * @param header names of the columns where the files have no header row; otherwise empty
     * @param where rows that count: columns with the texts that they must have
     */
    record Files(
            String pattern,
            int line,
            boolean optional,
            Delimiter delimiter,
            List<String> header,
            Map<Column, Set<String>> where) {}
}
