package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.policy.EndReason;
import java.time.Instant;
import java.util.List;

/**
 * A ticket as in a list; nothing personal.
 *
 * @param number for people, such as HW-000123
 * @param appliance the maker's id
 * @param componentLabel the component's name
 * @param state opened, closed or cancelled
 * @param probability that the component fails within the horizon, or null where the source is not a prediction
 * @param summary the sentence to act on
 * @param dueAt when the visit should be over
 * @param expiresAt when the ticket ends if nobody books
 * @param hitAt when the component failed while the ticket was open, or null
 * @param endedAt null while open
 * @param endReason null while open
 * @param finding failure, no_failure or nothing_found; null while open or where nothing is known
 * @param household household id, or null where none is known
 * @param centre service centre, or null where none is responsible
 * @param centreName the centre's name, or null
 * @param partsHeld parts held or used for the ticket
 * @param partsWanted parts that no warehouse had
 * @param reason the strongest reason in words, or null
 * @param centreZone the centre's time zone, or null
 * @param mainPart the part that says most about how the ticket stands, or null where the repair needs none
 * @param technician who has the job, or null
 * @param overdue whether a clock of the ticket, which is still open, has run out
 * @param waitsFor what an open ticket waits for
 */
public record TicketSummary(
        long id,
        String number,
        int applianceNo,
        String appliance,
        String type,
        String component,
        Text componentLabel,
        String source,
        String kind,
        String state,
        Urgency urgency,
        Double probability,
        Text summary,
        Instant openedAt,
        Instant dueAt,
        Instant expiresAt,
        Instant hitAt,
        Instant endedAt,
        EndReason endReason,
        String finding,
        String household,
        String centre,
        Text centreName,
        int partsHeld,
        int partsWanted,
        Text reason,
        String centreZone,
        MainPart mainPart,
        String technician,
        boolean overdue,
        List<String> waitsFor) {

    public TicketSummary {
        waitsFor = List.copyOf(waitsFor);
    }

    /**
     * A part of the repair; one that has to be bought comes before one that is held.
     *
     * @param state proposed (to be bought), held, consumed, released or withdrawn
     * @param warehouse where it is held or should arrive, or null
     * @param warehouseName its name, or null
     */
    public record MainPart(String part, String state, String warehouse, Text warehouseName) {}

    /** Whether something is still to be done. */
    public boolean open() {
        return endedAt == null;
    }
}
