package io.hearthwatch.servicedesk.parts;

import java.util.Map;

/**
 * How a shelf stands, in units.
 *
 * @param onHand on the warehouse's books
 * @param reserved of these, held for somebody
 * @param quarantined of these, not to be used
 * @param picked of the reserved ones, in a technician's hands
 */
record Level(int onHand, int reserved, int quarantined, int picked) {
    static final Level NONE = new Level(0, 0, 0, 0);

    int available() {
        return onHand - reserved - quarantined;
    }

    /** What somebody finds who counts the shelf. */
    int countable() {
        return onHand - picked;
    }

    Map<String, Object> json() {
        return Map.of(
                "on_hand", onHand,
                "reserved", reserved,
                "quarantined", quarantined,
                "picked", picked,
                "available", available());
    }
}
