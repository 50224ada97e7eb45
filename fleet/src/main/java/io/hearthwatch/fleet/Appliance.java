package io.hearthwatch.fleet;

import java.time.LocalDate;

/**
 * A registered appliance.
 *
 * @param no the registry's small number, used inside only
 * @param id the maker's id, used outside
 * @param type appliance type of the catalog
 * @param model model number, or null where unknown
 * @param lot production lot, or null where unknown
 * @param producedOn day of production, or null where unknown
 * @param purchasedOn day of purchase, or null where unknown
 * @param firmware firmware version last heard of, or null where unknown
 */
public record Appliance(
        int no,
        String id,
        String type,
        String model,
        String lot,
        LocalDate producedOn,
        LocalDate purchasedOn,
        String firmware) {}
