package io.hearthwatch.history;

import java.time.Instant;

/**
 * A recorded reading.
 *
 * @param place where it stands
 * @param appliance the maker's id of the appliance
 * @param type its type
 * @param time when it was taken
 * @param receivedAt when it became known
 * @param values texts in the order of the type's metrics; null where there is none. Numbers are written as in the file, so that no
 *     precision is lost; a state is the value's name. At least one is there.
 */
@SuppressWarnings("ArrayRecordComponent") // millions of these are streamed; nobody compares them
public record RecordedReading(
        RecordPlace place, String appliance, String type, Instant time, Instant receivedAt, String[] values)
        implements RecordedEvent {
    @Override
    public RecordKind kind() {
        return RecordKind.TELEMETRY;
    }
}
