package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Outbox;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;

/**
 * What an element may cost in a month, at a centre, in a region or all together; every change is a new version. Both owners, the element's and
 * the place's, are warned when a share of it is spent. Thread-safe; every call blocks on the database.
 */
public final class Budgets {
    private final Writing writing;

    Budgets(Writing writing) {
        this.writing = writing;
    }

    /** One month's budget; centre and region are null for everything together. */
    record Budget(String region, String centre, String element, YearMonth month, BigDecimal amount, String currency) {}

    /** Stores budgets; those that are new or of another amount are new versions. */
    int store(Connection connection, List<Budget> budgets, Instant at, String who) throws SQLException {
        Writing.lock(connection, "service.budget", "");
        int changed = 0;
        for (Budget each : budgets) {
            changed += Sql.update(
                    connection,
                    """
                    insert into service.budget (region, centre, element, month, currency, version, amount, at, who)
                    select said.region, said.centre, said.element, said.month, said.currency, coalesce(old.version, 0) + 1, said.amount, ?, ?
                    from (select ?::text region, ?::text centre, ?::text element, ?::date as month, ?::text currency, ?::numeric amount) said
                    left join service.budget_now old on (coalesce(old.region, ''), coalesce(old.centre, ''), old.element, old.month,
                        old.currency) = (coalesce(said.region, ''), coalesce(said.centre, ''), said.element, said.month, said.currency)
                    where old.amount is distinct from said.amount
                    """,
                    at,
                    who,
                    each.region(),
                    each.centre(),
                    each.element(),
                    each.month().atDay(1),
                    each.currency(),
                    each.amount());
        }
        if (changed > 0) {
            warn(
                    connection,
                    budgets.stream()
                            .map(each -> each.month().atDay(1))
                            .distinct()
                            .toList(),
                    at);
        }
        return changed;
    }

    /**
     * Raises the warnings that have become due, each once; told through the outbox too.
     *
     * @param months first days of the months in which costs or budgets changed
     */
    void warn(Connection connection, List<LocalDate> months, Instant at) throws SQLException {
        if (months.isEmpty()) {
            return;
        }
        List<Map<String, Object>> raised = Rows.of(
                connection, """
                with raised as (
                    insert into service.budget_alert (budget, percent, actual, raised_at, element_owner, place_role)
                    select a.budget_id, t.percent, a.actual, ?, o.owner, case a.level when 'centre' then 'station_chief'
                        when 'region' then 'region_supervisor' else 'headquarters' end
                    from service.budget_against_actual a join service.budget_threshold t on a.actual >= a.budget * t.percent / 100
                    left join service.cost_owner o on o.element = a.element
                    where a.month = any (?::date[]) and a.budget_id is not null and a.actual > 0
                    -- In one order, so that two who warn at once wait for each other and not for ever.
                    order by a.budget_id, t.percent
                    on conflict (budget, percent) do nothing returning *)
                select r.id alert, b.region, b.centre, b.element, b.month, r.percent, r.actual, b.amount budget, b.currency, r.element_owner,
                    r.place_role
                from raised r join service.budget b on b.id = r.budget order by r.id
                """, at, months.stream().map(LocalDate::toString).toList());
        for (Map<String, Object> each : raised) {
            Outbox.append(connection, at, "budget.warned", null, each);
        }
    }

    /** A region is seen by those who see all its centres. */
    private static final String SEEN = """
            (?::boolean or %1$s.centre = any (?) or (%1$s.centre is null and (
                select bool_and(c.id = any (?)) from service.centre c where c.region = %1$s.region)))
            """;

    /**
     * Budget against actual, by place and element; null members don't limit it.
     *
     * @param level {@code centre}, {@code region} or {@code headquarters}
     * @param from first month
     * @param to last month
     */
    public List<Map<String, Object>> against(
            Actor actor, String level, String region, String centre, String element, YearMonth from, YearMonth to) {
        Scope scope = MoneyRights.LOOK.check(actor.caller());
        return writing.read(connection -> Rows.of(
                connection,
                """
                select a.level, a.region, a.centre, a.element, e.name_en, e.name_zh, a.month, a.currency, a.version, a.budget, a.actual, a.share,
                    a.remaining, o.owner
                from service.budget_against_actual a join service.cost_element e on e.element = a.element
                left join service.cost_owner o on o.element = a.element
                where a.month between ? and ? and (?::text is null or a.level = ?) and (?::text is null or a.region = ?)
                    and (?::text is null or a.centre = ?) and (?::text is null or a.element = ?) and
                """ + SEEN.formatted("a")
                        + " order by a.month, a.level, a.region, a.centre, e.place, a.currency limit 5000",
                from.atDay(1),
                to.atDay(1),
                level,
                level,
                region,
                region,
                centre,
                centre,
                element,
                element,
                scope.isEverything(),
                scope.ids(),
                scope.ids()));
    }

    /** Every version of the budgets of a month. */
    public List<Map<String, Object>> list(Actor actor, YearMonth month) {
        Scope scope = MoneyRights.LOOK.check(actor.caller());
        LocalDate first = month.atDay(1);
        return writing.read(connection -> Rows.of(
                connection,
                "select b.id, b.region, b.centre, b.element, b.month, b.currency, b.version, b.amount, b.at, b.who from service.budget b"
                        + " where b.month = ? and " + SEEN.formatted("b")
                        + " order by b.region, b.centre, b.element, b.currency, b.version desc limit 5000",
                first,
                scope.isEverything(),
                scope.ids(),
                scope.ids()));
    }

    /** Warnings in the caller's scope, those that nobody acknowledged first, the newest first. */
    public List<Map<String, Object>> alerts(Actor actor, int limit) {
        Scope scope = MoneyRights.LOOK.check(actor.caller());
        return writing.read(connection -> Rows.of(
                connection,
                """
                select a.id, b.region, b.centre, b.element, b.month, b.version, a.percent, a.actual, b.amount budget, b.currency, a.raised_at,
                    a.element_owner, a.place_role, a.acknowledged_at, a.acknowledged_by
                from service.budget_alert a join service.budget b on b.id = a.budget where
                """ + SEEN.formatted("b") + " order by a.acknowledged_at is not null, a.id desc limit ?",
                scope.isEverything(),
                scope.ids(),
                scope.ids(),
                Math.min(limit, Rows.MOST)));
    }

    /** Somebody has seen a warning. */
    public Map<String, Object> acknowledge(Actor actor, long alert) {
        Scope scope = MoneyRights.BOOK.check(actor.caller());
        return writing.write((connection, at) -> {
            Map<String, Object> found = Rows.first(
                            connection,
                            "select a.*, b.centre, b.region from service.budget_alert a join service.budget b on b.id = a.budget"
                                    + " where a.id = ? and " + SEEN.formatted("b"),
                            alert,
                            scope.isEverything(),
                            scope.ids(),
                            scope.ids())
                    .orElseThrow(() -> Refusal.notFound(
                            "budget warning", Long.toString(alert), "look at /api/v1/money/budget-alerts"));
            if (found.get("acknowledged_at") != null) {
                throw Refusal.conflict(
                        "it was acknowledged by " + found.get("acknowledged_by"), "nothing is left to do");
            }
            Sql.update(
                    connection,
                    "update service.budget_alert set acknowledged_at = ?, acknowledged_by = ? where id = ? and acknowledged_at is null",
                    at,
                    actor.name(),
                    alert);
            return Map.of("id", alert, "acknowledged_by", actor.name(), "acknowledged_at", at.toString());
        });
    }
}
