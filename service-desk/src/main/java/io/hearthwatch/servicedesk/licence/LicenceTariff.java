package io.hearthwatch.servicedesk.licence;

import java.time.Instant;
import java.time.LocalDate;

/**
 * How many licence points something costs or earns.
 *
 * @param reason as the ledger names it
 * @param validFrom the first day on which it holds; a cause counts by the tariff of its own day
 * @param version counts what was said of that day
 * @param points below zero to take; none: it is not counted
 */
public record LicenceTariff(String reason, LocalDate validFrom, int version, int points, String who, Instant at) {}
