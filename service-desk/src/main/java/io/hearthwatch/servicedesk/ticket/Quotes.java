package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the customer would pay: a line each for labour, travel and parts, from the published tariff and the parts'
 * published prices of the day. A line above its
 * tariff is flagged. The customer's consent, or refusal, is kept with the quote; the newest quote is the one that counts.
 */
final class Quotes {
    private static final String[] ITEMS = {"labour", "travel", "part"};

    private final Catalog catalog;

    Quotes(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * A price that was taken.
     *
     * @param source tariff, or the part's price class: standard or favourable
     * @param from the first day on which it holds; null where the service file says no day
     * @param to the last one, or null
     * @param on the day for which it was asked, at the centre
     */
    private record Price(
            BigDecimal amount, String currency, String source, LocalDate from, LocalDate to, LocalDate on) {
        Map<String, Object> shown() {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("source", source);
            shown.put("amount", amount);
            shown.put("valid_from", from == null ? null : from.toString());
            shown.put("valid_to", to == null ? null : to.toString());
            shown.put("on", on.toString());
            return shown;
        }
    }

    private record Line(String item, String part, int quantity, BigDecimal amount, BigDecimal byTariff, Price price) {
        String currency() {
            return price.currency();
        }

        boolean above() {
            return amount.compareTo(byTariff) > 0;
        }

        Map<String, Object> shown() {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("item", item);
            shown.put("part", part);
            shown.put("quantity", quantity);
            shown.put("amount", amount);
            shown.put("by_tariff", byTariff);
            shown.put("above_tariff", above());
            shown.put("price", price.shown());
            return shown;
        }
    }

    Map<String, Object> add(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        TicketInput input = request.input().allow("lines");
        List<Line> lines = new ArrayList<>();
        if (input.has("lines")) {
            for (TicketInput wanted : input.objects("lines")) {
                lines.add(line(connection, ticket, wanted, at));
            }
            if (lines.isEmpty()) {
                throw input.wrong(
                        "lines", "is empty", "send [{\"item\": \"labour\"}, {\"item\": \"part\", \"part\": \"…\"}]");
            }
        } else {
            for (TicketInput wanted : usual(connection, ticket, at)) {
                lines.add(line(connection, ticket, wanted, at));
            }
            if (lines.isEmpty()) {
                throw nothing(null, Payers.of(connection, ticket));
            }
        }
        String currency = lines.get(0).currency();
        if (lines.stream().anyMatch(line -> !line.currency().equals(currency))) {
            throw TicketRefusal.conflict(
                    "the tariff and the prices are in different currencies", "load prices in one currency");
        }
        BigDecimal total = lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal byTariff = lines.stream().map(Line::byTariff).reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean above = lines.stream().anyMatch(Line::above);
        long id = Sql.first(
                        connection,
                        """
                        insert into service.ticket_quote (ticket, round, at, who, lines, total, by_tariff, currency)
                        values (?, ?, ?, ?, ?::jsonb, ?, ?, ?) returning id
                        """,
                        row -> row.getLong("id"),
                        ticket.id(),
                        ticket.round(),
                        at,
                        request.who(),
                        Sql.json(lines.stream().map(Line::shown).toList()),
                        total,
                        byTariff,
                        currency)
                .orElseThrow();
        Writing.note(
                connection,
                ticket,
                at,
                request.who(),
                "quoted",
                Map.of("quote", id, "total", total, "currency", currency, "above_tariff", above));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("quote", id);
        result.put("lines", lines.stream().map(Line::shown).toList());
        result.put("total", total);
        result.put("by_tariff", byTariff);
        result.put("currency", currency);
        result.put("above_tariff", above);
        return result;
    }

    private static TicketRefusal nothing(String what, Payers.Decision payer) {
        return TicketRefusal.conflict(
                        "the customer pays nothing" + (what == null ? "" : " for " + what) + ": " + payer.why(),
                        what == null
                                ? "do the work; a part whose guarantee is over is quoted as {\"item\": \"part\", \"part\": \"…\"}"
                                : "leave it out of the quote")
                .with("payer", payer.payer());
    }

    /**
     * What the customer pays for of labour, travel, the parts that the repair needs of the component that was found or else is suspected, and
     * the parts that are built in already.
     */
    private List<TicketInput> usual(Connection connection, TicketRow ticket, Instant at) throws SQLException {
        List<TicketInput> lines = new ArrayList<>();
        if (Payers.customerPays(connection, ticket)) {
            lines.add(new TicketInput(Map.of("item", "labour")));
            if (!"workshop".equals(ticket.state())) {
                lines.add(new TicketInput(Map.of("item", "travel")));
            }
        }
        Map<String, Integer> parts = new LinkedHashMap<>();
        ApplianceType type = type(ticket);
        Optional<String> found = Findings.newest(connection, ticket).map(Findings.Finding::component);
        if (type != null) {
            List<String> needed = type.component(ticket.model(), found.orElse(ticket.component()))
                    .map(Component::parts)
                    .orElse(List.of());
            Map<String, String> held = held(connection, ticket);
            for (String wanted : needed) {
                String part = held.getOrDefault(wanted, wanted);
                if (payer(connection, ticket, part, null, at).payer().equals("customer")) {
                    parts.put(part, 1);
                }
            }
        }
        parts.putAll(CustomerParts.builtIn(connection, ticket));
        parts.forEach(
                (part, units) -> lines.add(new TicketInput(Map.of("item", "part", "part", part, "quantity", units))));
        return lines;
    }

    /** The parts that are held for the ticket, by those that were asked for: a revision takes the place of another, at its own price. */
    private static Map<String, String> held(Connection connection, TicketRow ticket) throws SQLException {
        Map<String, String> held = new HashMap<>();
        Sql.list(
                connection,
                "select asked, part from service.reservation where ticket = ? and ended_at is null and asked is not null order by id",
                row -> held.putIfAbsent(row.getString("asked"), row.getString("part")),
                ticket.id());
        return held;
    }

    private ApplianceType type(TicketRow ticket) {
        return ticket.type() == null ? null : catalog.find(ticket.type()).orElse(null);
    }

    /** Who would pay for a part; what is built in at the customer's cost stays theirs. */
    private Payers.Decision payer(Connection connection, TicketRow ticket, String part, String faulty, Instant at)
            throws SQLException {
        ApplianceType type = type(ticket);
        String component = type == null ? ticket.component() : PartComponent.of(connection, ticket, type, part);
        Payers.Decision payer = Payers.ofPart(connection, ticket, component, part, faulty, at);
        return CustomerParts.builtIn(connection, ticket).containsKey(part)
                ? new Payers.Decision("customer", null, null, "it was built in at the customer's cost")
                : payer;
    }

    private Line line(Connection connection, TicketRow ticket, TicketInput wanted, Instant at) throws SQLException {
        wanted.allow("item", "part", "quantity", "amount", "faulty_serial");
        String item = wanted.requiredOneOf("item", ITEMS);
        int quantity = wanted.number("quantity", 1, 100).orElse(1);
        String part = wanted.text("part").orElse(null);
        if (item.equals("part") == (part == null)) {
            throw wanted.wrong(
                    "part", part == null ? "is missing" : "goes with item part only", "name the part's number");
        }
        Optional<String> faulty = wanted.text("faulty_serial");
        if (part == null && faulty.isPresent()) {
            throw wanted.wrong("faulty_serial", "goes with item part only", "leave it out");
        }
        Payers.Decision payer =
                part == null ? Payers.of(connection, ticket) : payer(connection, ticket, part, faulty.orElse(null), at);
        if (!payer.payer().equals("customer")) {
            throw nothing(part == null ? item : part, payer);
        }
        LocalDate day = day(connection, ticket, at);
        Price price = (part == null ? tariff(connection, ticket, item, day) : part(connection, part, day))
                .orElseThrow(() -> TicketRefusal.conflict(
                        part == null ? "the tariff says nothing about " + item : "part " + part + " has no price",
                        "load " + (part == null ? "a tariff" : "its price") + " by a service file"));
        BigDecimal byTariff = price.amount().multiply(BigDecimal.valueOf(quantity));
        return new Line(item, part, quantity, wanted.amount("amount").orElse(byTariff), byTariff, price);
    }

    private static LocalDate day(Connection connection, TicketRow ticket, Instant at) throws SQLException {
        return Sql.first(
                        connection,
                        "select (?::timestamptz at time zone time_zone)::date as day from service.centre where id = ?",
                        row -> row.getObject("day", LocalDate.class),
                        at,
                        ticket.centre())
                .orElse(Payers.day(at));
    }

    /** The most particular line that holds on the day: for type and component, for the type, for all. */
    private static Optional<Price> tariff(Connection connection, TicketRow ticket, String item, LocalDate day)
            throws SQLException {
        return Sql.first(
                connection,
                """
                select amount, currency, 'tariff' class, valid_from, null::date valid_to from service.tariff
                where item = ? and type in (?, '*') and component in (?, '*') and valid_from <= ?
                order by type = '*', component = '*', valid_from desc limit 1
                """,
                row -> price(row, day),
                item,
                ticket.type() == null ? "*" : ticket.type(),
                ticket.component(),
                day);
    }

    private static Optional<Price> part(Connection connection, String part, LocalDate day) throws SQLException {
        return Sql.first(connection, "select * from service.part_price_valid(?, ?)", row -> price(row, day), part, day);
    }

    private static Price price(ResultSet row, LocalDate day) throws SQLException {
        return new Price(
                row.getBigDecimal("amount"),
                row.getString("currency"),
                row.getString("class"),
                row.getObject("valid_from", LocalDate.class),
                row.getObject("valid_to", LocalDate.class),
                day);
    }

    static Map<String, Object> consent(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        TicketInput input = request.input().allow("agreed", "by", "how", "quote");
        boolean agreed = input.requiredFlag("agreed");
        String by = input.required("by", "say which customer agreed or refused");
        String how = input.requiredOneOf("how", "signature", "phone", "message", "page");
        Optional<Long> newest = Sql.first(
                connection,
                "select id from service.ticket_quote where ticket = ? and round = ? order by id desc limit 1",
                row -> row.getLong("id"),
                ticket.id(),
                ticket.round());
        if (newest.isEmpty()) {
            throw TicketRefusal.conflict("there is no quote to agree to", "make one: POST /api/v1/tickets/{id}/quote");
        }
        Optional<Integer> meant = input.number("quote", 1, Integer.MAX_VALUE);
        if (meant.isPresent() && meant.get().longValue() != newest.get()) {
            throw TicketRefusal.conflict(
                    "quote " + meant.get() + " is not the newest, which is " + newest.get(),
                    "show the customer the newest quote");
        }
        int kept = Sql.update(connection, """
                update service.ticket_quote set consent = ?, consent_at = ?, consent_by = ?, consent_how = ?
                where id = ? and consent is null
                """, agreed, at, by, how, newest.get());
        if (kept == 0) {
            throw TicketRefusal.conflict(
                    "the customer has answered this quote already", "make a new quote if it changes");
        }
        Writing.note(
                connection,
                ticket,
                at,
                request.who(),
                agreed ? "consented" : "consent_refused",
                Map.of("quote", newest.get(), "how", how));
        return Map.of("quote", newest.get(), "agreed", agreed);
    }

    /** What the customer owes of what they agreed to in this round, see {@code service.quote_due}; nothing where they agreed to nothing. */
    static BigDecimal due(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.first(
                        connection,
                        "select amount from service.quote_due(?, ?)",
                        row -> row.getBigDecimal("amount"),
                        ticket.id(),
                        ticket.round())
                .orElse(BigDecimal.ZERO);
    }
}
