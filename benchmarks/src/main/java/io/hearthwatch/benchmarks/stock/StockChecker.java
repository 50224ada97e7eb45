package io.hearthwatch.benchmarks.stock;

import io.hearthwatch.servicedesk.parts.StockAudit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the database with the clients' own journals: every operation that a client was told was done is stored once and moved what it
 * should, every refused one left nothing, there is nothing else; what the server moved by itself is a ticket's or has expired, and uses
 * up no more than was built in; each shelf is the sum of both; each numbered unit came in once and was fitted once; and the rules of
 * stock hold.
 */
final class StockChecker {
    private static final int MOST_EXAMPLES = 20;

    private final List<String> examples = new ArrayList<>();
    private long violations;

    private StockChecker() {}

    /**
     * What was found.
     *
     * @param violations how many things are not as they must be
     * @param examples the first of them, in words
     * @param byItself how many moves of each kind the server made by itself
     */
    record Findings(long violations, List<String> examples, Map<String, Long> byItself) {
        Findings {
            examples = List.copyOf(examples);
        }
    }

    private record Stored(String kind, Map<Shelf, Effect> effects) {}

    static Findings check(List<Journal> journals, Connection database) throws SQLException {
        StockChecker checker = new StockChecker();
        for (StockAudit.Violation broken : StockAudit.violations(database)) {
            checker.violated(broken.count(), "not true: " + broken.rule() + " (" + broken.count() + " times)");
        }
        List<Entry> entries =
                journals.stream().flatMap(journal -> journal.entries.stream()).toList();
        List<Line> lines =
                journals.stream().flatMap(journal -> journal.lines.stream()).toList();
        Map<String, Stored> stored = stored(database);
        checker.compareOperations(entries, stored);
        checker.compareLines(lines, database);
        checker.compareUnits(
                "received",
                journals.stream().flatMap(journal -> journal.received.stream()).toList(),
                units(database, "select part, serial from service.part_serial"));
        checker.compareUnits(
                "fitted",
                journals.stream().flatMap(journal -> journal.fitted.stream()).toList(),
                units(database, """
                        select part, new_serial from service.fitted_part where new_serial is not null
                        union select part, new_serial from service.part_line where new_serial is not null
                        union select part, serial from service.part_serial where state = 'fitted'
                        """));
        OwnMoves own = OwnMoves.read(database);
        own.unexplained().forEach(what -> checker.violated(1, what));
        own.overused(lines).forEach(what -> checker.violated(1, what));
        checker.compareShelves(entries, own.effects(), database);
        return new Findings(checker.violations, checker.examples, own.kinds());
    }

