package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.yaml.YamlNode;
import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a service file says about who pays: {@code guarantees} by product type and day of purchase, the {@code tariff} of labour and travel,
 * households' {@code entitlements}, and what a broken {@code pledge} costs. A guarantee that is stated with other terms becomes a new
 * version; tickets that were settled by the old one keep it. For one load.
 */
public final class TermsFile {
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Set<String> KINDS = Set.of("repair", "part_replacement", "installation", "maintenance");
    private static final Set<String> PLEDGES = Set.of("time", "free_repair", "other");
    private static final String ALL = "*";

    private final Catalog catalog;
    private final List<Guarantee> guarantees = new ArrayList<>();
    private final List<Tariff> tariffs = new ArrayList<>();
    private final List<Entitlement> entitlements = new ArrayList<>();
    private final List<Pledge> pledges = new ArrayList<>();

    /** @param catalog the types and components that terms may be about */
    public TermsFile(Catalog catalog) {
        this.catalog = catalog;
    }

    private record Guarantee(
            String type,
            LocalDate from,
            int refundDays,
            int exchangeDays,
            int repairMonths,
            int mainPartMonths,
            List<String> mainComponents,
            int failedRepairs,
            int repairGuaranteeDays,
            String source) {}

    private record Tariff(String item, String type, String component, Money money, LocalDate from) {}

    private record Entitlement(
            YamlNode where,
            String id,
            String household,
            String name,
            LocalDate from,
            LocalDate to,
            List<String> services,
            Integer visits) {}

    private record Pledge(String promise, Money money, LocalDate from) {}

    private record Money(BigDecimal amount, String currency) {}

    /** Reads its part of the file. */
    public void read(YamlNode root) {
        children(root, "guarantees").forEach((type, list) -> {
            if (!type.equals(ALL) && catalog.find(type).isEmpty()) {
                list.keyProblem("is for an unknown appliance type " + type, "use one of the catalog, or \"*\" for all");
            }
            list.items().forEach(node -> readGuarantee(type, node));
        });
        children(root, "tariff").forEach((item, list) -> {
            if (!Set.of("labour", "travel").contains(item)) {
                list.keyProblem("is no item of the tariff", "use labour or travel; parts have prices");
            }
            list.items().forEach(node -> readTariff(item, node));
        });
        children(root, "entitlements").forEach(this::readEntitlement);
        children(root, "pledges").forEach((pledge, node) -> {
            if (!PLEDGES.contains(pledge)) {
                node.keyProblem("is no promise that people make", "use time, free_repair or other");
            }
            node.allowKeys("amount", "currency", "from");
            Optional<Money> money = money(node);
            Optional<LocalDate> from = date(node, "from");
            if (money.isPresent() && from.isPresent()) {
                pledges.add(new Pledge(pledge, money.get(), from.get()));
            }
        });
    }

    private void readGuarantee(String type, YamlNode node) {
        node.allowKeys(
                "from",
                "refund_days",
                "exchange_days",
                "repair_months",
                "main_part_months",
                "main_components",
                "failed_repairs",
                "repair_guarantee_days",
                "source");
        Optional<LocalDate> from = date(node, "from");
        Optional<Integer> refund = node.require("refund_days", "such as 7").integer(0, 3_650);
        Optional<Integer> exchange = node.require("exchange_days", "such as 15").integer(0, 3_650);
        Optional<Integer> repair = node.require("repair_months", "such as 12").integer(0, 600);
        int mainMonths = node.get("main_part_months").integer(0, 600).orElse(0);
        int failed = node.get("failed_repairs").integer(1, 20).orElse(2);
        int again = node.get("repair_guarantee_days").integer(0, 3_650).orElse(90);
        Optional<String> source = node.require("source", "the law or the maker's terms, such as its name and date")
                .text();
        List<String> components =
                node.has("main_components") ? node.get("main_components").texts() : List.of();
        checkComponents(type, components, node);
        if (refund.isPresent() && exchange.isPresent() && exchange.get() < refund.get()) {
            node.get("exchange_days")
                    .problem("is less than refund_days", "who may have the money back may have another one");
        } else if (from.isPresent()
                && refund.isPresent()
                && exchange.isPresent()
                && repair.isPresent()
                && source.isPresent()) {
            guarantees.add(new Guarantee(
                    type,
                    from.get(),
                    refund.get(),
                    exchange.get(),
                    repair.get(),
                    mainMonths,
                    components,
                    failed,
                    again,
                    source.get()));
        }
    }

