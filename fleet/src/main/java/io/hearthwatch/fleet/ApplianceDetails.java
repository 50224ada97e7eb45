package io.hearthwatch.fleet;

import java.time.LocalDate;
import java.util.Map;

/**
 * What became known of an appliance; what is null stays as it is known.
 *
 * @param attributes added to those that are known
 */
public record ApplianceDetails(
        String model,
        String lot,
        LocalDate producedOn,
        LocalDate purchasedOn,
        String firmware,
        Map<String, Object> attributes) {
    public ApplianceDetails {
        attributes = Map.copyOf(attributes);
    }
}
