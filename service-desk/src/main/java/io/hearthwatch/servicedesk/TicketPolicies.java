package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * When decisions may become tickets, and what they are weighed by: which types are enabled, the emergency switch, costs, and the
 * capacity of service centres. Whoever changes one of them is written down with what held before ({@link #changes}). A change holds in
 * all processes on the database from the moment at which the call returns. Thread-safe; blocks.
 */
public final class TicketPolicies {
    private final Database database;
    private final Catalog catalog;
    private final InstantSource clock;
    private final PolicyReads reads;

    TicketPolicies(Database database, Catalog catalog, InstantSource clock, NewTypes newTypes) {
        this.database = database;
        this.catalog = catalog;
        this.clock = clock;
        this.reads = new PolicyReads(database, newTypes);
    }

    // How it stands

    /** What somebody with that scope sees of it. */
    public PolicyView within(Scope scope) {
        return new PolicyView(reads, catalog, clock, scope);
    }

    /**
     * How the policy stands for every type of the catalog, in its order.
     *
     * @param from counts begin with decisions of this instant
     */
    public List<TypePolicy> types(Instant from) {
        return within(Scope.EVERYTHING).types(from);
    }

    /** Modes of all types of the catalog, without counts; for those who look often. */
    public Map<String, TypePolicy.Mode> modes() {
        Map<String, TypePolicy.Mode> modes = new LinkedHashMap<>();
        catalog.types().keySet().forEach(type -> modes.put(type, reads.mode(type)));
        return modes;
    }

    /** The switches that are on: by type, {@code *} for that of all types. */
    public Map<String, TypePolicy.Stop> stops() {
        return reads.stops();
    }

    /** Service centres and what they take on. */
    public List<CentreCapacity> centres() {
        return within(Scope.EVERYTHING).centres();
    }

    /** Who changed what, newest first. */
    public List<PolicyChange> changes(int limit) {
        return within(Scope.EVERYTHING).changes(limit);
    }

    /** Would-be tickets, newest first; null for any type, reason or model. */
    public List<ShadowTicket> shadowTickets(String type, ShadowReason reason, String modelId, int limit) {
        return within(Scope.EVERYTHING).shadowTickets(type, reason, modelId, limit);
    }

    /** How many would-be tickets of a reason a model would have opened with {@code from <= opened <= to}. */
    public int shadowed(String modelId, ShadowReason reason, Instant from, Instant to) {
        return reads.shadowed(modelId, reason, from, to);
    }

    /** What outcomes cost for a component: the service data's word, else the catalog's; without the weight of safety. */
    public Costs costs(String type, String component) {
        return reads.costs(type).getOrDefault(component, ofCatalog(type, component));
    }

    /** What decisions about a type's components are weighed by: missed failures of safety components by more than they cost. */
    public Map<String, Costs> actingCosts(String type) {
        Map<String, Costs> stated = reads.costs(type);
        Map<String, Costs> acting = new LinkedHashMap<>();
        catalog.find(type).map(ApplianceType::components).orElse(Map.of()).forEach((id, component) -> {
            Costs costs = stated.getOrDefault(id, component.costs());
            acting.put(id, costs.weighing(component.safetyWeight()));
        });
        return acting;
    }

    /** The currency of a type's costs, where somebody has said it. */
    public Optional<String> currency(String type) {
        return reads.currency(type);
    }

    private Costs ofCatalog(String type, String component) {
        return catalog.find(type)
                .map(known -> known.components().get(component))
                .map(Component::costs)
                .orElse(Costs.DEFAULT);
    }

    // Who may open tickets

    /** Lets decisions about a type open tickets from now on; what is a would-be ticket stays one. Says so again without effect. */
    public void enable(String type, Author author) {
        decide(type, true, author);
    }

    /** Puts a type in shadow: its open tickets stay, no decision opens another. */
    public void disable(String type, Author author) {
        decide(type, false, author);
    }

    private void decide(String type, boolean enabled, Author author) {
        check(type);
        database.inTransaction(connection -> {
            Gate.lockForChange(connection);
            decide(connection, type, enabled, author, clock.instant());
            return null;
        });
    }

    static boolean decide(Connection connection, String type, boolean enabled, Author author, Instant now)
            throws SQLException {
        Optional<Boolean> before = Sql.first(
                connection,
                "select enabled from service.ticketing where type = ?",
                row -> row.getBoolean("enabled"),
                type);
        if (before.isPresent() && before.get() == enabled) {
            return false;
        }
        Sql.update(connection, """
                insert into service.ticketing (type, enabled, since) values (?, ?, ?)
                on conflict (type) do update set enabled = excluded.enabled, since = excluded.since
                """, type, enabled, now);
        PolicyAudit.of(enabled ? "enable" : "disable", author, now)
                .type(type)
                .from(before.map(was -> Map.of("enabled", was)).orElse(null))
                .to(Map.of("enabled", enabled))
                .write(connection);
        return true;
    }

    /**
     * Pulls the emergency switch: no process opens a ticket by itself any more once this has returned. Scoring goes on, and what would
     * have been opened is noted. A switch that is on already stays as it is.
     *
     * @param typeOrNull one type, or null for all of them
     * @return whether it was off before
     */
    public boolean stop(String typeOrNull, Author author) {
        String type = switchOf(typeOrNull);
        if (author.reason() == null || author.reason().isBlank()) {
            throw new IllegalArgumentException("say why tickets are stopped");
        }
        return database.inTransaction(connection -> {
            Gate.lockForChange(connection);
            Instant now = clock.instant();
            boolean first = Sql.update(connection, """
                            insert into service.ticket_stop (type, at, who, reason) values (?, ?, ?, ?) on conflict do nothing
                            """, type, now, author.who(), author.reason()) > 0;
            if (first) {
                PolicyAudit.of("stop", author, now)
                        .type(typeOrNull)
                        .to(Map.of("stopped", true))
                        .write(connection);
            }
            return first;
        });
    }

    /**
     * Releases the switch. What was decided before opens nothing late: only what is still likely enough at the next scoring does.
     *
     * @param typeOrNull the type whose own switch is meant, or null for that of all types
     * @param decidedThrough by type, up to when decisions were made that have not reached the desk yet
     * @return whether it was on
     */
    public boolean resume(String typeOrNull, Author author, Map<String, Instant> decidedThrough) {
        String type = switchOf(typeOrNull);
        return database.inTransaction(connection -> {
            Gate.lockForChange(connection);
            Instant now = clock.instant();
            Optional<Map<String, Object>> before = Sql.first(
                    connection,
                    "delete from service.ticket_stop where type = ? returning at, who, reason",
                    row -> Map.of(
                            "stopped",
                            true,
                            "at",
                            Sql.instant(row, "at").toString(),
                            "who",
                            row.getString("who"),
                            "reason",
                            row.getString("reason")),
                    type);
            if (before.isEmpty()) {
                return false;
            }
            for (Map.Entry<String, Instant> decided : new HashMap<>(decidedThrough).entrySet()) {
                if (typeOrNull == null || typeOrNull.equals(decided.getKey())) {
                    Sql.update(connection, """
                            insert into service.ticket_resumed as old (type, through) values (?, ?)
                            on conflict (type) do update set through = greatest(old.through, excluded.through)
                            """, decided.getKey(), decided.getValue());
                }
            }
            PolicyAudit.of("resume", author, now)
                    .type(typeOrNull)
                    .from(before.get())
                    .to(Map.of("stopped", false))
                    .write(connection);
            return true;
        });
    }

    // What it is weighed by

    /**
     * Says what outcomes cost for a component, in place of the catalog and of service files loaded before. Decisions of all processes
     * are weighed by it at once; nothing has to be trained anew.
     *
     * @throws IllegalArgumentException if no ticket would ever be worth while
     */
    public void setCosts(String type, String component, Costs costs, Author author) {
        if (!check(type).components().containsKey(component)) {
            throw new IllegalArgumentException("type " + type + " has no component " + component);
        }
        if (!(costs.missedFailure() > costs.heldPart()) || costs.needlessVisit() < 0 || costs.heldPart() < 0) {
            throw new IllegalArgumentException(
                    "a missed failure must cost more than holding the part, and no cost is below zero");
        }
        database.inTransaction(connection ->
                setCosts(connection, type, component, costs, ofCatalog(type, component), author, clock.instant()));
    }

    static boolean setCosts(
            Connection connection,
            String type,
            String component,
            Costs costs,
            Costs otherwise,
            Author author,
            Instant now)
            throws SQLException {
        Costs before = PolicyReads.costs(connection, type).getOrDefault(component, otherwise);
        int changed = Sql.update(
                connection, """
                insert into service.component_cost as old (type, component, missed_failure, needless_visit, held_part)
                values (?, ?, ?, ?, ?)
                on conflict (type, component) do update
                    set missed_failure = excluded.missed_failure, needless_visit = excluded.needless_visit,
                        held_part = excluded.held_part
                    where old is distinct from excluded
                """, type, component, costs.missedFailure(), costs.needlessVisit(), costs.heldPart());
        if (!before.equals(costs)) {
            PolicyAudit.of("costs", author, now)
                    .type(type)
                    .component(component)
                    .from(amounts(before))
                    .to(amounts(costs))
                    .write(connection);
        }
        return changed > 0;
    }

    private static Map<String, Object> amounts(Costs costs) {
        Map<String, Object> amounts = new LinkedHashMap<>();
        amounts.put("missed_failure", costs.missedFailure());
        amounts.put("needless_visit", costs.needlessVisit());
        amounts.put("held_part", costs.heldPart());
        return amounts;
    }

    /** Says in which currency a type's costs are. */
    public void setCurrency(String type, String currency, Author author) {
        check(type);
        if (!currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException("a currency is three capital letters, such as CNY");
        }
        database.inTransaction(connection -> {
            Optional<String> before = PolicyReads.currency(connection, type);
            if (!before.equals(Optional.of(currency))) {
                Sql.update(connection, """
                        insert into service.cost_currency (type, currency) values (?, ?)
                        on conflict (type) do update set currency = excluded.currency
                        """, type, currency);
                PolicyAudit.of("currency", author, clock.instant())
                        .type(type)
                        .from(before.map(was -> Map.of("currency", was)).orElse(null))
                        .to(Map.of("currency", currency))
                        .write(connection);
            }
            return null;
        });
    }

    /**
     * Limits how many tickets a service centre lets open by themselves in a day of its time zone.
     *
     * @param ticketsPerDay at least 0, or null for no limit
     * @throws IllegalArgumentException if there is no such centre
     */
    public void setCapacity(String centre, Integer ticketsPerDay, Author author) {
        if (ticketsPerDay != null && ticketsPerDay < 0) {
            throw new IllegalArgumentException("a centre cannot take " + ticketsPerDay + " tickets a day");
        }
        database.inTransaction(connection -> setCapacity(connection, centre, ticketsPerDay, author, clock.instant()));
    }

    static boolean setCapacity(Connection connection, String centre, Integer ticketsPerDay, Author author, Instant now)
            throws SQLException {
        List<Optional<Integer>> before = Sql.list(
                connection,
                "select tickets_per_day from service.centre where id = ? for no key update",
                row -> Optional.ofNullable(row.getObject("tickets_per_day", Integer.class)),
                centre);
        if (before.isEmpty()) {
            throw new IllegalArgumentException("there is no service centre " + centre);
        }
        if (Objects.equals(before.get(0).orElse(null), ticketsPerDay)) {
            return false;
        }
        Sql.update(connection, "update service.centre set tickets_per_day = ? where id = ?", ticketsPerDay, centre);
        PolicyAudit.of("capacity", author, now)
                .centre(centre)
                .from(perDay(before.get(0).orElse(null)))
                .to(perDay(ticketsPerDay))
                .write(connection);
        return true;
    }

    private static Map<String, Object> perDay(Integer tickets) {
        return tickets == null ? Map.of("unlimited", true) : Map.of("tickets_per_day", tickets);
    }

    private String switchOf(String typeOrNull) {
        return typeOrNull == null ? Gate.ALL : check(typeOrNull).id();
    }

    private ApplianceType check(String type) {
        return catalog.find(type).orElseThrow(() -> new IllegalArgumentException("there is no appliance type " + type));
    }
}
