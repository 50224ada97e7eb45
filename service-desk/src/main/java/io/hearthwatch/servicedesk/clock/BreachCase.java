package io.hearthwatch.servicedesk.clock;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What a broken promise costs us, drawn from the centre's deposit.
 *
 * @param source who promised: rule or person
 * @param amount by tariff; null where the tariff says nothing
 * @param state open, paid or refused
 */
public record BreachCase(
        long id,
        String ticket,
        String ticketNumber,
        String centre,
        String source,
        String promise,
        BigDecimal amount,
        String currency,
        Instant openedAt,
        String state,
        Instant endedAt,
        String endedBy,
        String note) {}
