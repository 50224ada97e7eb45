package io.hearthwatch.history;

import java.time.Instant;

/**
 * A recorded repair or replacement of a component.
 *
 * @param place where it stands
 * @param appliance the maker's id of the appliance
 * @param type its type
 * @param time when it was repaired
 * @param receivedAt when it became known
 * @param component a component of the type
 * @param planned whether it was planned; null where the record does not say
 */
public record RecordedRepair(
        RecordPlace place,
        String appliance,
        String type,
        Instant time,
        Instant receivedAt,
        String component,
        Boolean planned)
        implements RecordedEvent {
    @Override
    public RecordKind kind() {
        return RecordKind.REPAIRS;
    }
}
