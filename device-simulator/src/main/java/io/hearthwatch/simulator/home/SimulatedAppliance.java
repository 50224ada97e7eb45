package io.hearthwatch.simulator.home;

import java.time.LocalDate;

/**
 * Who a simulated appliance is, as its maker would register it.
 *
 * @param id the maker's id
 * @param type catalog type
 * @param model model number, one of the type's
 * @param lot production lot
 */
public record SimulatedAppliance(
        String id,
        String type,
        String model,
        String lot,
        LocalDate producedOn,
        LocalDate purchasedOn,
        String firmware) {}
