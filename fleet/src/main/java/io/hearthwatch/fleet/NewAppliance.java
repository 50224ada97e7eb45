package io.hearthwatch.fleet;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An appliance to register; everything but id and type may be null.
 *
 * @param id the maker's id: 1 to 100 characters of {@code A-Z a-z 0-9 . _ : -}
 * @param type appliance type of the catalog
 * @param model model number
 * @param lot production lot
 * @param producedOn day of production
 * @param purchasedOn day of purchase
 * @param firmware firmware version
 * @param attributes whatever else the maker knows, stored as JSON; values must be JSON-like
 */
public record NewAppliance(
        String id,
        String type,
        String model,
        String lot,
        LocalDate producedOn,
        LocalDate purchasedOn,
        String firmware,
        Map<String, Object> attributes) {
    public NewAppliance {
        attributes = attributes == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** An appliance of which only id and type are known. */
    public static NewAppliance of(String id, String type) {
        return new NewAppliance(id, type, null, null, null, null, null, Map.of());
    }
}
