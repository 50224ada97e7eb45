package io.hearthwatch.servicedesk.money;

import io.hearthwatch.catalog.yaml.YamlNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Budgets as they are stated, for a month, a quarter or a year. A quarter's or a year's is split evenly over its months; the cents that are
 * left go to the last one.
 */
final class BudgetEntries {
    private static final String WHEN = "a month as 2026-11, a quarter as 2026-Q4, or a year as \"2026\"";

    private final Set<String> regions;
    private final Set<String> centres;
    private final Set<String> elements;
    private final List<Budgets.Budget> all = new ArrayList<>();

    BudgetEntries(Set<String> regions, Set<String> centres, Set<String> elements) {
        this.regions = regions;
        this.centres = centres;
        this.elements = elements;
    }

    Set<String> centres() {
        return centres;
    }

    Set<String> elements() {
        return elements;
    }

    List<Budgets.Budget> all() {
        return all;
    }

    void read(YamlNode node) {
        node.allowKeys("region", "centre", "element", "month", "amount", "currency");
        if (node.has("region") && node.has("centre")) {
            node.problem("has both a region and a centre", "name one, or none for everything together");
        }
        String region = node.has("region")
                ? node.get("region").reference("region", regions).orElse(null)
                : null;
        String centre = node.has("centre")
                ? node.get("centre").reference("service centre", centres).orElse(null)
                : null;
        Optional<String> element = node.require("element", "such as labour").reference("element of cost", elements);
        YamlNode when = node.require("month", WHEN);
        Optional<List<YearMonth>> months = (when.isText()
                        ? when.text()
                        : when.integer(2000, 9999).map(String::valueOf))
                .flatMap(said -> {
                    Optional<List<YearMonth>> read = MoneyFile.months(said);
                    if (read.isEmpty()) {
                        when.problem("is '" + said + "'", "write " + WHEN);
                    }
                    return read;
                });
        Optional<BigDecimal> amount = MoneyFile.decimal(node.require("amount", "such as 5000"), 1e11, 2);
        Optional<String> currency = node.require("currency", "three capital letters, such as CNY")
                .text(java.util.regex.Pattern.compile("[A-Z]{3}"), "three capital letters, such as CNY");
        if (element.isPresent() && months.isPresent() && amount.isPresent() && currency.isPresent()) {
            add(region, centre, element.get(), months.get(), amount.get(), currency.get());
        }
    }

    private void add(
            String region, String centre, String element, List<YearMonth> months, BigDecimal amount, String currency) {
        BigDecimal each = amount.divide(BigDecimal.valueOf(months.size()), 2, RoundingMode.DOWN);
        BigDecimal rest = amount.setScale(2, RoundingMode.UNNECESSARY);
        for (int i = 0; i < months.size(); i++) {
            BigDecimal share = i < months.size() - 1 ? each : rest;
            rest = rest.subtract(each);
            all.add(new Budgets.Budget(region, centre, element, months.get(i), share, currency));
        }
    }
}
