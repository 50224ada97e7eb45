package io.hearthwatch.servicedesk.ticket;

import java.util.List;
import java.util.Map;

/**
 * What a write came to, and what is next. The same request with the same key gets it again, word for word.
 *
 * @param status HTTP status that fits: 201 for something new
 * @param id the ticket
 * @param number for people
 * @param kind kind of work
 * @param urgency low, normal, high or critical; null in an answer kept by a version that did not say it
 * @param step where the ticket is in its life
 * @param version to be named by the next write
 * @param missing what is not known yet, who is asked for it first
 * @param next steps that may follow, and what each still needs
 * @param result what else the write brought, such as the id of what was added
 */
public record TicketReceipt(
        int status,
        String id,
        String number,
        String kind,
        String urgency,
        String step,
        int version,
        List<Map<String, Object>> missing,
        List<Map<String, Object>> next,
        Map<String, Object> result) {}
