package io.hearthwatch.servicedesk.report;

import java.time.Instant;
import java.util.List;

/**
 * A report as those see it who work on it.
 *
 * @param state received, opened (it became a ticket), intake (somebody has to complete it) or completed
 * @param dangers what was ticked or written that may hurt somebody
 * @param ticket number of the ticket that it became, or null
 * @param intake number of the ticket by which it waits, or waited, to be completed; or null
 * @param missing what the kind of work needs and the report does not say
 * @param centre whose it is, or null for headquarters
 */
public record ReportView(
        String reference,
        Instant at,
        String state,
        String language,
        String kind,
        String name,
        String phone,
        String email,
        String address,
        String postcode,
        String symptom,
        String began,
        String wish,
        String wishedTime,
        String type,
        String model,
        String serial,
        List<String> dangers,
        String ticket,
        String intake,
        List<String> missing,
        String centre,
        Instant doneAt,
        String doneBy) {}
