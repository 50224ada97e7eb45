package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.catalog.yaml.Problems;
import io.hearthwatch.catalog.yaml.YamlNode;
import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Stores what a parts file says: adds and changes, never removes. Reads and writes in one transaction, which is undone if anything is
 * wrong with the file; {@code docs/parts.md} describes the format.
 */
final class PartsFile {
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,100}");
    private static final String ID_HINT = "1 to 100 letters, digits, dots, underscores, colons or hyphens";
    private static final LocalDate ALWAYS = LocalDate.of(1970, 1, 1);

    private final Connection connection;
    private final Problems problems;
    private final Set<String> parts;
    private int changed;

    /** @param parts numbers that the catalog knows */
    PartsFile(Connection connection, Problems problems, Set<String> parts) throws SQLException {
        this.connection = connection;
        this.problems = problems;
        this.parts = new HashSet<>(parts);
        this.parts.addAll(Sql.list(connection, "select part from service.part", row -> row.getString("part")));
    }

    /**
     * Stores it.
     *
     * @return how many rows changed
     * @throws io.hearthwatch.catalog.InvalidFileException with all that is wrong
     */
    int store(YamlNode root) throws SQLException {
        root.allowKeys(
                "warehouses", "parts", "supersessions", "suppliers", "offers", "prices", "reorder", "approval", "kit");
        for (Map.Entry<String, YamlNode> each : children(root, "parts").entrySet()) {
            part(each.getKey(), each.getValue());
        }
        for (Map.Entry<String, YamlNode> each : children(root, "warehouses").entrySet()) {
            warehouse(each.getKey(), each.getValue());
        }
        supersessions(children(root, "supersessions"));
        Set<String> suppliers =
                new HashSet<>(Sql.list(connection, "select id from service.supplier", row -> row.getString("id")));
        for (Map.Entry<String, YamlNode> each : children(root, "suppliers").entrySet()) {
            suppliers.add(each.getKey());
            supplier(each.getKey(), each.getValue());
        }
        for (YamlNode each : items(root, "offers")) {
            offer(each, suppliers);
        }
        for (YamlNode each : items(root, "prices")) {
            price(each);
        }
        for (Map.Entry<String, YamlNode> each : children(root, "reorder").entrySet()) {
            reorder(each.getKey(), each.getValue());
        }
        for (Map.Entry<String, YamlNode> each : children(root, "approval").entrySet()) {
            approval(each.getKey(), each.getValue());
        }
        if (root.get("kit").isPresent()) {
            kit(root.get("kit"));
        }
        problems.throwIfAny();
        return changed;
    }

    private static Map<String, YamlNode> children(YamlNode root, String key) {
        YamlNode node = root.get(key);
        return node.isMissing() ? Map.of() : node.entries();
    }

    private static List<YamlNode> items(YamlNode root, String key) {
        YamlNode node = root.get(key);
        return node.isMissing() ? List.of() : node.items();
    }

    private void update(String sql, Object... parameters) throws SQLException {
        if (problems.isEmpty()) {
            changed += Sql.update(connection, sql, parameters);
        }
    }

    private void part(String number, YamlNode node) throws SQLException {
        if (!ID.matcher(number).matches()) {
            node.keyProblem("'" + number + "' is not a part number", ID_HINT);
        }
        node.allowKeys("name", "litres", "made_to_order", "favourable", "returnable", "serialised");
        parts.add(number);
        var name =
                node.get("name").isMissing() ? null : node.get("name").words().orElse(null);
        update(
                """
                insert into service.part as old (part, name_en, name_zh, litres, made_to_order, favourable, returnable, serialised)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (part) do update set name_en = excluded.name_en, name_zh = excluded.name_zh, litres = excluded.litres,
                    made_to_order = excluded.made_to_order, favourable = excluded.favourable, returnable = excluded.returnable,
                    serialised = excluded.serialised
                where old is distinct from excluded
                """,
                number,
                name == null ? null : name.en(),
                name == null ? null : name.zh(),
                number(node, "litres", .001, 10_000, 1),
                flag(node, "made_to_order"),
                flag(node, "favourable"),
                flag(node, "returnable"),
                flag(node, "serialised"));
    }

    private void warehouse(String id, YamlNode node) throws SQLException {
        node.allowKeys("kind", "lead_hours", "capacity_litres");
        if (Sql.first(connection, "select id from service.warehouse where id = ?", row -> true, id)
                .isEmpty()) {
            node.keyProblem("there is no warehouse '" + id + "'", "load it with: hearthwatch service load FILE");
            return;
        }
        String kind = node.get("kind").isMissing()
                ? null
                : node.get("kind")
                        .reference("kind of warehouse", Set.of("van", "centre", "regional", "central"))
                        .orElse(null);
        Integer hours = node.get("lead_hours").isMissing()
                ? null
                : node.get("lead_hours").integer(0, 10_000).orElse(null);
        Double litres = node.get("capacity_litres").isMissing()
                ? null
                : node.get("capacity_litres").number(.001, 1e6).orElse(null);
        update("""
                update service.warehouse set kind = coalesce(?, kind), lead_hours = coalesce(?, lead_hours),
                    capacity_litres = coalesce(?, capacity_litres)
                where id = ? and (kind, lead_hours, capacity_litres) is distinct from
                    (coalesce(?, kind), coalesce(?, lead_hours), coalesce(?, capacity_litres))
                """, kind, hours, litres, id, kind, hours, litres);
    }

    private void supersessions(Map<String, YamlNode> nodes) throws SQLException {
        Map<String, Supersession.Next> steps = new HashMap<>(Supersession.all(connection));
        for (Map.Entry<String, YamlNode> each : nodes.entrySet()) {
            YamlNode node = each.getValue();
            node.allowKeys("by", "rule", "since");
            known(node, each.getKey());
            Optional<String> by =
                    node.require("by", "the part that replaces it").text();
            by.ifPresent(part -> known(node.get("by"), part));
            String rule = node.get("rule").isMissing()
                    ? "both"
                    : node.get("rule")
                            .reference("rule", Set.of("both", "forward", "stop"))
                            .orElse("both");
            if (by.isEmpty()) {
                continue;
            }
            String upper = rule.toUpperCase(Locale.ROOT);
            steps.put(each.getKey(), new Supersession.Next(by.get(), Supersession.Rule.valueOf(upper)));
            if (leadsBack(steps, each.getKey())) {
                node.get("by").problem("leads back to " + each.getKey(), "a chain must end at the newest revision");
            }
            update("""
                    insert into service.supersession as old (part, replaced_by, rule, since) values (?, ?, ?, ?)
                    on conflict (part) do update set replaced_by = excluded.replaced_by, rule = excluded.rule, since = excluded.since
                    where old is distinct from excluded
                    """, each.getKey(), by.get(), upper, date(node, "since", null));
        }
    }

    private static boolean leadsBack(Map<String, Supersession.Next> steps, String part) {
        Set<String> seen = new HashSet<>();
        Supersession.Next next = steps.get(part);
        while (next != null && seen.add(next.part())) {
            if (next.part().equals(part)) {
                return true;
            }
            next = steps.get(next.part());
        }
        return false;
    }

    private void supplier(String id, YamlNode node) throws SQLException {
        node.allowKeys("name");
        if (!ID.matcher(id).matches()) {
            node.keyProblem("'" + id + "' is not a supplier's id", ID_HINT);
        }
        Optional<String> name = node.require("name", "what it is called").text();
        if (name.isPresent()) {
            update("""
                    insert into service.supplier as old (id, name) values (?, ?)
                    on conflict (id) do update set name = excluded.name where old is distinct from excluded
                    """, id, name.get());
        }
    }

    private void offer(YamlNode node, Set<String> suppliers) throws SQLException {
        node.allowKeys("part", "supplier", "lead_days", "lead_deviation", "minimum", "price", "currency", "from", "to");
        Optional<String> part = node.require("part", "which part").text();
        part.ifPresent(number -> known(node.get("part"), number));
        Optional<String> supplier = node.require("supplier", "one of suppliers").reference("supplier", suppliers);
        Optional<Double> lead =
                node.require("lead_days", "days from order to arrival").number(.01, 3_650);
        Optional<Double> price = node.require("price", "what a unit costs").number(0, 1e9);
        Optional<String> currency = node.require("currency", "three letters, such as CNY")
                .text(CURRENCY, "three capital letters, such as CNY");
        int minimum = (int) number(node, "minimum", 1, 1_000_000, 1);
        LocalDate from = date(node, "from", ALWAYS);
        LocalDate to = until(node, from);
        if (part.isPresent() && supplier.isPresent() && lead.isPresent() && price.isPresent() && currency.isPresent()) {
            update(
                    """
                    insert into service.supply_offer as old
                        (part, supplier, valid_from, valid_to, lead_days, lead_deviation, minimum, price, currency)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict (part, supplier, valid_from) do update set valid_to = excluded.valid_to,
                        lead_days = excluded.lead_days, lead_deviation = excluded.lead_deviation, minimum = excluded.minimum,
                        price = excluded.price, currency = excluded.currency
                    where old is distinct from excluded
                    """,
                    part.get(),
                    supplier.get(),
                    from,
                    to,
                    lead.get(),
                    number(node, "lead_deviation", 0, 3_650, 0),
                    minimum,
                    BigDecimal.valueOf(price.get()),
                    currency.get());
        }
    }

    private void price(YamlNode node) throws SQLException {
        node.allowKeys("part", "class", "amount", "currency", "from", "to");
        Optional<String> part = node.require("part", "which part").text();
        part.ifPresent(number -> known(node.get("part"), number));
        String kind = node.get("class").isMissing()
                ? "standard"
                : node.get("class")
                        .reference("price class", Set.of("standard", "favourable"))
                        .orElse("standard");
        Optional<Double> amount = node.require("amount", "such as 12.50").number(0, 1e9);
        Optional<String> currency = node.require("currency", "three letters, such as CNY")
                .text(CURRENCY, "three capital letters, such as CNY");
        LocalDate from = date(node, "from", ALWAYS);
        LocalDate to = until(node, from);
        if (part.isPresent() && amount.isPresent() && currency.isPresent()) {
            update("""
                    insert into service.part_price as old (part, class, valid_from, valid_to, amount, currency) values (?, ?, ?, ?, ?, ?)
                    on conflict (part, class, valid_from) do update set valid_to = excluded.valid_to, amount = excluded.amount,
                        currency = excluded.currency
                    where old is distinct from excluded
                    """, part.get(), kind, from, to, BigDecimal.valueOf(amount.get()), currency.get());
        }
    }

    private void reorder(String part, YamlNode node) throws SQLException {
        node.allowKeys("service_level", "order_cost", "holding_rate");
        if (!part.equals("default")) {
            known(node, part);
        }
        update(
                """
                insert into service.reorder_policy as old (part, service_level, order_cost, holding_rate) values (?, ?, ?, ?)
                on conflict (part) do update set service_level = excluded.service_level, order_cost = excluded.order_cost,
                    holding_rate = excluded.holding_rate
                where old is distinct from excluded
                """,
                part.equals("default") ? "*" : part,
                number(node, "service_level", .5, .9999, .95),
                number(node, "order_cost", 0, 1e6, 25),
                number(node, "holding_rate", .001, 10, .2));
    }

    private void approval(String role, YamlNode node) throws SQLException {
        node.allowKeys("amount", "currency");
        Optional<Double> amount =
                node.require("amount", "the largest order, such as 500").number(0, 1e11);
        Optional<String> currency = node.require("currency", "three letters, such as CNY")
                .text(CURRENCY, "three capital letters, such as CNY");
        if (amount.isPresent() && currency.isPresent()) {
            update("""
                    insert into service.approval_limit as old (role, amount, currency) values (?, ?, ?)
                    on conflict (role) do update set amount = excluded.amount, currency = excluded.currency
                    where old is distinct from excluded
                    """, role, BigDecimal.valueOf(amount.get()), currency.get());
        }
    }

    private void kit(YamlNode node) throws SQLException {
        node.allowKeys("second_visit", "carry_rate", "handling", "van_litres");
        Double visit = node.get("second_visit").isMissing()
                ? null
                : node.get("second_visit").number(0, 1e6).orElse(null);
        update(
                """
                insert into service.kit_policy as old (one, second_visit, carry_rate, handling, van_litres) values (true, ?, ?, ?, ?)
                on conflict (one) do update set second_visit = excluded.second_visit, carry_rate = excluded.carry_rate,
                    handling = excluded.handling, van_litres = excluded.van_litres
                where old is distinct from excluded
                """,
                visit,
                number(node, "carry_rate", 0, 1, .02),
                number(node, "handling", 0, 1e6, .5),
                number(node, "van_litres", .001, 1e6, 200));
    }

    private void known(YamlNode node, String part) {
        if (!parts.contains(part)) {
            node.problem("names the part '" + part + "', which is not known", "add it under parts, or to the catalog");
        }
    }

    private static double number(YamlNode node, String key, double least, double most, double otherwise) {
        YamlNode value = node.get(key);
        return value.isMissing() ? otherwise : value.number(least, most).orElse(otherwise);
    }

    private static boolean flag(YamlNode node, String key) {
        YamlNode value = node.get(key);
        return !value.isMissing() && value.bool().orElse(false);
    }

    private static LocalDate date(YamlNode node, String key, LocalDate otherwise) {
        YamlNode value = node.get(key);
        if (value.isMissing()) {
            return otherwise;
        }
        try {
            return value.text().map(LocalDate::parse).orElse(otherwise);
        } catch (DateTimeException e) {
            value.problem("is not a date", "write it as 2026-01-31");
            return otherwise;
        }
    }

    private static LocalDate until(YamlNode node, LocalDate from) {
        LocalDate to = date(node, "to", null);
        if (to != null && to.isBefore(from)) {
            node.get("to").problem("is before the first day", "leave it out if it holds without end");
        }
        return to;
    }
}
