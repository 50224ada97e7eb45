package io.hearthwatch.servicedesk.register;

import java.time.LocalDate;

/**
 * What is said of an appliance of a household; everything may be null, and what is null stays as it is known.
 *
 * @param type needed for one that nobody registered yet
 * @param channel where it was bought
 */
public record ApplianceWish(
        String type,
        String model,
        String lot,
        LocalDate producedOn,
        LocalDate purchasedOn,
        String channel,
        String firmware) {}
