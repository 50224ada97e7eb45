package io.hearthwatch.catalog;

import java.util.List;

/**
 * A part of an appliance that can fail and be replaced.
 *
 * @param id SQL-safe identifier, unique within the type
 * @param label name for people
 * @param parts part numbers that a repair needs, most important first; never empty
 * @param homeRepair whether it can be repaired at the customer's home
 * @param minutes usual repair time
 * @param skill skill a technician needs
 * @param costs what outcomes cost unless the service data says otherwise
 */
public record Component(
        String id, Text label, List<String> parts, boolean homeRepair, int minutes, String skill, Costs costs) {
    public Component {
        parts = List.copyOf(parts);
    }
}
