package io.hearthwatch.servicedesk.register;

import java.time.LocalDate;

/**
 * An appliance that stands in a household.
 *
 * @param id the maker's id, which is its serial number
 * @param registered whether the registry knows it; a service file may name one that it does not, of which nothing else is known
 * @param channel where it was bought, or null
 */
public record HouseholdAppliance(
        String id,
        boolean registered,
        String type,
        String model,
        String lot,
        LocalDate producedOn,
        LocalDate purchasedOn,
        String channel,
        String firmware) {}
