package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who pays: the repair guarantee for the same component, else the product's guarantee, else an entitlement, else the customer. The rules
 * of the guarantee are data by product type and day of purchase; what holds is judged on the day the ticket was opened. Misuse that was found on
 * site or in the workshop is never under guarantee. Until the visit is scheduled the answer follows what is known; from then on it stays, unless misuse is found.
 */
final class Payers {
    private static final Set<String> FREE = Set.of("consultation", "complaint", "usage_guidance", "site_survey");

    /** What must be known before it is clear who pays. */
    private static final Set<String> DECIDING =
            Set.of("customer_name", "model", "serial", "production_date", "purchase_date");

    private Payers() {}

    /**
     * Who pays.
     *
     * @param rule the guarantee's rule, or null
     * @param entitlement the entitlement that is used, or null
     */
    record Decision(String payer, Long rule, String entitlement, String why) {}

    /** A guarantee's rule; see {@code service.guarantee_rule}. */
    record Rule(
            long id,
            int refundDays,
            int exchangeDays,
            int repairMonths,
            int mainPartMonths,
            List<String> mainComponents,
            int failedRepairs,
            int repairGuaranteeDays,
            String source) {
        int months(String component) {
            return mainComponents.contains(component) ? Math.max(repairMonths, mainPartMonths) : repairMonths;
        }
    }

    static boolean customerPays(Connection connection, TicketRow ticket) throws SQLException {
        return "customer".equals(of(connection, ticket).payer());
    }

    static Decision of(Connection connection, TicketRow ticket) throws SQLException {
        Optional<Decision> settled = Sql.first(
                connection,
                "select payer, rule, entitlement, why from service.ticket_payer where ticket = ?",
                row -> new Decision(
                        row.getString("payer"),
                        row.getObject("rule", Long.class),
                        row.getString("entitlement"),
                        row.getString("why")),
                ticket.id());
        return settled.isPresent() ? settled.get() : decide(connection, ticket);
    }

    /**
     * Who pays for a part: the same as for the ticket, but by the guarantee of the part's own component, and of the faulty part where we
     * built that in.
     *
     * @param component the one that the part belongs to
     * @param faultySerial of the part that comes out, or null
     */
    static Decision ofPart(
            Connection connection, TicketRow ticket, String component, String part, String faultySerial, Instant at)
            throws SQLException {
        Decision whole = of(connection, ticket);
        boolean again = whole.payer().equals("repair_guarantee");
        if (misuseFound(connection, ticket)
                || (again
                        && (ticket.round() > 0
                                || repairedBefore(connection, ticket, component).isPresent()))) {
            return whole;
        }
        Optional<Decision> own = Sql.first(
                connection,
                """
                select t.number, l.guaranteed_until::text until from service.part_line l join service.ticket t on t.id = l.ticket
                where l.part = ? and l.new_serial = ? and l.guaranteed_until >= ? order by l.id desc limit 1
                """,
                row -> new Decision(
                        "repair_guarantee",
                        null,
                        null,
                        "the part was built in under " + row.getString("number") + " and is guaranteed until "
                                + row.getString("until")),
                part,
                faultySerial,
                day(at));
        if (own.isPresent()) {
            return own.get();
        }
        Optional<Decision> warranty = warranty(connection, ticket, component);
        if (warranty.isPresent()) {
            return warranty.get();
        }
        if (FREE.contains(ticket.kind()) || !(again || whole.payer().equals("warranty"))) {
            return whole;
        }
        return (component.equals(ticket.component()) || !ticket.knowsComponent()) && recalled(connection, ticket)
                ? whole
                : new Decision("customer", null, null, "the guarantee of the " + component + " is over");
    }

    private static Optional<Decision> warranty(Connection connection, TicketRow ticket, String component)
            throws SQLException {
        Optional<Rule> rule = rule(connection, ticket);
        PurchaseDay purchase = PurchaseDay.of(connection, ticket);
        LocalDate from = purchase.day() == null ? purchase.notBefore() : purchase.day();
        if (rule.isEmpty() || from == null) {
            return Optional.empty();
        }
        LocalDate until = from.plusMonths(rule.get().months(component));
        return day(ticket.openedAt()).isAfter(until)
                ? Optional.empty()
                : Optional.of(new Decision(
                        "warranty", rule.get().id(), null, "under guarantee until " + until + doubt(purchase)));
    }

