package io.hearthwatch.servicedesk.ticket;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.fleet.ApplianceDates;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What must be known before anyone drives. Which fields a kind of work needs is data ({@code service.ticket_field}). A field's value is what
 * somebody answered, else what the registry, the household or the prediction says by now; so nothing is copied that is kept elsewhere.
 */
final class Information {
    private static final TypeReference<Text> TEXT = new TypeReference<>() {};
    private static final Pattern PHONE = Pattern.compile("[+0-9][0-9 ()/.-]{4,28}[0-9]");
    private static final List<String> CLASSES =
            List.of("product_function", "product_safety", "service", "logistics", "repair");

    private Information() {}

    /**
     * A field that the ticket's kind needs.
     *
     * @param value null while nobody knows
     * @param from who said so: registry, household, prediction, or a person; null while nobody knows
     * @param askFirst agent or customer
     */
    record Field(String name, String value, String from, String askFirst) {}

    static List<Field> of(Connection connection, TicketRow ticket) throws SQLException {
        Map<String, Field> known = known(connection, ticket);
        return Sql.list(
                connection,
                "select field, ask_first from service.ticket_field where kind = ? order by place",
                row -> {
                    Field field = known.get(row.getString("field"));
                    return new Field(
                            row.getString("field"),
                            field == null ? null : field.value(),
                            field == null ? null : field.from(),
                            row.getString("ask_first"));
                },
                ticket.kind());
    }

    /** What is not known yet, with who is to be asked for it first: the agent's questions before the customer's. */
    static List<Map<String, Object>> missing(Connection connection, TicketRow ticket) throws SQLException {
        List<Map<String, Object>> missing = new ArrayList<>();
        List<Field> fields = of(connection, ticket);
        for (String asked : List.of("agent", "customer")) {
            for (Field field : fields) {
                if (field.value() == null && field.askFirst().equals(asked)) {
                    missing.add(Map.of("field", field.name(), "ask_first", asked));
                }
            }
        }
        return missing;
    }

    private static Map<String, Field> known(Connection connection, TicketRow ticket) throws SQLException {
        Map<String, Field> known = new LinkedHashMap<>();
        put(known, "serial", ticket.appliance(), "registry");
        put(known, "model", ticket.model(), "registry");
        put(known, "production_date", ticket.producedOn(), "registry");
        put(known, "purchase_date", ticket.purchasedOn(), "registry");
        if (ticket.applianceNo() != null) {
            Sql.list(
                    connection,
                    "select attributes ->> 'purchase_channel' channel from fleet.appliance where appliance_no = ?",
                    row -> put(known, "purchase_channel", row.getString("channel"), "registry"),
                    ticket.applianceNo());
        }
        if (ticket.household() != null) {
            Sql.list(
                    connection,
                    "select name, address, phone from service.household where id = ?",
                    row -> put(known, "customer_name", row.getString("name"), "household")
                            && put(known, "address", row.getString("address"), "household")
                            && put(known, "phone", row.getString("phone"), "household"),
                    ticket.household());
        }
        if (ticket.source().equals("prediction") || ticket.source().equals("fault_code")) {
            Sql.list(
                    connection,
                    "select summary from service.ticket where id = ?",
                    row -> put(
                            known,
                            "symptom",
                            Sql.fromJson(row.getString("summary"), TEXT).en(),
                            ticket.source()),
                    ticket.id());
            put(known, "began", ticket.hitAt() == null ? ticket.openedAt() : ticket.hitAt(), ticket.source());
        }
        Sql.list(
                connection,
                "select field, value, who from service.ticket_answer where ticket = ?",
                row -> put(known, row.getString("field"), row.getString("value"), row.getString("who")),
                ticket.id());
        return known;
    }

    private static boolean put(Map<String, Field> known, String name, Object value, String from) {
        if (value != null) {
            known.put(name, new Field(name, value.toString(), from, null));
        }
        return true;
    }

    /** Stores answers for which nobody has seen any evidence. */
    static List<String> answer(Connection connection, long ticket, TicketInput answers, String who, Instant at)
            throws SQLException {
        return answer(connection, ticket, answers, null, who, at);
    }

    /**
     * Stores answers.
     *
     * @param evidence what was seen that proves them, or null; see {@link PurchaseDay}
     * @return the names of the fields, for the history; their values are personal and stay out of it
     */
    static List<String> answer(
            Connection connection, long ticket, TicketInput answers, String evidence, String who, Instant at)
            throws SQLException {
        List<String> known = Sql.list(
                connection,
                "select distinct field from service.ticket_field order by field",
                row -> row.getString("field"));
        answers.allow(known.toArray(String[]::new));
        List<String> fields = new ArrayList<>(new TreeSet<>(answers.keys()));
        for (String field : fields) {
            String value = value(answers, field, at);
            Sql.update(connection, """
                    insert into service.ticket_answer (ticket, field, value, evidence, who, at) values (?, ?, ?, ?, ?, ?)
                    on conflict (ticket, field) do update
                        set value = excluded.value, evidence = excluded.evidence, who = excluded.who, at = excluded.at
                    """, ticket, field, value, evidence, who, at);
            if (field.equals("complaint_class")) {
                Complaints.classify(connection, ticket, value, who, at);
            }
        }
        checkDates(connection, ticket, answers, fields);
        return fields;
    }

    /**
     * Nobody bought what was not made yet. Only the ticket's own answers are held against each other: an invoice in the customer's hand may
     * well be right where the registry is not; which of them counts is for {@link PurchaseDay}.
     */
    private static void checkDates(Connection connection, long ticket, TicketInput answers, List<String> fields)
            throws SQLException {
        String wrong = fields.contains("purchase_date") ? "purchase_date" : "production_date";
        if (!fields.contains(wrong)) {
            return;
        }
        LocalDate produced = answered(connection, ticket, "production_date");
        LocalDate purchased = answered(connection, ticket, "purchase_date");
        if (ApplianceDates.isBefore(purchased, produced)) {
            throw answers.wrong(
                    wrong,
                    "does not go with the other day: purchased on " + purchased + ", before it was produced on "
                            + produced,
                    "look at the invoice and the type plate again");
        }
    }

    private static LocalDate answered(Connection connection, long ticket, String field) throws SQLException {
        return Sql.first(
                        connection,
                        "select value from service.ticket_answer where ticket = ? and field = ?",
                        row -> LocalDate.parse(row.getString("value")),
                        ticket,
                        field)
                .orElse(null);
    }

    private static String value(TicketInput answers, String field, Instant now) {
        return switch (field) {
            case "production_date", "purchase_date" -> {
                LocalDate day = answers.date(field)
                        .orElseThrow(() -> answers.wrong(field, "is empty", "write it as 2024-05-31, or leave it out"));
                // A day ahead: the customer may be east of the clock.
                if (day.isAfter(
                        LocalDate.ofInstant(now, java.time.ZoneOffset.UTC).plusDays(1))) {
                    throw answers.wrong(field, "lies in the future", "look at the invoice or the type plate again");
                }
                yield day.toString();
            }
            case "phone" -> {
                String phone = answers.required(field, "with country code, such as +86 21 5555 0100");
                if (!PHONE.matcher(phone).matches()) {
                    throw answers.wrong(field, "is not a phone number", "with country code, such as +86 21 5555 0100");
                }
                yield phone;
            }
            case "complaint_class" ->
                answers.oneOf(field, CLASSES)
                        .orElseThrow(
                                () -> answers.wrong(field, "is empty", "use one of " + String.join(", ", CLASSES)));
            default -> answers.required(field, "answer it, or leave it out");
        };
    }
}
