package io.hearthwatch.servicedesk.indicator;

import java.time.Instant;

/**
 * One case behind a figure.
 *
 * @param ticket its number; null where it is about none, such as an appliance of the installed base or a failure that no ticket was about
 */
public record Case(
        String ticket,
        Instant at,
        String region,
        String centre,
        String type,
        String model,
        String lot,
        String month,
        String aspect,
        String channel,
        double numerator,
        double denominator) {}
