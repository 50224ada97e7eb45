package io.hearthwatch.servicedesk.listing;

import io.hearthwatch.servicedesk.ticket.TicketRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What somebody types into a search field: a ticket's number, words of what was said about it, the beginning of an appliance's serial number
 * or model; and for those who are shown them, the customer's name, or how the phone number ends.
 *
 * @param found tickets in which the words are found
 * @param recognises tickets found by what is personal; null where it is not searched
 */
record Words(Condition found, Condition recognises) {
    private static final int FEWEST_DIGITS = 5;

    static Words of(String q, boolean personal) {
        String query = SearchWords.query(q);
        boolean tooShort = q.length() < 2 && q.chars().allMatch(c -> c < 0x80);
        if (query.isEmpty() || tooShort) {
            throw TicketRefusal.invalid(
                    "q: '" + Asked.shortened(q) + "' is nothing that can be searched for",
                    "send at least two letters or digits: of a number, a symptom, a model, a serial number");
        }
        List<String> parts = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        parts.add("select s.id from service.ticket s where s.number = ?");
        values.add(q.matches("\\d{1,18}") ? number(q) : q.toUpperCase(Locale.ROOT));
        parts.add("select s.id from service.ticket s where service.search_summary(s.summary) @@ ?::tsquery");
        values.add(query);
        parts.add("""
                select w.ticket from service.ticket_answer w
                where w.field in ('symptom', 'question', 'complaint') and service.search_words(w.value) @@ ?::tsquery""");
        values.add(query);
        parts.add("""
                select s.id from fleet.appliance a join service.ticket s on s.appliance_no = a.appliance_no
                where starts_with(lower(a.id), ?) or starts_with(lower(a.model), ?)""");
        values.add(q.toLowerCase(Locale.ROOT));
        values.add(q.toLowerCase(Locale.ROOT));
        if (!personal) {
            return new Words(in(parts, values), null);
        }
        List<String> persons = new ArrayList<>();
        List<Object> named = new ArrayList<>();
        persons.add("""
                select s.id from service.household h join service.ticket s on s.household = h.id
                where service.search_words(h.name) @@ ?::tsquery""");
        persons.add("""
                select w.ticket from service.ticket_answer w
                where w.field = 'customer_name' and service.search_words(w.value) @@ ?::tsquery""");
        named.add(query);
        named.add(query);
        String digits = q.replaceAll("[^0-9]", "");
        if (digits.length() >= FEWEST_DIGITS && q.matches("[+0-9 ()/.-]+")) {
            String ending = new StringBuilder(digits).reverse() + "%";
            persons.add("""
                    select s.id from service.household h join service.ticket s on s.household = h.id
                    where service.search_digits(h.phone) like ?""");
            persons.add("""
                    select w.ticket from service.ticket_answer w
                    where w.field = 'phone' and service.search_digits(w.value) like ?""");
            named.add(ending);
            named.add(ending);
        }
        parts.addAll(persons);
        values.addAll(named);
        return new Words(in(parts, values), in(persons, named));
    }

    private static Condition in(List<String> parts, List<Object> values) {
        return new Condition("t.id in (" + String.join("\nunion all ", parts) + ")", values);
    }

    private static String number(String digits) {
        return "HW-" + "0".repeat(Math.max(0, 6 - digits.length())) + digits;
    }
}
