package io.hearthwatch.history;

/**
 * A row that could not be used; its neighbours were.
 *
 * @param kind what it was read as
 * @param place where it stands
 * @param reason a sentence for people
 */
public record RejectedRow(RecordKind kind, RecordPlace place, String reason) {
    @Override
    public String toString() {
        return place + ": " + reason;
    }
}
