package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.catalog.Text;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the link shows: the customer's own ticket, without anything that only the service needs.
 *
 * @param state the ticket's
 * @param saw what we saw, or null
 * @param centrePhone what to call, or null
 * @param centreHours when the centre works, by days of the week such as {@code mon}; null without a centre
 * @param timeZone in which windows are meant
 * @param may what the customer may do now: book, move, cancel, rate
 * @param steps what happened so far
 */
public record CustomerView(
        String number,
        String kind,
        String state,
        Text stateName,
        int version,
        String language,
        Text appliance,
        Text saw,
        Text centre,
        String centrePhone,
        Map<String, List<String>> centreHours,
        String timeZone,
        Instant windowFrom,
        Instant windowTo,
        String technician,
        List<String> may,
        boolean rated,
        List<Step> steps) {

    /** A step of the ticket. */
    public record Step(Instant at, String state) {}
}
