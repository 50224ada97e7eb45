package io.hearthwatch.history;

import java.time.LocalDate;
import java.util.Map;

/**
 * A recorded appliance; everything but place, id and type may be null.
 *
 * @param place where it stands; the first row that names it, where appliances are taken from telemetry
 * @param id the maker's id: 1 to 100 characters of {@code A-Z a-z 0-9 . _ : -}
 * @param type appliance type of the catalog
 * @param model model number
 * @param lot production lot
 * @param producedOn day of production
 * @param purchasedOn day of purchase
 * @param firmware firmware version
 * @param attributes whatever else the mapping takes over, as texts
 */
public record RecordedAppliance(
        RecordPlace place,
        String id,
        String type,
        String model,
        String lot,
        LocalDate producedOn,
        LocalDate purchasedOn,
        String firmware,
        Map<String, String> attributes) {
    public RecordedAppliance {
        attributes = Map.copyOf(attributes);
    }

    /** An appliance of which only an event is known. */
    static RecordedAppliance of(RecordedEvent event) {
        return new RecordedAppliance(
                event.place(), event.appliance(), event.type(), null, null, null, null, null, Map.of());
    }
}
