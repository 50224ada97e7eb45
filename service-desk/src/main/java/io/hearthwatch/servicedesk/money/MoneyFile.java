package io.hearthwatch.servicedesk.money;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.yaml.Problems;
import io.hearthwatch.catalog.yaml.YamlNode;
import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a money file says: rules of settlement with their terms, centres' deposits, owners of elements, shares at which to warn, budgets. {@code docs/money.md}
 * describes it. Reads and writes in one transaction, which is undone if anything is wrong.
 */
final class MoneyFile {
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final String CURRENCY_HINT = "three capital letters, such as CNY";
    private static final Set<String> GRADES = Set.of("*", "junior", "qualified", "intermediate", "senior");

    private static final int TOP_UP_DAYS = 30;

    private final Connection connection;
    private final Problems problems;
    private final Set<String> kinds;
    private final Set<String> types;
    private final Set<String> items;
    private final BudgetEntries budgets;
    private final List<Rule> rules = new ArrayList<>();
    private final List<Deposits.Rule> deposits = new ArrayList<>();

    MoneyFile(Connection connection, Problems problems, Catalog catalog) throws SQLException {
        this.connection = connection;
        this.problems = problems;
        this.kinds = column("select kind from service.ticket_kind");
        this.kinds.add("*");
        this.types = new TreeSet<>(catalog.types().keySet());
        this.types.add("*");
        this.items = column("select item from service.settlement_item");
        this.budgets = new BudgetEntries(
                column("select id from service.region"),
                column("select id from service.centre"),
                column("select element from service.cost_element where kind = 'cost'"));
    }

    private Set<String> column(String sql) throws SQLException {
        return new TreeSet<>(Sql.list(connection, sql, row -> row.getString(1)));
    }

    /**
     * Stores it.
     *
     * @return how many rows changed
     * @throws io.hearthwatch.catalog.InvalidFileException with all that is wrong
     */
    int store(YamlNode root, Budgets into, Instant at, String who) throws SQLException {
        root.allowKeys("rules", "dispute_days", "deposits", "owners", "warn_at", "budgets");
        for (YamlNode each : list(root, "rules")) {
            rule(each).ifPresent(rules::add);
        }
        list(root, "deposits").forEach(node -> deposit(node).ifPresent(deposits::add));
        Optional<Integer> days = root.get("dispute_days").integer(1, 365);
        Map<String, YamlNode> owners = root.has("owners") ? root.get("owners").entries() : Map.of();
        owners.forEach((element, node) -> {
            if (!budgets.elements().contains(element)) {
                node.keyProblem("is no element of cost", "use " + String.join(", ", budgets.elements()));
            }
            node.text();
        });
        Set<Double> shares = new HashSet<>();
        list(root, "warn_at").forEach(node -> node.number(1, 1000).ifPresent(shares::add));
        list(root, "budgets").forEach(budgets::read);
        problems.throwIfAny();

        int changed = 0;
        for (Rule rule : rules) {
            changed += Rules.store(connection, rule, at, who);
        }
        for (Deposits.Rule rule : deposits) {
            changed += Deposits.store(connection, rule, at, who);
        }
        if (days.isPresent()) {
            changed += Sql.update(
                    connection,
                    "update service.settlement_terms set dispute_days = ? where dispute_days <> ?",
                    days.get(),
                    days.get());
        }
        for (Map.Entry<String, YamlNode> each : owners.entrySet()) {
            changed += Sql.update(
                    connection, """
                    insert into service.cost_owner as old (element, owner) values (?, ?)
                    on conflict (element) do update set owner = excluded.owner where old.owner <> excluded.owner
                    """, each.getKey(), each.getValue().text().orElseThrow());
        }
        return changed + thresholds(shares) + into.store(connection, budgets.all(), at, who);
    }

    private int thresholds(Set<Double> shares) throws SQLException {
        if (shares.isEmpty()) {
            return 0;
        }
        List<String> said = shares.stream().map(String::valueOf).toList();
        return Sql.update(
                        connection,
                        "delete from service.budget_threshold where not (percent = any (?::numeric[]))",
                        said)
                + Sql.update(
                        connection,
                        "insert into service.budget_threshold select unnest(?::numeric[]) on conflict do nothing",
                        said);
    }

    private static List<YamlNode> list(YamlNode root, String key) {
        return root.has(key) ? root.get(key).items() : List.of();
    }

    private Optional<Deposits.Rule> deposit(YamlNode node) {
        node.allowKeys("centre", "required", "currency", "top_up_days", "from");
        Optional<String> centre =
                node.require("centre", "a service centre's id").reference("centre", budgets.centres());
        Optional<BigDecimal> required = decimal(node.require("required", "such as 20000"), 1e9, 2);
        Optional<String> currency = node.require("currency", CURRENCY_HINT).text(CURRENCY, CURRENCY_HINT);
        Optional<LocalDate> from = date(node.require("from", "a date such as 2026-01-01"));
        int days = node.get("top_up_days").integer(1, 365).orElse(TOP_UP_DAYS);
        return centre.isEmpty() || required.isEmpty() || currency.isEmpty() || from.isEmpty()
                ? Optional.empty()
                : Optional.of(new Deposits.Rule(centre.get(), currency.get(), required.get(), days, from.get()));
    }

