package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parts that newer revisions replace. A newer revision may always be fitted where an older one was asked for, along the whole chain. What
 * becomes of the older one is the rule of the step: {@code both}: either may be fitted for the other; {@code forward}: the old one only
 * where it was asked for; {@code stop}: the old one no more.
 */
final class Supersession {
    /** What a step says about the older revision. */
    enum Rule {
        BOTH,
        FORWARD,
        STOP
    }

    record Next(String part, Rule rule) {}

    private Supersession() {}

    /** All that may be fitted where a part is asked for, oldest revision first, so that old stock is used up. */
    static List<String> usable(Connection connection, String part) throws SQLException {
        return usable(all(connection), part);
    }

    /** The revision to buy: the newest of the chain. */
    static String newest(Connection connection, String part) throws SQLException {
        return newest(all(connection), part);
    }

    static String newest(Map<String, Next> steps, String part) {
        String newest = part;
        for (Set<String> seen = new HashSet<>(); steps.containsKey(newest) && seen.add(newest); ) {
            newest = steps.get(newest).part();
        }
        return newest;
    }

    static Map<String, Next> all(Connection connection) throws SQLException {
        Map<String, Next> steps = new HashMap<>();
        Sql.list(
                connection,
                "select part, replaced_by, rule from service.supersession",
                row -> steps.put(
                        row.getString("part"),
                        new Next(row.getString("replaced_by"), Rule.valueOf(row.getString("rule")))));
        return steps;
    }

    /**
     * The rule itself.
     *
     * @param steps what replaces a part, by part
     */
    static List<String> usable(Map<String, Next> steps, String part) {
        List<String> older = new ArrayList<>();
        collectOlder(steps, part, older, new HashSet<>(Set.of(part)));
        List<String> usable = new ArrayList<>(older);
        Set<String> seen = new HashSet<>();
        for (String each = part; each != null && seen.add(each); ) {
            Next next = steps.get(each);
            if (next == null || next.rule() != Rule.STOP) {
                usable.add(each);
            }
            each = next == null ? null : next.part();
        }
        return usable;
    }

    /** Older revisions that may be fitted in its place, the oldest first. */
    private static void collectOlder(Map<String, Next> steps, String part, List<String> older, Set<String> seen) {
        steps.entrySet().stream()
                .filter(step -> step.getValue().equals(new Next(part, Rule.BOTH)))
                .map(Map.Entry::getKey)
                .sorted()
                .filter(seen::add)
                .forEach(each -> {
                    collectOlder(steps, each, older, seen);
                    older.add(each);
                });
    }
}
