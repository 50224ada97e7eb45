package io.hearthwatch.predictor.export;

import java.io.Closeable;
import java.io.IOException;

/** Where a feature table goes, row by row. For one thread. */
interface TableSink extends Closeable {
    void write(DecisionTable.Row row) throws IOException;
}
