package io.hearthwatch.app.disk;

/**
 * What a {@link SpaceGate} saw at its last look.
 *
 * @param open whether messages are taken
 * @param free bytes left on the disk, or -1 if that cannot be told
 * @param minFree bytes below which messages are not taken
 */
public record SpaceState(boolean open, long free, long minFree) {
    /** Bytes left, as people read them. */
    public String freeText() {
        return free < 0 ? "an unknown room" : Size.text(free);
    }
}
