package io.hearthwatch.history;

import io.hearthwatch.history.csv.CsvRow;
import java.util.regex.Pattern;

/** Makes records of the rows of one file. Its constructor binds every field, so that the file's header is checked by it. */
interface RowAssembler<R> {
    /** Ids that the registry and the topics take. */
    Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

    /** Binds a source to a file. */
    interface Factory<R> {
        RowAssembler<? extends R> bind(Source source, Header header);
    }

    /** The row as a record. */
    R assemble(CsvRow row, RecordPlace place) throws BadRowException;

    /** The id of the appliance that a row is about. */
    static String id(Cell cell, CsvRow row) throws BadRowException {
        String id = cell.required(row);
        if (!ID.matcher(id).matches()) {
            throw new BadRowException(cell.column().describe() + ": \"" + Column.shortened(id)
                    + "\" is no id: 1 to 100 letters, digits, dots, underscores, colons or hyphens");
        }
        return id;
    }
}