    private void checkComponents(String type, Collection<String> components, YamlNode node) {
        Set<String> known = new TreeSet<>();
        catalog.types().values().stream()
                .filter(each -> type.equals(ALL) || each.id().equals(type))
                .map(ApplianceType::components)
                .forEach(each -> known.addAll(each.keySet()));
        for (String component : components) {
            if (!known.contains(component)) {
                node.get("main_components")
                        .problem("has an unknown component " + component, "known are " + String.join(", ", known));
            }
        }
    }

    private void readTariff(String item, YamlNode node) {
        node.allowKeys("type", "component", "amount", "currency", "from");
        Optional<Money> money = money(node);
        Optional<LocalDate> from = date(node, "from");
        String type = node.get("type").text().orElse(ALL);
        String component = node.get("component").text().orElse(ALL);
        if (!type.equals(ALL) && catalog.find(type).isEmpty()) {
            node.get("type").problem("is an unknown appliance type", "use one of the catalog, or leave it out for all");
        } else if (!component.equals(ALL)) {
            checkComponents(type, List.of(component), node);
        }
        if (money.isPresent() && from.isPresent()) {
            tariffs.add(new Tariff(item, type, component, money.get(), from.get()));
        }
    }

    private void readEntitlement(String id, YamlNode node) {
        node.allowKeys("household", "name", "from", "to", "services", "visits");
        Optional<String> household = node.require("household", "whose it is").text();
        Optional<String> name = node.require("name", "such as Care card").text();
        Optional<LocalDate> from = date(node, "from");
        Optional<LocalDate> to = date(node, "to");
        List<String> services = node.require("services", "kinds of work that it covers, such as [repair]")
                .texts();
        for (String service : services) {
            if (!KINDS.contains(service)) {
                node.get("services")
                        .problem(
                                "has " + service + ", which no entitlement covers",
                                "use " + String.join(", ", new TreeSet<>(KINDS)));
            }
        }
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
            node.get("to").problem("is before from", "state the last day on which it holds");
        } else if (household.isPresent() && name.isPresent() && from.isPresent() && to.isPresent()) {
            entitlements.add(new Entitlement(
                    node,
                    id,
                    household.get(),
                    name.get(),
                    from.get(),
                    to.get(),
                    services,
                    node.get("visits").integer(0, 10_000).orElse(null)));
        }
    }

    private static Optional<Money> money(YamlNode node) {
        Optional<Double> amount = node.require("amount", "such as 80").number(0, 1e7);
        Optional<String> currency = node.require("currency", "three letters, such as CNY")
                .text(CURRENCY, "three capital letters, such as CNY");
        Optional<BigDecimal> exact =
                amount.map(value -> BigDecimal.valueOf(value).stripTrailingZeros());
        if (exact.isPresent() && exact.get().scale() > 2) {
            node.get("amount").problem("has more than two decimals", "round it to two decimals");
            return Optional.empty();
        }
        return exact.isPresent() && currency.isPresent()
                ? Optional.of(new Money(exact.get(), currency.get()))
                : Optional.empty();
    }

    private static Optional<LocalDate> date(YamlNode node, String key) {
        return node.require(key, "a day, such as 2026-01-01").text().map(text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                node.get(key).problem("is \"" + text + "\", which is not a day", "write it as 2026-01-01");
                return null;
            }
        });
    }

    private static Map<String, YamlNode> children(YamlNode node, String key) {
        YamlNode child = node.get(key);
        return child.isMissing() ? Map.of() : child.entries();
    }

    /** How many entries were read. */
    public int entries() {
        return guarantees.size() + tariffs.size() + entitlements.size() + pledges.size();
    }

    /**
     * Finds what only the database knows to be wrong.
     *
     * @param households ids of the households that the same file brings
     */
    public void check(Connection connection, Set<String> households) throws SQLException {
        for (Entitlement each : entitlements) {
            boolean known = households.contains(each.household())
                    || Sql.first(
                                    connection,
                                    "select 1 from service.household where id = ?",
                                    row -> true,
                                    each.household())
                            .isPresent();
            if (!known) {
                each.where().get("household").problem("is unknown: " + each.household(), "add it under households");
            }
        }
    }

    /** Stores what was read, after the households; how many entries that changed. */
    public int store(Connection connection) throws SQLException {
        int changed = 0;
        for (Guarantee each : guarantees) {
            changed += store(connection, each);
        }
        for (Tariff each : tariffs) {
            changed += Sql.update(
                    connection,
                    """
                    insert into service.tariff as old (item, type, component, amount, currency, valid_from) values (?, ?, ?, ?, ?, ?)
                    on conflict (item, type, component, valid_from) do update
                        set amount = excluded.amount, currency = excluded.currency
                        where (old.amount, old.currency) is distinct from (excluded.amount, excluded.currency)
                    """,
                    each.item(),
                    each.type(),
                    each.component(),
                    each.money().amount(),
                    each.money().currency(),
                    each.from());
        }
        for (Entitlement each : entitlements) {
            changed += Sql.update(
                    connection,
                    """
                    insert into service.entitlement as old (id, household, name, valid_from, valid_to, services, visits)
                    values (?, ?, ?, ?, ?, ?, ?)
                    on conflict (id) do update set household = excluded.household, name = excluded.name,
                        valid_from = excluded.valid_from, valid_to = excluded.valid_to, services = excluded.services,
                        visits = greatest(excluded.visits, old.used)
                        where (old.household, old.name, old.valid_from, old.valid_to, old.services, old.visits)
                            is distinct from (excluded.household, excluded.name, excluded.valid_from, excluded.valid_to,
                                excluded.services, greatest(excluded.visits, old.used))
                    """,
                    each.id(),
                    each.household(),
                    each.name(),
                    each.from(),
                    each.to(),
                    each.services(),
                    each.visits());
        }
        for (Pledge each : pledges) {
            changed += Sql.update(
                    connection,
                    """
                    insert into service.compensation_tariff as old (promise, amount, currency, valid_from) values (?, ?, ?, ?)
                    on conflict (promise, valid_from) do update set amount = excluded.amount, currency = excluded.currency
                        where old is distinct from excluded
                    """,
                    each.promise(),
                    each.money().amount(),
                    each.money().currency(),
                    each.from());
        }
        return changed;
    }

    private static int store(Connection connection, Guarantee each) throws SQLException {
        return Sql.update(
                connection,
                """
                insert into service.guarantee_rule (type, purchased_from, version, refund_days, exchange_days, repair_months,
                    main_part_months, main_components, failed_repairs, repair_guarantee_days, source)
                select said.*, ?::int, ?::int, ?::int, ?::int, ?::text[], ?::int, ?::int, ?::text
                from (select ?::text type, ?::date purchased_from, coalesce(max(version), 0) + 1 from service.guarantee_rule
                    where type = ? and purchased_from = ?) said
                where not exists (
                    select from service.guarantee_rule old
                    where old.type = said.type and old.purchased_from = said.purchased_from
                        and (old.refund_days, old.exchange_days, old.repair_months, old.main_part_months, old.main_components,
                            old.failed_repairs, old.repair_guarantee_days, old.source) = (?, ?, ?, ?, ?::text[], ?, ?, ?)
                        and not exists (select from service.guarantee_rule newer where newer.type = old.type
                            and newer.purchased_from = old.purchased_from and newer.version > old.version))
                """,
                each.refundDays(),
                each.exchangeDays(),
                each.repairMonths(),
                each.mainPartMonths(),
                each.mainComponents(),
                each.failedRepairs(),
                each.repairGuaranteeDays(),
                each.source(),
                each.type(),
                each.from(),
                each.type(),
                each.from(),
                each.refundDays(),
                each.exchangeDays(),
                each.repairMonths(),
                each.mainPartMonths(),
                each.mainComponents(),
                each.failedRepairs(),
                each.repairGuaranteeDays(),
                each.source());
    }
}
