package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Text;
import java.math.BigDecimal;

/**
 * A part in a warehouse.
 *
 * @param onHand units there, reserved and quarantined ones included
 * @param reserved units held for tickets
 * @param quarantined units that may not be used
 * @param available what can still be reserved
 * @param price null where none is known
 * @param currency ISO 4217 code, or null with the price
 */
public record PartStock(
        String part,
        Text partName,
        String warehouse,
        Text warehouseName,
        int onHand,
        int reserved,
        int quarantined,
        int available,
        BigDecimal price,
        String currency) {}
