package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rules of settlement as they are stored: the newest version of each, by the day on which work was done. */
final class Rules {
    private static final Comparator<Rule> BEST = Comparator.comparingInt(Rule::particular)
            .thenComparing(Rule::validFrom)
            .thenComparing(rule -> rule.id() == null ? Long.MAX_VALUE : rule.id());

    private final List<Rule> all;

    Rules(List<Rule> all) {
        this.all = List.copyOf(all);
    }

    static Rules read(Connection connection) throws SQLException {
        return new Rules(Sql.list(connection, """
                select distinct on (item, kind, type, grade, valid_from) * from service.settlement_rule
                order by item, kind, type, grade, valid_from, version desc
                """, Rules::rule));
    }

    /** The most particular rule that pays the item for the job. */
    Optional<Rule> of(String item, Job job) {
        return all.stream().filter(rule -> rule.covers(item, job)).max(BEST);
    }

    /** Stores a rule unless its newest version says the same. */
    static int store(Connection connection, Rule rule, Instant at, String who) throws SQLException {
        return Sql.update(
                connection,
                """
                insert into service.settlement_rule (item, kind, type, grade, amount, currency, percent, most, least_minutes, free_km,
                    usual_km, most_km, valid_from, valid_to, version, at, who)
                select said.item, said.kind, said.type, said.grade, said.amount, said.currency, said.percent, said.most,
                    said.least_minutes, said.free_km, said.usual_km, said.most_km, said.valid_from, said.valid_to,
                    coalesce(old.version, 0) + 1, ?, ?
                from (select ?::text item, ?::text kind, ?::text type, ?::text grade, ?::numeric amount, ?::text currency,
                        ?::numeric percent, ?::int most, ?::int least_minutes, ?::numeric free_km, ?::numeric usual_km,
                        ?::numeric most_km, ?::date valid_from, ?::date valid_to) said
                left join lateral (select * from service.settlement_rule r
                    where (r.item, r.kind, r.type, r.grade, r.valid_from)
                        = (said.item, said.kind, said.type, said.grade, said.valid_from)
                    order by version desc limit 1) old on true
                where old.id is null or (old.amount, old.currency, old.percent, old.most, old.least_minutes, old.free_km, old.usual_km,
                        old.most_km, old.valid_to)
                    is distinct from (said.amount, said.currency, said.percent, said.most, said.least_minutes, said.free_km,
                        said.usual_km, said.most_km, said.valid_to)
                """,
                at,
                who,
                rule.item(),
                rule.kind(),
                rule.type(),
                rule.grade(),
                rule.amount(),
                rule.currency(),
                rule.percent(),
                rule.most(),
                rule.leastMinutes(),
                rule.freeKm(),
                rule.usualKm(),
                rule.mostKm(),
                rule.validFrom(),
                rule.validTo());
    }

    private static Rule rule(ResultSet row) throws SQLException {
        return new Rule(
                row.getLong("id"),
                row.getString("item"),
                row.getString("kind"),
                row.getString("type"),
                row.getString("grade"),
                row.getBigDecimal("amount"),
                row.getString("currency"),
                row.getBigDecimal("percent"),
                row.getObject("most", Integer.class),
                row.getObject("least_minutes", Integer.class),
                row.getBigDecimal("free_km"),
                row.getBigDecimal("usual_km"),
                row.getBigDecimal("most_km"),
                row.getObject("valid_from", LocalDate.class),
                row.getObject("valid_to", LocalDate.class));
    }
}
