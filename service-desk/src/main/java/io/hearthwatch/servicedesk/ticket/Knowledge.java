package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.listing.SearchWords;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Knowledge articles: what technical support answered, kept for later tickets of the same fault. Everybody may read them; an edit makes a
 * version of its own, and an article that no longer holds is retired, or replaced by another; none is deleted. Thread-safe; blocks on the
 * database.
 */
public final class Knowledge {
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_WORDS = 20_000;
    private static final String SHOWN = """
            select k.id, k.version, k.type, k.model, k.code, k.component, k.title, k.words, k.who, k.at, k.retired_at, k.retired_by,
                k.retired_for, k.replaced_by,
                (select t.number from service.ticket t where t.id = k.from_ticket and %s) from_ticket,
                (select count(*) from service.knowledge_use u where u.article = k.id) used,
                (select count(*) from service.knowledge_use u where u.article = k.id and u.helpful) helpful
            from service.knowledge_article k
            """.formatted(Scope.ofTicket("t"));

    private final Database database;
    private final Catalog catalog;
    private final InstantSource clock;

    public Knowledge(Database database, Catalog catalog, InstantSource clock) {
        this.database = database;
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * Which articles to list; null means any.
     *
     * @param words words of the title or the text, by how they begin
     * @param retired whether those that no longer hold are listed too
     */
    public record Filter(
            String words, String type, String model, String code, String component, boolean retired, int limit) {}

    /**
     * A new wording; null leaves what was. A model, code or component that is empty makes the article hold for all.
     *
     * @param version the one that it is about
     */
    public record Edit(int version, String title, String words, String model, String code, String component) {}

    /** Articles, those that helped most often first, then the newest. */
    public List<Map<String, Object>> list(Filter filter, Scope scope) {
        StringBuilder sql = new StringBuilder(SHOWN).append(" where true");
        List<Object> values = scoped(scope);
        if (!filter.retired()) {
            sql.append(" and k.retired_at is null");
        }
        if (filter.words() != null) {
            String query = SearchWords.query(filter.words());
            if (query.isEmpty()) {
                throw Refusal.invalid("q holds no word that can be searched for", "send letters or digits");
            }
            sql.append(" and service.search_words(k.title || ' ' || k.words) @@ ?::tsquery");
            values.add(query);
        }
        equal(sql, values, "k.type", filter.type());
        equal(sql, values, "k.model", filter.model());
        equal(sql, values, "k.code", filter.code());
        equal(sql, values, "k.component", filter.component());
        sql.append(" order by helpful desc, k.at desc, k.id limit ").append(filter.limit());
        return database.withConnection(connection -> Rows.of(connection, sql.toString(), values.toArray()));
    }

    private static List<Object> scoped(Scope scope) {
        List<Object> values = new ArrayList<>();
        values.add(scope.isEverything());
        values.add(scope.ids());
        values.add(scope.technician());
        return values;
    }

    private static void equal(StringBuilder sql, List<Object> values, String column, String value) {
        if (value != null) {
            sql.append(" and ").append(column).append(" = ?");
            values.add(value);
        }
    }

    /** An article with all its versions, the newest first. */
    public Map<String, Object> one(long article, Scope scope) {
        return database.withConnection(connection -> one(connection, article, scope));
    }

    private static Map<String, Object> one(Connection connection, long article, Scope scope) throws SQLException {
        List<Object> values = scoped(scope);
        values.add(article);
        Map<String, Object> shown =
                new LinkedHashMap<>(Rows.of(connection, SHOWN + " where k.id = ?", values.toArray()).stream()
                        .findFirst()
                        .orElseThrow(() -> missing(article)));
        shown.put("versions", Rows.of(connection, """
                        select version, model, code, component, title, words, who, at from service.knowledge_version
                        where article = ? order by version desc
                        """, article));
        return shown;
    }

    private static Refusal missing(long article) {
        return Refusal.notFound("knowledge article", Long.toString(article), "look at /api/v1/knowledge");
    }

    private record Row(int version, String type, String model, String code, String component, boolean retired) {}

    private static Row lock(Connection connection, long article) throws SQLException {
        return Sql.first(
                        connection,
                        "select * from service.knowledge_article where id = ? for update",
                        row -> new Row(
                                row.getInt("version"),
                                row.getString("type"),
                                row.getString("model"),
                                row.getString("code"),
                                row.getString("component"),
                                row.getObject("retired_at") != null),
                        article)
                .orElseThrow(() -> missing(article));
    }

    private static void requireValid(Row row) {
        if (row.retired()) {
            throw Refusal.conflict("the article is retired", "edit the one that replaced it, or write another");
        }
    }

    /** Makes a new version of an article. */
    public Map<String, Object> edit(long article, Edit edit, Scope scope, String who) {
        return database.inTransaction(connection -> {
            Row row = lock(connection, article);
            requireValid(row);
            if (row.version() != edit.version()) {
                throw Refusal.conflict(
                        "the article is of version " + row.version() + " by now, not " + edit.version(),
                        "read it again, and send its version");
            }
            String code = edit.code() == null ? row.code() : emptied(edit.code());
            String component = edit.component() == null ? row.component() : emptied(edit.component());
            ApplianceType type = catalog.find(row.type()).orElse(null);
            if (type != null && code != null && !type.faults().containsKey(code)) {
                throw Refusal.invalid("a " + row.type() + " has no fault code " + code, "leave it out, or empty");
            }
            if (type != null && component != null && !type.components().containsKey(component)) {
                throw Refusal.invalid(
                        "a " + row.type() + " has no component " + component,
                        "use one of " + String.join(", ", type.components().keySet()));
            }
            Sql.update(
                    connection,
                    """
                    update service.knowledge_article set version = version + 1, title = coalesce(?, title), words = coalesce(?, words),
                        model = ?, code = ?, component = ?, who = ?, at = greatest(?, at) where id = ?
                    """,
                    checked("title", edit.title(), LONGEST_TITLE),
                    checked("words", edit.words(), LONGEST_WORDS),
                    edit.model() == null ? row.model() : emptied(edit.model()),
                    code,
                    component,
                    who,
                    clock.instant(),
                    article);
            return one(connection, article, scope);
        });
    }

    private static String emptied(String value) {
        return value.isBlank() ? null : value.strip();
    }

    private static String checked(String name, String value, int longest) {
        if (value != null && (value.isBlank() || value.length() > longest)) {
            throw Refusal.invalid(name + " is empty, or longer than " + longest + " characters", "leave it out");
        }
        return value == null ? null : value.strip();
    }

    /**
     * An article no longer holds.
     *
     * @param by the one that holds instead, or null
     */
    public Map<String, Object> retire(long article, Long by, String reason, Scope scope, String who) {
        return database.inTransaction(connection -> {
            // In the order of their numbers, so that two who replace each other's don't wait for each other.
            if (by != null && by < article) {
                replacing(connection, article, by);
            }
            Row row = lock(connection, article);
            requireValid(row);
            if (by != null && by > article) {
                replacing(connection, article, by);
            }
            if (by != null && by == article) {
                throw Refusal.invalid("an article is not replaced by itself", "edit it instead");
            }
            Sql.update(connection, """
                    update service.knowledge_article set retired_at = greatest(?, at), retired_by = ?, retired_for = ?, replaced_by = ?
                    where id = ?
                    """, clock.instant(), who, checked("reason", reason, LONGEST_TITLE), by, article);
            return one(connection, article, scope);
        });
    }

    private static void replacing(Connection connection, long article, long by) throws SQLException {
        if (lock(connection, by).retired()) {
            throw Refusal.conflict(
                    "article " + by + " is retired itself", "name one that holds, in place of " + article);
        }
    }

    /** Notes that an article was used for a ticket, and whether it helped; said again, the later word holds. */
    public Map<String, Object> use(long article, String ticket, boolean helpful, Scope scope, String who) {
        return database.inTransaction(connection -> {
            TicketRow row =
                    TicketRow.find(connection, TicketRow.id(connection, ticket)).orElseThrow();
            if (!scope.contains(row.centre()) && !scope.isEverything()) {
                throw Refusal.notFound("ticket", ticket, "look at /api/v1/tickets?state=all");
            }
            lock(connection, article);
            Sql.update(connection, """
                    insert into service.knowledge_use values (?, ?, ?, ?, ?)
                    on conflict (article, ticket) do update set helpful = excluded.helpful, who = excluded.who, at = excluded.at
                    """, article, row.id(), helpful, who, clock.instant());
            return one(connection, article, scope);
        });
    }
}
