package io.hearthwatch.servicedesk.customer;

import java.time.Instant;
import java.util.Map;

/**
 * How long one kind of what is personal is kept.
 *
 * @param kind answers, words, signatures and messages of a ticket that ended; reports of which no household came; looks in the record of
 *     looks; household, which is all of it
 * @param months after the end
 * @param changedAt when somebody last said so, or null
 * @param due how many are due to be erased at the instant that was asked about
 * @param kept how many would be due and are kept for a reason: open_ticket, open_report, guarantee, open_claim, entitlement
 */
public record RetentionRule(
        String kind, int months, Instant changedAt, String changedBy, long due, Map<String, Long> kept) {}
