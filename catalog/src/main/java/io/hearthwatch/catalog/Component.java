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
 * @param safetyWeight how many times more a missed failure weighs because it may hurt people or property; 1 where it cannot
 */
public record Component(
        String id,
        Text label,
        List<String> parts,
        boolean homeRepair,
        int minutes,
        String skill,
        Costs costs,
        double safetyWeight) {
    public Component {
        parts = List.copyOf(parts);
        if (!(safetyWeight >= 1)) {
            throw new IllegalArgumentException("safety weight " + safetyWeight + " is below 1");
        }
    }

    /** One whose failure hurts nobody. */
    public Component(
            String id, Text label, List<String> parts, boolean homeRepair, int minutes, String skill, Costs costs) {
        this(id, label, parts, homeRepair, minutes, skill, costs, 1);
    }
}
