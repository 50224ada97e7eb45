package io.hearthwatch.history;

import java.time.Instant;

/**
 * A recorded failure of a component.
 *
 * @param place where it stands
 * @param appliance the maker's id of the appliance
 * @param type its type
 * @param time when it failed
 * @param receivedAt when it became known
 * @param component a component of the type
 */
public record RecordedFailure(
        RecordPlace place, String appliance, String type, Instant time, Instant receivedAt, String component)
        implements RecordedEvent {
    @Override
    public RecordKind kind() {
        return RecordKind.FAILURES;
    }
}
