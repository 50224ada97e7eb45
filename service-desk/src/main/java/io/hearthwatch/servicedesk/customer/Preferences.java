package io.hearthwatch.servicedesk.customer;

import java.time.Instant;

/**
 * How a household wants to hear from us; null where nobody asked.
 *
 * @param how in which words or by which form they agreed, or said no
 * @param quietHours when they want to be left alone, as {@link QuietHours} writes it; null for never
 * @param surveys whether they may be asked how it went
 */
public record Preferences(
        String household,
        String language,
        String channel,
        String email,
        boolean consent,
        Instant consentAt,
        String how,
        String quietHours,
        boolean surveys) {}
