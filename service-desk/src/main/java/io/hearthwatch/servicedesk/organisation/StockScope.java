package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose stock is whose. A warehouse belongs to the centres that draw from it first, and where several do to each of them: each may look,
 * move, take stock and write off there, as the ledger says who did what. What hangs below one, such as a van, belongs to those to whom that belongs,
 * a technician's van to the technician's centre alone; one above that no centre draws from to headquarters, and to a region that has every centre below it.
 */
public final class StockScope {
    /** Every warehouse. */
    public static final StockScope EVERYTHING = new StockScope(null, null, Map.of());

    private final Set<String> kept;
    private final Set<String> seen;
    private final Map<String, String> parents;

    private StockScope(Set<String> kept, Set<String> seen, Map<String, String> parents) {
        this.kept = kept;
        this.seen = seen;
        this.parents = parents;
    }

    /** Whose stock is whose to a scope. */
    public static StockScope of(Connection connection, Scope scope) throws SQLException {
        if (scope.isEverything() && scope.technician() == null) {
            return EVERYTHING;
        }
        Map<String, String> parents = new HashMap<>();
        Sql.list(
                connection,
                "select id, parent from service.warehouse",
                row -> parents.put(row.getString("id"), row.getString("parent")));
        Map<String, Set<String>> centres = new HashMap<>();
        Sql.list(
                connection,
                "select id, warehouse from service.centre",
                row -> centres.computeIfAbsent(row.getString("warehouse"), warehouse -> new HashSet<>())
                        .add(row.getString("id")));
        Sql.list(
                connection,
                "select warehouse, centre from service.technician t where warehouse is not null and centre is not null"
                        + " and not exists (select from service.centre c where c.warehouse = t.warehouse)",
                row -> centres.computeIfAbsent(row.getString("warehouse"), van -> new HashSet<>())
                        .add(row.getString("centre")));
        Set<String> ours = new HashSet<>();
        for (String warehouse : parents.keySet()) {
            Optional<Set<String>> owners = owners(warehouse, parents, centres);
            boolean own = owners.isPresent()
                    ? owners.get().stream().anyMatch(scope::contains)
                    : hasAllBelow(warehouse, parents, centres, scope);
            if (own) {
                ours.add(warehouse);
            }
        }
        if (scope.technician() == null) {
            return new StockScope(ours, ours, parents);
        }
        // A technician's stock is the van; the centre's can be looked at, to know what may be had.
        Set<String> van = new HashSet<>(Sql.list(
                connection,
                "select warehouse from service.technician where id = ? and warehouse is not null",
                row -> row.getString("warehouse"),
                scope.technician()));
        Set<String> centre = new HashSet<>(Sql.list(
                connection,
                "select warehouse from service.centre where id = any (?)",
                row -> row.getString("warehouse"),
                scope.ids()));
        centre.addAll(van);
        return new StockScope(van, centre, parents);
    }

    /** The centres that a warehouse belongs to, each of them wholly; empty for one above those that centres draw from. */
    private static Optional<Set<String>> owners(
            String warehouse, Map<String, String> parents, Map<String, Set<String>> centres) {
        int steps = 0;
        for (String at = warehouse; at != null && steps++ <= parents.size(); at = parents.get(at)) {
            if (centres.containsKey(at)) {
                return Optional.of(centres.get(at));
            }
        }
        return Optional.empty();
    }

    private static boolean hasAllBelow(
            String warehouse, Map<String, String> parents, Map<String, Set<String>> centres, Scope scope) {
        Set<String> below = new HashSet<>();
        centres.forEach((own, ids) -> {
            if (isAbove(warehouse, own, parents)) {
                below.addAll(ids);
            }
        });
        return !below.isEmpty() && below.stream().allMatch(scope::contains);
    }

    private static boolean isAbove(String upper, String lower, Map<String, String> parents) {
        int steps = 0;
        for (String at = parents.get(lower); at != null && steps++ <= parents.size(); at = parents.get(at)) {
            if (at.equals(upper)) {
                return true;
            }
        }
        return false;
    }

    /** Whether goods may be moved there. */
    public boolean keeps(String warehouse) {
        return kept == null || kept.contains(warehouse);
    }

    /** Whether it may be looked at, and parts be reserved from there up. */
    public boolean sees(String warehouse) {
        return seen == null || seen.contains(warehouse);
    }

    /** Whether goods may be asked from there for the other: from one's own, or from above. */
    public boolean supplies(String from, String to) {
        return keeps(from) || (keeps(to) && isAbove(from, to, parents));
    }

    /** Whether it may be told what can be had from there: it may be looked at, or is above one that may. */
    public boolean offers(String warehouse) {
        return sees(warehouse) || seen.stream().anyMatch(own -> isAbove(warehouse, own, parents));
    }

    /** Whether every warehouse may be looked at. */
    public boolean seesEverything() {
        return seen == null;
    }

    /** The warehouses that may be looked at; empty where it is every one. */
    public Collection<String> seen() {
        return seen == null ? Set.of() : seen;
    }
}
