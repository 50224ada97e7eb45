package io.hearthwatch.history;

import java.time.Instant;

/**
 * A recorded fault code.
 *
 * @param place where it stands
 * @param appliance the maker's id of the appliance
 * @param type its type
 * @param time when it was raised or cleared
 * @param receivedAt when it became known
 * @param code a code of the type
 * @param raised true where it was raised, false where it was cleared
 */
public record RecordedFault(
        RecordPlace place, String appliance, String type, Instant time, Instant receivedAt, String code, boolean raised)
        implements RecordedEvent {
    @Override
    public RecordKind kind() {
        return RecordKind.FAULTS;
    }
}
