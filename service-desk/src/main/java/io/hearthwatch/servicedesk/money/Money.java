package io.hearthwatch.servicedesk.money;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.InvalidFileException;
import io.hearthwatch.catalog.yaml.Problems;
import io.hearthwatch.catalog.yaml.YamlDocument;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Caller;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settlement and cost: rules, claims, statements and disputes between the maker and its service centres; what service costs and brings in;
 * budgets. Every amount is an exact decimal with its currency, and currencies are never added. Thread-safe; every call blocks on the
 * database. What the caller may see and do is in the {@link Actor}.
 */
public final class Money {
    private final Writing writing;
    private final Catalog catalog;
    private final Budgets budgets;
    private final Costs costs;
    private final Claims claims;
    private final Statements statements;
    private final Disputes disputes;
    private final Deposits deposits;

    /** On a database whose schema {@code service} is up to date. */
    public Money(Database database, Catalog catalog, InstantSource clock) {
        this.writing = new Writing(database, clock);
        this.catalog = catalog;
        this.budgets = new Budgets(writing);
        this.costs = new Costs(writing, budgets);
        this.claims = new Claims(writing);
        this.statements = new Statements(writing, costs);
        this.disputes = new Disputes(writing);
        this.deposits = new Deposits(writing);
    }

    /** Refuses whoever may not see money at all. */
    public static void mayLook(Caller caller) {
        MoneyRights.LOOK.check(caller);
    }

    /** What centres claim for jobs. */
    public Claims claims() {
        return claims;
    }

    /** What centres are paid. */
    public Statements statements() {
        return statements;
    }

    /** What they do not agree with. */
    public Disputes disputes() {
        return disputes;
    }

    /** What centres have paid in for broken promises. */
    public Deposits deposits() {
        return deposits;
    }

    /** What service costs, and what customers paid. */
    public Costs costs() {
        return costs;
    }

    /** What it may cost. */
    public Budgets budgets() {
        return budgets;
    }

    /**
     * Loads a money file: rules, terms, deposits, owners and budgets; loading it again changes nothing.
     *
     * @return how many rows changed
     * @throws InvalidFileException with all that is wrong; nothing is loaded then
     */
    public int load(Actor actor, Path file) {
        Problems problems = new Problems();
        return store(actor, YamlDocument.read(file, problems), problems);
    }

    /**
     * The same from text, YAML or JSON.
     *
     * @param name what to call it when something is wrong
     */
    public int load(Actor actor, String name, String text) {
        Problems problems = new Problems();
        return store(actor, YamlDocument.parse(name, text, problems), problems);
    }

    /**
     * Loads budgets from a CSV file with the columns region, centre, element, month, amount and currency.
     *
     * @return how many budgets changed
     * @throws InvalidFileException with all that is wrong; nothing is loaded then
     */
    public int loadBudgets(Actor actor, Path csv) {
        return load(actor, csv.toString(), BudgetCsv.asYaml(csv));
    }

    private int store(Actor actor, YamlDocument document, Problems problems) {
        MoneyRights.RULE.check(actor.caller());
        problems.throwIfAny();
        return writing.inTransaction(connection -> {
            // One load at a time, so that versions follow one another.
            Writing.lock(connection, "service.money_file", "");
            return new MoneyFile(connection, problems, catalog)
                    .store(document.root(), budgets, writing.now(), actor.name());
        });
    }

    /** What is paid for what, and the terms: every version of every rule. */
    public Map<String, Object> rules(Actor actor) {
        MoneyRights.LOOK.check(actor.caller());
        return writing.read(connection -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put(
                    "dispute_days",
                    Rows.first(connection, "select dispute_days from service.settlement_terms")
                            .orElseThrow()
                            .get("dispute_days"));
            shown.put(
                    "items",
                    Rows.of(
                            connection,
                            "select item, element, claimed, name_en, name_zh from service.settlement_item order by place"));
            shown.put("rules", Rows.of(connection, """
                    select r.* from service.settlement_rule r join service.settlement_item i on i.item = r.item
                    order by i.place, r.kind, r.type, r.grade, r.valid_from, r.version limit 5000
                    """));
            return shown;
        });
    }

    /** Elements of cost and revenue with their owners. */
    public List<Map<String, Object>> elements(Actor actor) {
        MoneyRights.LOOK.check(actor.caller());
        return writing.read(connection -> Rows.of(connection, """
                select e.element, e.kind, e.name_en, e.name_zh, o.owner from service.cost_element e
                left join service.cost_owner o on o.element = e.element order by e.place
                """));
    }

    /** When something is to be booked by itself, if anything is. */
    public Optional<Instant> nextDue() {
        return writing.read(connection -> Sql.first(
                connection,
                "select at from service.cost_due where problem is null order by at limit 1",
                row -> Sql.instant(row, "at")));
    }

    /** Books what has become due; {@code upTo} is the service's now. */
    public void runDue(Instant upTo) {
        costs.bringUpNew();
    }
}
