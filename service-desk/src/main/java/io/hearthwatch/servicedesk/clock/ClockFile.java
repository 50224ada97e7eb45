package io.hearthwatch.servicedesk.clock;

import io.hearthwatch.catalog.yaml.YamlNode;
import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a service file says about promises, and what breaking one costs. For one load. */
public final class ClockFile {
    private static final List<String> URGENCIES = List.of("low", "normal", "high", "critical");
    private static final Set<String> KINDS = Set.of(
            "*",
            "repair",
            "part_replacement",
            "usage_guidance",
            "installation",
            "maintenance",
            "site_survey",
            "consultation",
            "complaint");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private final List<Rule> rules = new ArrayList<>();
    private final List<Tariff> tariffs = new ArrayList<>();

    private record Rule(String kind, String promise, int urgency, PromiseRule rule) {}

    private record Tariff(String promise, BigDecimal amount, String currency) {}

    /** Reads its part of the file. */
    public void read(YamlNode root) {
        children(root, "promises").forEach((kind, promises) -> {
            if (!KINDS.contains(kind)) {
                promises.keyProblem("is no kind of work", "use repair, complaint, …, or \"*\" for all");
            }
            promises.entries().forEach((promise, node) -> {
                if (known(promise, node)) {
                    readPromise(kind, promise, node);
                }
            });
        });
        children(root, "compensation").forEach((promise, node) -> {
            known(promise, node);
            node.allowKeys("amount", "currency");
            Optional<Double> amount = node.require("amount", "such as 50").number(0, 1e7);
            Optional<String> currency = node.require("currency", "three letters, such as CNY")
                    .text(CURRENCY, "three capital letters, such as CNY");
            if (amount.isPresent() && currency.isPresent()) {
                tariffs.add(new Tariff(promise, BigDecimal.valueOf(amount.get()), currency.get()));
            }
        });
    }

    private static boolean known(String promise, YamlNode node) {
        if (!PromiseRule.ALL.contains(promise)) {
            node.keyProblem("is no promise that has a clock", "use " + String.join(", ", PromiseRule.ALL));
            return false;
        }
        return true;
    }

    private void readPromise(String kind, String promise, YamlNode node) {
        node.allowKeys("low", "normal", "high", "critical", "warn", "escalate", "round_the_clock");
        Duration warn = duration(node.get("warn"));
        Duration escalate = duration(node.get("escalate"));
        Boolean always = node.get("round_the_clock").bool().orElse(null);
        for (int urgency = 0; urgency < URGENCIES.size(); urgency++) {
            Duration promised = duration(node.get(URGENCIES.get(urgency)));
            if (promised == null) {
                continue;
            }
            PromiseRule usual = PromiseRule.builtIn(kind, promise, urgency);
            Duration quarter = promised.dividedBy(4);
            rules.add(new Rule(
                    kind,
                    promise,
                    urgency,
                    new PromiseRule(
                            promised,
                            warn != null ? warn : quarter.compareTo(usual.warn()) < 0 ? quarter : usual.warn(),
                            escalate != null ? escalate : usual.escalate(),
                            always != null ? always : usual.roundTheClock())));
        }
    }

    private static Duration duration(YamlNode node) {
        return node.text()
                .map(text -> {
                    try {
                        Duration duration = Duration.parse(text);
                        if (!duration.isNegative() && !duration.isZero() && duration.toDays() <= 366) {
                            return duration;
                        }
                    } catch (DateTimeException e) {
                        // Said below, with what would be right.
                    }
                    node.problem("is \"" + text + "\", which is not a time up to a year", "write PT4H for four hours");
                    return null;
                })
                .orElse(null);
    }

    private static Map<String, YamlNode> children(YamlNode node, String key) {
        YamlNode child = node.get(key);
        return child.isMissing() ? Map.of() : child.entries();
    }

    /** How many entries were read. */
    public int entries() {
        return rules.size() + tariffs.size();
    }

    /** Stores what was read; how many entries that changed. */
    public int store(Connection connection) throws SQLException {
        int changed = 0;
        for (Rule each : rules) {
            changed += Sql.update(
                    connection,
                    """
                    insert into service.clock_rule as old values (?, ?, ?, ?, ?, ?, ?)
                    on conflict (kind, promise, urgency) do update set seconds = excluded.seconds,
                        warn_seconds = excluded.warn_seconds, escalate_seconds = excluded.escalate_seconds,
                        round_the_clock = excluded.round_the_clock
                        where old is distinct from excluded
                    """,
                    each.kind(),
                    each.promise(),
                    each.urgency(),
                    each.rule().promised().toSeconds(),
                    each.rule().warn().toSeconds(),
                    each.rule().escalate().toSeconds(),
                    each.rule().roundTheClock());
        }
        for (Tariff tariff : tariffs) {
            changed += Sql.update(connection, """
                    insert into service.compensation_tariff as old (promise, amount, currency, valid_from)
                    values (?, ?, ?, date '1970-01-01')
                    on conflict (promise, valid_from) do update set amount = excluded.amount, currency = excluded.currency
                        where old is distinct from excluded
                    """, tariff.promise(), tariff.amount(), tariff.currency());
        }
        return changed;
    }
}