    private static String doubt(PurchaseDay purchase) {
        if (purchase.day() == null) {
            return " at least: produced on " + purchase.notBefore() + ", and no day of purchase is known";
        }
        return purchase.contradiction() == null
                ? ""
                : "; the day of purchase that was answered contradicts the registry, and has no evidence";
    }

    /** What is recalled costs its owner nothing, however old it is. */
    private static boolean recalled(Connection connection, TicketRow ticket) throws SQLException {
        return "recall".equals(ticket.source())
                || Sql.first(connection, """
                                select 1 from service.campaign_appliance a join service.campaign c on c.id = a.campaign
                                where a.ticket = ? and c.kind = 'recall' limit 1
                                """, row -> true, ticket.id()).isPresent();
    }

    private static Decision decide(Connection connection, TicketRow ticket) throws SQLException {
        if (FREE.contains(ticket.kind())) {
            return new Decision("warranty", null, null, "this kind of work costs nothing");
        }
        if (recalled(connection, ticket)) {
            return new Decision("warranty", null, null, "the maker recalls it");
        }
        boolean misuse = misuseFound(connection, ticket);
        if (!misuse && ticket.round() > 0) {
            return new Decision("repair_guarantee", null, null, "it was not solved before");
        }
        Optional<String> repaired = misuse ? Optional.empty() : repairedBefore(connection, ticket, ticket.component());
        if (repaired.isPresent()) {
            return new Decision(
                    "repair_guarantee", null, null, "the same component was repaired under " + repaired.get());
        }
        LocalDate bought = PurchaseDay.of(connection, ticket).day();
        LocalDate day = day(ticket.openedAt());
        Optional<Decision> warranty = misuse ? Optional.empty() : warranty(connection, ticket, ticket.component());
        if (warranty.isPresent()) {
            return warranty.get();
        }
        Optional<String> entitlement = entitlement(connection, ticket, day);
        if (entitlement.isPresent() && !misuse) {
            return new Decision("entitlement", null, entitlement.get(), "covered by " + entitlement.get());
        }
        return new Decision(
                "customer",
                null,
                null,
                misuse
                        ? "misuse is not under guarantee"
                        : bought == null
                                ? "no day of purchase is known, and from the day of production no guarantee is sure"
                                : "the guarantee is over, and no entitlement covers it");
    }

    /**
     * Whether the newest finding is misuse, by somebody who had the appliance before them: on site, or in the workshop. What triage suspects, or
     * a talk on the phone makes likely, turns no payer.
     */
    static boolean misuseFound(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.first(connection, """
                        select f.misuse and (
                            exists (select from service.ticket_visit v where v.ticket = f.ticket and v.round = f.round and v.arrived_at <= f.at)
                            or exists (select from service.ticket_event e where e.ticket = f.ticket and e.to_state = 'workshop' and e.at <= f.at
                                and not exists (select from service.ticket_event r
                                    where r.ticket = f.ticket and r.to_state = 'reopened' and r.id > e.id))) found
                        from service.ticket_finding f where f.ticket = ? and f.round = ? order by f.id desc limit 1
                        """, row -> row.getBoolean("found"), ticket.id(), ticket.round())
                .orElse(false);
    }

    /** The ticket under which the component was repaired inside the repair guarantee. */
    private static Optional<String> repairedBefore(Connection connection, TicketRow ticket, String component)
            throws SQLException {
        return Sql.first(connection, """
                select p.number from service.ticket t join service.ticket p on p.id = t.parent
                where t.id = ? and t.link = 'repair_guarantee' and ? <> 'unknown'
                    and (p.component = ? or exists (
                        select from service.ticket_finding f where f.ticket = p.id and f.component = ?))
                """, row -> row.getString("number"), ticket.id(), component, component, component);
    }

    /** The rule for the product: its type's before everybody's, the newest that began on or before the day of purchase. */
    static Optional<Rule> rule(Connection connection, TicketRow ticket) throws SQLException {
        LocalDate bought = PurchaseDay.of(connection, ticket).day();
        return Sql.first(
                connection,
                """
                select * from service.guarantee_rule where type in (?, '*') and purchased_from <= ?
                order by type = '*', purchased_from desc, version desc limit 1
                """,
                row -> new Rule(
                        row.getLong("id"),
                        row.getInt("refund_days"),
                        row.getInt("exchange_days"),
                        row.getInt("repair_months"),
                        row.getInt("main_part_months"),
                        Arrays.asList((String[]) row.getArray("main_components").getArray()),
                        row.getInt("failed_repairs"),
                        row.getInt("repair_guarantee_days"),
                        row.getString("source")),
                ticket.type() == null ? "*" : ticket.type(),
                bought == null ? day(ticket.openedAt()) : bought);
    }

