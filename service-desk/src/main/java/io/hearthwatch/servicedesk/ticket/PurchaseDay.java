package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The day of purchase by which a guarantee is judged. An answer is believed where nothing speaks against it. One that makes the appliance older
 * than the registry knows it would cost the customer their guarantee: it is kept, but does not count until it comes with what was seen as its
 * evidence. For the registry can be wrong, and so can whoever typed the answer.
 *
 * @param day null while nobody knows it
 * @param notBefore the day of production, before which nobody bought it; null while nobody knows it
 * @param contradiction what the answer and the registry say, if the answer does not count because of it
 */
record PurchaseDay(LocalDate day, LocalDate notBefore, Map<String, Object> contradiction) {
    private record Answer(LocalDate day, boolean proven) {}

    static PurchaseDay of(Connection connection, TicketRow ticket) throws SQLException {
        LocalDate registered = ticket.producedOn();
        Optional<Answer> production = answer(connection, ticket, "production_date");
        boolean known = production.isPresent()
                && (production.get().proven() || isNotBefore(production.get().day(), registered));
        LocalDate produced = known ? production.get().day() : registered;
        LocalDate bought = ticket.purchasedOn();
        Optional<Answer> purchase = answer(connection, ticket, "purchase_date");
        if (purchase.isEmpty()) {
            return new PurchaseDay(bought, produced, null);
        }
        LocalDate day = purchase.get().day();
        if (purchase.get().proven() || (isNotBefore(day, bought) && isNotBefore(day, produced))) {
            return new PurchaseDay(day, produced, null);
        }
        LocalDate believed = isNotBefore(day, bought) ? produced : bought;
        Map<String, Object> contradiction = new LinkedHashMap<>();
        contradiction.put("field", "purchase_date");
        contradiction.put("answered", day.toString());
        contradiction.put("registry_purchased_on", bought == null ? null : bought.toString());
        contradiction.put("registry_produced_on", registered == null ? null : registered.toString());
        contradiction.put("counts", believed.toString());
        contradiction.put(
                "how",
                "look at the invoice, and send the right day with what was seen: PATCH {\"answers\":"
                        + " {\"purchase_date\": \"…\"}, \"evidence\": \"invoice 4711\"}");
        return new PurchaseDay(believed, produced, contradiction);
    }

    private static boolean isNotBefore(LocalDate day, LocalDate other) {
        return other == null || !day.isBefore(other);
    }

    private static Optional<Answer> answer(Connection connection, TicketRow ticket, String field) throws SQLException {
        return Sql.first(
                connection,
                "select value, evidence is not null proven from service.ticket_answer where ticket = ? and field = ?",
                row -> new Answer(LocalDate.parse(row.getString("value")), row.getBoolean("proven")),
                ticket.id(),
                field);
    }
}