    private Optional<Rule> rule(YamlNode node) {
        node.allowKeys(
                "item",
                "kind",
                "type",
                "grade",
                "amount",
                "currency",
                "percent",
                "most",
                "least_minutes",
                "free_km",
                "usual_km",
                "most_km",
                "from",
                "to");
        String item =
                node.require("item", "such as labour").reference("item", items).orElse("");
        boolean part = item.startsWith(Assessment.PART);
        boolean km = item.equals(Assessment.DISTANCE);
        only(node, "percent", part, "part and part_handling");
        only(node, "most", item.equals(Assessment.TRAVEL), "travel");
        only(node, "least_minutes", item.equals(Assessment.LABOUR), "labour");
        for (String each : List.of("free_km", "usual_km", "most_km")) {
            only(node, each, km, "travel_km");
        }
        if (node.has("amount") == node.has("percent")) {
            node.problem("has " + (node.has("amount") ? "both" : "neither") + " amount and percent", "use one of them");
        }
        if (node.has("amount")) {
            node.require("currency", CURRENCY_HINT);
        } else {
            only(node, "currency", false, "amount");
        }
        if (km) {
            node.require("most_km", "kilometres that are paid at most");
        }
        Optional<LocalDate> from = date(node.require("from", "a date such as 2026-01-01"));
        Optional<LocalDate> to = node.has("to") ? date(node.get("to")) : Optional.empty();
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
            node.get("to").problem("is before from", "the last day on which it holds");
        }
        Optional<BigDecimal> usual = decimal(node.get("usual_km"), 10_000, 1);
        Optional<BigDecimal> most = decimal(node.get("most_km"), 10_000, 1);
        if (usual.isPresent() && most.isPresent() && usual.get().compareTo(most.get()) > 0) {
            node.get("usual_km").problem("is more than most_km", "paid without a proof is at most what is paid");
        }
        return from.map(day -> new Rule(
                null,
                item,
                one(node, "kind", kinds),
                one(node, "type", types),
                one(node, "grade", GRADES),
                decimal(node.get("amount"), 1_000_000, 2).orElse(null),
                node.get("currency").text(CURRENCY, CURRENCY_HINT).orElse(null),
                decimal(node.get("percent"), 1_000, 3).orElse(null),
                node.get("most").integer(1, 100).orElse(null),
                node.get("least_minutes").integer(1, 10_000).orElse(null),
                decimal(node.get("free_km"), 10_000, 1).orElse(null),
                usual.orElse(null),
                most.orElse(null),
                day,
                to.orElse(null)));
    }

    private static String one(YamlNode node, String key, Set<String> known) {
        return node.has(key) ? node.get(key).reference(key, known).orElse("*") : "*";
    }

    private static void only(YamlNode node, String key, boolean allowed, String with) {
        if (node.has(key) && !allowed) {
            node.get(key).problem("goes with " + with + " only", "leave it out");
        }
    }

    /** An exact number with at most so many decimals. */
    static Optional<BigDecimal> decimal(YamlNode node, double most, int digits) {
        return node.number(0, most).map(BigDecimal::valueOf).filter(value -> {
            boolean exact = value.stripTrailingZeros().scale() <= digits;
            if (!exact) {
                node.problem("has more than " + digits + " decimals", "round it");
            }
            return exact;
        });
    }

    private static Optional<LocalDate> date(YamlNode node) {
        return node.text().flatMap(said -> {
            try {
                // Years of more digits are beyond what the database holds.
                if (said.length() == "2026-01-01".length()) {
                    return Optional.of(LocalDate.parse(said));
                }
            } catch (DateTimeException e) {
                // Told below, as one out of range.
            }
            node.problem("is not a date: " + said, "write it as 2026-01-01");
            return Optional.empty();
        });
    }

    /** The months that a budget is for: one, a quarter's three, or a year's twelve. */
    static Optional<List<YearMonth>> months(String said) {
        try {
            if (said.matches("\\d{4}-Q[1-4]")) {
                YearMonth first =
                        YearMonth.of(Integer.parseInt(said.substring(0, 4)), said.charAt(6) * 3 - '1' * 3 + 1);
                return Optional.of(List.of(first, first.plusMonths(1), first.plusMonths(2)));
            }
            if (said.matches("\\d{4}")) {
                YearMonth first = YearMonth.of(Integer.parseInt(said), 1);
                return Optional.of(java.util.stream.IntStream.range(0, 12)
                        .mapToObj(first::plusMonths)
                        .toList());
            }
            return said.length() == "2026-01".length() ? Optional.of(List.of(YearMonth.parse(said))) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