    private static Optional<String> entitlement(Connection connection, TicketRow ticket, LocalDate day)
            throws SQLException {
        return Sql.first(connection, """
                select id from service.entitlement
                where household = ? and ? between valid_from and valid_to and (? = any(services))
                    and (visits is null or used < visits) order by valid_to, id limit 1
                """, row -> row.getString("id"), ticket.household(), day, ticket.kind());
    }

    /** Keeps the answer, and takes a visit from the entitlement that pays; what was kept before is given back first. */
    static Decision settle(Connection connection, TicketRow ticket, Instant at) throws SQLException {
        release(connection, ticket.id());
        Decision decision = decide(connection, ticket);
        if (decision.entitlement() != null
                && Sql.update(
                                connection,
                                "update service.entitlement set used = used + 1 where id = ? and (visits is null or used < visits)",
                                decision.entitlement())
                        == 0) {
            // Another ticket took the last visit meanwhile.
            decision = decide(connection, ticket);
        }
        Sql.update(
                connection,
                """
                insert into service.ticket_payer (ticket, payer, rule, entitlement, visit_used, why, at)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
                ticket.id(),
                decision.payer(),
                decision.rule(),
                decision.entitlement(),
                decision.entitlement() != null,
                decision.why(),
                at);
        return decision;
    }

    /** Forgets the answer, and gives the entitlement's visit back. */
    static void release(Connection connection, long ticket) throws SQLException {
        Sql.update(connection, """
                with gone as (delete from service.ticket_payer where ticket = ? returning entitlement, visit_used)
                update service.entitlement e set used = used - 1 from gone where gone.entitlement = e.id and gone.visit_used
                """, ticket);
    }

    /** Forgets the answer; the visit that was made stays used. */
    static void forget(Connection connection, long ticket) throws SQLException {
        Sql.update(connection, "delete from service.ticket_payer where ticket = ?", ticket);
    }

    /**
     * Refuses to refuse while it is not known whether the visit is owed.
     *
     * @throws TicketRefusal 409, with what has to be asked first
     */
    static void requireKnown(Connection connection, TicketRow ticket) throws SQLException {
        if (misuseFound(connection, ticket)) {
            return;
        }
        List<String> unknown = new ArrayList<>(Information.missing(connection, ticket).stream()
                .map(field -> field.get("field").toString())
                .filter(DECIDING::contains)
                .toList());
        if (PurchaseDay.of(connection, ticket).day() == null && !unknown.contains("purchase_date")) {
            unknown.add("purchase_date");
        }
        if (!unknown.isEmpty()) {
            throw TicketRefusal.conflict(
                    "whether the visit is owed is not known yet; missing: " + String.join(", ", unknown),
                    "ask for it first: PATCH the ticket with \"answers\": {…}");
        }
    }

    /** What is owed for the product, by which rule and until when. */
    static Map<String, Object> owed(Connection connection, TicketRow ticket) throws SQLException {
        Map<String, Object> owed = new LinkedHashMap<>();
        Decision decision = of(connection, ticket);
        owed.put("payer", decision.payer());
        owed.put("why", decision.why());
        owed.put("entitlement", decision.entitlement());
        Optional<Rule> rule = rule(connection, ticket);
        LocalDate bought = PurchaseDay.of(connection, ticket).day();
        owed.put("contradiction", PurchaseDay.of(connection, ticket).contradiction());
        owed.put("rule", rule.map(Rule::source).orElse(null));
        boolean known = rule.isPresent() && bought != null;
        owed.put(
                "refund_until", known ? bought.plusDays(rule.get().refundDays()).toString() : null);
        owed.put(
                "exchange_until",
                known ? bought.plusDays(rule.get().exchangeDays()).toString() : null);
        owed.put(
                "repair_until",
                known ? bought.plusMonths(rule.get().months(ticket.component())).toString() : null);
        return owed;
    }

    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
