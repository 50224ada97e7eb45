package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Everything about one ticket.
 *
 * @param summary as in the list
 * @param reasons in words, strongest first
 * @param checkFirst what to look at before anything is replaced, most telling first
 * @param modelId the model that decided, or null
 * @param decisionId the decision, or null
 * @param horizon how far the decision looked ahead, or null
 * @param household who is served; null where not known
 * @param reservations parts held, used or given back
 * @param purchases parts that no warehouse had
 * @param events what happened, oldest first
 */
public record TicketDetail(
        TicketSummary summary,
        List<Text> reasons,
        List<CheckFirst> checkFirst,
        String modelId,
        UUID decisionId,
        Duration horizon,
        Customer household,
        List<Reservation> reservations,
        List<Purchase> purchases,
        List<Event> events) {
    public TicketDetail {
        reasons = List.copyOf(reasons);
        checkFirst = List.copyOf(checkFirst);
        reservations = List.copyOf(reservations);
        purchases = List.copyOf(purchases);
        events = List.copyOf(events);
    }

    /** The household as those who serve it need it; personal, so never printed by {@link #toString()}. */
    public record Customer(String id, String name, String address, String phone, String language) {
        @Override
        public String toString() {
            return "Customer[" + id + "]";
        }
    }

    /**
     * A part that is held for the ticket, was used, or was given back.
     *
     * @param state held, consumed or released
     * @param endedAt null while held
     */
    public record Reservation(
            long id,
            String warehouse,
            Text warehouseName,
            String part,
            Text partName,
            int quantity,
            String state,
            Instant heldAt,
            Instant endedAt) {}

    /**
     * A part that should be bought.
     *
     * @param warehouse where it should arrive, or null where no service centre is responsible
     * @param state proposed, or withdrawn once the ticket has ended
     */
    public record Purchase(
            long id, String warehouse, String part, Text partName, int quantity, Instant neededBy, String state) {}

    /**
     * A step of the ticket.
     *
     * @param who person or part of the service
     * @param what opened, hit, closed, cancelled
     * @param detail whatever else is known about it
     */
    public record Event(long id, Instant at, String who, String what, Map<String, Object> detail) {}
}
