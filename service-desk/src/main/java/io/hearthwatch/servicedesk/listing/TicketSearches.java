package io.hearthwatch.servicedesk.listing;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.Urgency;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.ticket.TicketRefusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what a list of tickets is asked for, by the names that the HTTP API and the command line share. A name that stands for nothing known,
 * or for nothing known to the one who asks, is refused: an empty list would say that there is nothing where in truth something was mistyped.
 * Thread-safe; blocks on the database.
 */
public final class TicketSearches {
    /** The names that a search may have. */
    public static final List<String> NAMES = List.of(
            "urgency",
            "kind",
            "source",
            "step",
            "waits_for",
            "household",
            "technician",
            "component",
            "fault_code",
            "model",
            "opened_from",
            "opened_to",
            "due_from",
            "due_to",
            "overdue",
            "q",
            "sort",
            "after");

    private static final List<String> SOURCES =
            List.of("prediction", "fault_code", "customer", "inspection", "maintenance_plan", "recall");
    private static final List<String> YES_NO = List.of("true", "false");
    private static final String OVERDUE = """
            exists (select from service.clock_promise p where p.ticket = t.id and p.ended_at is null
                and (p.breached_at is not null or (p.runs_since is not null and p.due_at <= ?)))""";

    private final Database database;
    private final Catalog catalog;
    private final InstantSource clock;
    private final KnownNames names;

    public TicketSearches(Database database, Catalog catalog, InstantSource clock) {
        this.database = database;
        this.catalog = catalog;
        this.clock = clock;
        this.names = new KnownNames(database, catalog);
    }

    /** A column {@code overdue}: whether a clock of the ticket {@code t} has run out; bind the time of now. */
    public static String overdueColumn() {
        return "t.ended_at is null and " + OVERDUE + " overdue";
    }

    /**
     * Reads a search.
     *
     * @param values by name, as far as they are asked for
     * @param scope what the one who asks may see
     * @param personal whether they are shown customers' names and phone numbers, so that words may be those too
     * @throws TicketRefusal where a value makes no sense
     */
    public TicketSearch read(Map<String, String> values, Scope scope, boolean personal) {
        Asked asked = new Asked(values);
        List<Condition> all = new ArrayList<>();
        List<String> urgencies = Arrays.stream(Urgency.values())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        asked.oneOf("urgency", urgencies, value -> all.add(Condition.of("t.urgency = ?", urgencies.indexOf(value))));
        asked.oneOf("kind", column("select kind from service.ticket_kind order by kind"), equal(all, "t.kind"));
        asked.oneOf("source", SOURCES, equal(all, "t.source"));
        asked.oneOf("step", column("select state from service.ticket_state order by state"), equal(all, "t.state"));
        asked.oneOf(
                "waits_for",
                WaitsFor.ids(),
                value ->
                        all.add(WaitsFor.valueOf(value.toUpperCase(Locale.ROOT)).condition()));
        asked.oneOf("component", names(type -> type.components().keySet(), "unknown"), equal(all, "t.component"));
        asked.oneOf(
                "fault_code",
                names(type -> type.faults().keySet()),
                value -> all.add(Condition.of("t.fault_codes @> array[?::text] and t.fault_codes <> '{}'", value)));
        asked.text("household").ifPresent(id -> all.add(household(id, scope)));
        asked.text("technician").ifPresent(id -> all.add(technician(id, scope)));
        asked.text("model").ifPresent(model -> all.add(model(model)));
        span(asked, "opened", "t.opened_at", all);
        span(asked, "due", "t.due_at", all);
        asked.oneOf("overdue", YES_NO, value -> {
            Condition overdue = Condition.of("t.ended_at is null and " + OVERDUE, clock.instant());
            all.add(
                    value.equals("true")
                            ? overdue
                            : new Condition("not (" + overdue.sql() + ")", overdue.parameters()));
        });
        Optional<Words> words = asked.text("q").map(q -> Words.of(q, personal));
        words.ifPresent(found -> all.add(found.found()));
        TicketSort sort = asked.text("sort").map(TicketSort::of).orElse(TicketSort.URGENCY);
        return new TicketSearch(
                all,
                words.map(Words::recognises).orElse(null),
                sort,
                asked.text("after").map(sort::after).orElse(null));
    }

    private static java.util.function.Consumer<String> equal(List<Condition> all, String column) {
        return value -> all.add(Condition.of(column + " = ?", value));
    }

    private static void span(Asked asked, String name, String column, List<Condition> all) {
        Optional<Instant> from = asked.instant(name + "_from");
        Optional<Instant> to = asked.instant(name + "_to");
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw TicketRefusal.invalid(
                    name + "_from is not before " + name + "_to", "the first instant counts, the last does not");
        }
        from.ifPresent(at -> all.add(Condition.of(column + " >= ?", at)));
        to.ifPresent(at -> all.add(Condition.of(column + " < ?", at)));
    }

    private List<String> column(String sql) {
        return database.withConnection(connection -> Sql.list(connection, sql, row -> row.getString(1)));
    }

    private List<String> names(Function<ApplianceType, Collection<String>> of, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(more));
        catalog.types().values().stream()
                .map(of)
                .flatMap(Collection::stream)
                .distinct()
                .sorted()
                .forEach(all::add);
        return all;
    }

    private Condition household(String id, Scope scope) {
        require(
                "household",
                id,
                "use its id, as a ticket of it or the service file has it",
                """
                select 1 from service.household h where h.id = ? and (?::boolean or h.centre = any (?)
                    or exists (select from service.ticket t where t.household = h.id and\s""" + Scope.ofTicket("t") + "))",
                id,
                scope.isEverything(),
                scope.ids(),
                scope.isEverything(),
                scope.ids(),
                scope.technician());
        return Condition.of("t.household = ?", id);
    }

    private Condition technician(String id, Scope scope) {
        require(
                "technician",
                id,
                "use the id, as the technicians' file has it",
                """
                select 1 from service.technician w where lower(w.id) = lower(?) and (?::boolean or w.centre = any (?))
                union all
                select 1 from service.ticket t where t.technician is not null and lower(t.technician) = lower(?) and\s""" + Scope.ofTicket("t") + " limit 1",
                id,
                scope.isEverything(),
                scope.ids(),
                id,
                scope.isEverything(),
                scope.ids(),
                scope.technician());
        return Condition.of("t.technician is not null and lower(t.technician) = lower(?)", id);
    }

    private Condition model(String model) {
        if (!names.model(model)) {
            throw Asked.unknown("model", model, "write it as an appliance of it has it");
        }
        return Condition.of("t.appliance_no in (select appliance_no from fleet.appliance where model = ?)", model);
    }

    private void require(String name, String value, String hint, String sql, Object... parameters) {
        if (database.withConnection(connection -> Sql.first(connection, sql, row -> true, parameters))
                .isEmpty()) {
            throw Asked.unknown(name, value, hint);
        }
    }
}
