package io.hearthwatch.ingest;

import com.fasterxml.jackson.core.JsonParser;
import io.hearthwatch.ingest.Reason.Problem;

/** Told about items which the database knew already, or would not have. What is not told about was stored. */
interface Outcome {
    void repeated(Origin origin);

    void refused(Origin origin, Problem problem);

    /**
     * Where an item came from.
     *
     * @param owner index of the message in its batch, or of the caller's row
     * @param item index within the message
     * @param from where the item begins in the payload
     * @param to where it ends
     */
    record Origin(int owner, int item, int from, int to) {
        /** The same, ending where a parser stands. */
        Origin until(JsonParser parser) {
            int here = (int) parser.currentLocation().getByteOffset();
            return new Origin(owner, item, from, here);
        }
    }
}