    private void violated(long times, String what) {
        violations += times;
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(what);
        }
    }

    private static Map<String, Stored> stored(Connection database) throws SQLException {
        Map<String, Stored> stored = new HashMap<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("""
                        select o.key, o.kind, m.warehouse, m.part, m.on_hand_delta, m.reserved_delta, m.quarantined_delta, m.picked_delta
                        from service.stock_operation o left join service.stock_move m on m.operation = o.id
                            and not (m.kind = 'reserve' and o.kind in ('kit', 'receive_order'))
                        union all select key, split_part(key, ':', 2), null, null, 0, 0, 0, 0
                        from service.write_once where key like 'client-%'
                        """)) {
            while (row.next()) {
                Stored operation =
                        stored.computeIfAbsent(row.getString(1), key -> new Stored(kind(row), new HashMap<>()));
                if (row.getString(3) != null) {
                    add(
                            operation.effects(),
                            new Effect(
                                    row.getString(3),
                                    row.getString(4),
                                    row.getInt(5),
                                    row.getInt(6),
                                    row.getInt(7),
                                    row.getInt(8)));
                }
            }
        }
        return stored;
    }

    private static String kind(ResultSet row) {
        try {
            return row.getString(2);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(Map<Shelf, Effect> sums, Effect effect) {
        sums.merge(new Shelf(effect.warehouse(), effect.part()), effect, Effect::and);
    }

    private static Map<Shelf, Effect> sums(List<Effect> effects) {
        Map<Shelf, Effect> sums = new HashMap<>();
        effects.forEach(effect -> add(sums, effect));
        sums.values().removeIf(Effect::isNothing);
        return sums;
    }

    private void compareOperations(List<Entry> journal, Map<String, Stored> stored) {
        for (Entry entry : journal) {
            Stored found = stored.remove(entry.key());
            if (!entry.accepted()) {
                if (found != null) {
                    violated(1, entry.kind() + " " + entry.key() + " was refused, and yet it is stored");
                }
            } else if (found == null) {
                violated(1, entry.kind() + " " + entry.key() + " was acknowledged, and is not stored");
            } else if (!found.kind().equals(entry.kind())) {
                violated(1, entry.key() + " was a " + entry.kind() + ", and is stored as a " + found.kind());
            } else {
                found.effects().values().removeIf(Effect::isNothing);
                if (!found.effects().equals(sums(entry.effects()))) {
                    violated(
                            1,
                            entry.kind() + " " + entry.key() + " should have moved " + entry.effects() + ", and moved "
                                    + found.effects().values());
                }
            }
        }
        stored.forEach((key, found) -> violated(1, found.kind() + " " + key + " is stored, and nobody was told so"));
    }

    private void compareLines(List<Line> told, Connection database) throws SQLException {
        Map<Long, Line> expected = new HashMap<>();
        told.forEach(line ->
                expected.put(line.id(), new Line(line.id(), line.ticket(), line.part(), line.fromShelves(), 0)));
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "select id, ticket, part, quantity - outside_stock from service.part_line")) {
            while (row.next()) {
                Line found = new Line(row.getLong(1), row.getLong(2), row.getString(3), row.getInt(4), 0);
                if (!found.equals(expected.remove(found.id()))) {
                    violated(1, found + " is stored, and nobody was told so");
                }
            }
        }
        expected.values().forEach(line -> violated(1, line + " was acknowledged, and is not stored"));
    }

    private static Set<Unit> units(Connection database, String sql) throws SQLException {
        Set<Unit> units = new HashSet<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                units.add(new Unit(row.getString(1), row.getString(2)));
            }
        }
        return units;
    }

    private void compareUnits(String what, List<Unit> told, Set<Unit> stored) {
        Set<Unit> once = new HashSet<>();
        told.forEach(unit -> {
            if (!once.add(unit)) {
                violated(1, unit + " was " + what + " twice");
            }
            if (!stored.contains(unit)) {
                violated(1, unit + " was " + what + ", and that is not stored");
            }
        });
        stored.stream()
                .filter(unit -> !once.contains(unit))
                .forEach(unit -> violated(1, unit + " is stored as " + what + ", and nobody was told so"));
    }

    private void compareShelves(List<Entry> journal, List<Effect> own, Connection database) throws SQLException {
        Map<Shelf, Effect> expected = new HashMap<>();
        own.forEach(effect -> add(expected, effect));
        journal.forEach(entry -> entry.effects().forEach(effect -> add(expected, effect)));
        expected.values().removeIf(Effect::isNothing);
        Map<Shelf, Effect> found = new HashMap<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "select warehouse, part, on_hand, reserved, quarantined, picked from service.stock")) {
            while (row.next()) {
                add(
                        found,
                        new Effect(
                                row.getString(1),
                                row.getString(2),
                                row.getInt(3),
                                row.getInt(4),
                                row.getInt(5),
                                row.getInt(6)));
            }
        }
        found.values().removeIf(Effect::isNothing);
        expected.forEach((shelf, sum) -> {
            if (!sum.equals(found.remove(shelf))) {
                violated(1, shelf + " is not what the clients did to it: " + sum);
            }
        });
        found.forEach((shelf, sum) -> violated(1, shelf + " has units that no client brought: " + sum));
    }
}
