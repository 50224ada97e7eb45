package io.hearthwatch.servicedesk.engineer;

import io.hearthwatch.catalog.yaml.YamlNode;
import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a service file says of own engineers: {@code own_engineer}, the rule, and {@code purchases}, what was paid for appliances. */
public final class EngineerFile {
    private static final double MOST = 1e11;

    private record Money(BigDecimal amount, String currency) {}

    private record Rule(Integer fullSet, Money above, Integer careMonths) {}

    private record Purchase(String appliance, Money paid) {}

    private Rule rule;
    private final List<Purchase> purchases = new ArrayList<>();

    /** Reads its part of the file. */
    public void read(YamlNode root) {
        YamlNode own = root.get("own_engineer");
        if (own.isPresent()) {
            own.allowKeys("full_set", "purchases_above", "care_every_months");
            YamlNode above = own.get("purchases_above");
            rule = new Rule(
                    own.get("full_set").integer(2, 100).orElse(null),
                    above.isPresent() ? money(above).orElse(null) : null,
                    own.get("care_every_months").integer(1, 120).orElse(null));
        }
        if (root.get("purchases").isPresent()) {
            root.get("purchases")
                    .entries()
                    .forEach((appliance, node) ->
                            money(node).ifPresent(paid -> purchases.add(new Purchase(appliance, paid))));
        }
    }

    private static Optional<Money> money(YamlNode node) {
        node.allowKeys("amount", "currency");
        Optional<Double> amount = node.require("amount", "such as 3999").number(0, MOST);
        Optional<String> currency =
                node.require("currency", "three letters, such as CNY").text();
        if (currency.isPresent() && !currency.get().matches("[A-Z]{3}")) {
            node.get("currency").problem("is no currency", "write three capital letters, such as CNY");
            return Optional.empty();
        }
        return amount.isPresent() && currency.isPresent()
                ? Optional.of(new Money(BigDecimal.valueOf(amount.get()), currency.get()))
                : Optional.empty();
    }

    /** How many entries were read. */
    public int entries() {
        return purchases.size() + (rule == null ? 0 : 1);
    }

    /** Stores what was read; how many entries that changed. */
    public int store(Connection connection) throws SQLException {
        int changed = 0;
        if (rule != null) {
            changed += Sql.update(
                    connection,
                    """
                    update service.own_engineer_rule r set full_set = n.full_set, purchases_above = n.above, currency = n.currency,
                        care_months = n.months
                    from (values (coalesce(?::int, 4), ?::numeric, ?::text, coalesce(?::int, 12))) n (full_set, above, currency, months)
                    where (r.full_set, r.purchases_above, r.currency, r.care_months)
                        is distinct from (n.full_set, n.above, n.currency, n.months)
                    """,
                    rule.fullSet(),
                    rule.above() == null ? null : rule.above().amount(),
                    rule.above() == null ? null : rule.above().currency(),
                    rule.careMonths());
        }
        for (Purchase purchase : purchases) {
            changed += Sql.update(
                    connection,
                    """
                    insert into service.appliance_purchase as old (appliance, amount, currency) values (?, ?, ?)
                    on conflict (appliance) do update set amount = excluded.amount, currency = excluded.currency
                        where (old.amount, old.currency) is distinct from (excluded.amount, excluded.currency)
                    """,
                    purchase.appliance(),
                    purchase.paid().amount(),
                    purchase.paid().currency());
        }
        return changed;
    }
}
