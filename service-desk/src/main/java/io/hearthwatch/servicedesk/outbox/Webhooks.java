package io.hearthwatch.servicedesk.outbox;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** The subscriptions. Who manages a part of the organisation sees and makes those for that part only. Thread-safe. */
public final class Webhooks {
    private static final int MOST = 100;
    private static final String SEEN = """
            select w.*,
                (select count(*) from service.webhook_secret s where s.webhook = w.id and (s.ends_at is null or s.ends_at > ?)) secrets,
                (select count(*) from service.webhook_delivery d where d.webhook = w.id and d.state = 'waiting') waiting,
                (select count(*) from service.webhook_line l where l.webhook = w.id and l.parked_at is not null) parked
            from service.webhook w
            where (?::boolean or w.centre = any (?)
                or (w.region is not null and not exists (
                    select from service.centre c where c.region = w.region and not c.id = any (?))))
            """;

    private final Database database;
    private final InstantSource clock;
    private final Supplier<Addresses> allowed;

    /** @param allowed where receivers may be */
    Webhooks(Database database, InstantSource clock, Supplier<Addresses> allowed) {
        this.database = database;
        this.clock = clock;
        this.allowed = allowed;
    }

    /** A subscription and its secret, which is shown only this once. */
    public record Made(Webhook webhook, String secret) {}

    /** The subscriptions within a scope, by name. */
    public List<Webhook> all(Scope scope) {
        return database.withConnection(connection -> Sql.list(
                connection,
                SEEN + " order by w.name",
                Webhooks::read,
                clock.instant(),
                scope.isEverything(),
                scope.ids(),
                scope.ids()));
    }

    /**
     * One of them.
     *
     * @param id its id or its name
     * @throws Refusal if there is none in the scope
     */
    public Webhook one(String id, Scope scope) {
        return database.withConnection(connection -> one(connection, id, scope));
    }

    Webhook one(Connection connection, String id, Scope scope) throws SQLException {
        return Sql.first(
                        connection,
                        SEEN + " and (w.name = ? or w.id::text = ?)",
                        Webhooks::read,
                        clock.instant(),
                        scope.isEverything(),
                        scope.ids(),
                        scope.ids(),
                        id,
                        id)
                .orElseThrow(() -> Refusal.notFound(
                        "webhook", id, "list them: GET /api/v1/webhooks, or: hearthwatch webhook list"));
    }

    /**
     * Makes one.
     *
     * @param secret what its requests are signed with, or null for a new one
     * @param from events since then are sent too; null for none from before
     */
    public Made make(WebhookWish wish, String secret, Instant from, String who, Scope scope) {
        if (wish.name() == null || wish.url() == null) {
            throw Refusal.invalid("'name' or 'url' is missing", "say both");
        }
        checkAddress(wish);
        Secret key = secret == null ? Secret.random() : Secret.parse(secret);
        Instant at = clock.instant();
        return database.inTransaction(connection -> {
            lockNames(connection);
            int there = Sql.list(
                            connection,
                            "select id from service.webhook order by id for no key update",
                            row -> row.getLong("id"))
                    .size();
            if (there >= MOST) {
                throw Refusal.conflict("there are " + MOST + " webhooks already", "remove one that nobody reads");
            }
            checkFree(connection, wish.name(), null);
            checkPlace(connection, wish.region(), wish.centre(), scope);
            long id = Sql.first(
                            connection,
                            """
                            insert into service.webhook (name, url, kinds, region, centre, mode, personal, except_by, place,
                                made_at, made_by, changed_at)
                            values (?, ?, ?, nullif(?, ''), nullif(?, ''), ?, ?, ?, coalesce(
                                (select min(place) - 1 from service.event where place is not null and at >= ?::timestamptz),
                                (select last from service.event_place), 0), ?, ?, ?)
                            returning id
                            """,
                            row -> row.getLong("id"),
                            wish.name(),
                            wish.url(),
                            orElse(wish.types(), List.of()),
                            wish.region(),
                            wish.centre(),
                            orElse(wish.mode(), "structured"),
                            orElse(wish.personal(), false),
                            orElse(wish.exceptBy(), List.of()),
                            from,
                            at,
                            who,
                            at)
                    .orElseThrow();
            if (Boolean.FALSE.equals(wish.active())) {
                stop(connection, id, "made inactive", at);
            }
            addSecret(connection, id, key, at);
            return new Made(one(connection, Long.toString(id), scope), key.shown());
        });
    }

    /** Changes one; made active again, it is sent what happened while it was not, as far back as events are kept. */
    public Webhook change(String id, WebhookWish wish, Scope scope) {
        checkAddress(wish);
        Instant at = clock.instant();
        return database.inTransaction(connection -> {
            if (wish.name() != null) {
                lockNames(connection);
            }
            long number = Long.parseLong(one(connection, id, scope).id());
            lock(connection, number);
            // What somebody else changed meanwhile stays, where this says nothing of it.
            Webhook before = one(connection, id, scope);
            if (wish.name() != null) {
                checkFree(connection, wish.name(), before.id());
            }
            String region = wish.region() == null && wish.centre() == null ? before.region() : wish.region();
            String centre = wish.region() == null && wish.centre() == null ? before.centre() : wish.centre();
            checkPlace(connection, region, centre, scope);
            Sql.update(
                    connection,
                    """
                    update service.webhook set name = ?, url = ?, kinds = ?, region = nullif(?, ''), centre = nullif(?, ''), mode = ?,
                        personal = ?, except_by = ?, changed_at = ?, wait_until = null where id = ?
                    """,
                    orElse(wish.name(), before.name()),
                    orElse(wish.url(), before.url()),
                    orElse(wish.types(), before.types()),
                    region,
                    centre,
                    orElse(wish.mode(), before.mode()),
                    orElse(wish.personal(), before.personal()),
                    orElse(wish.exceptBy(), before.exceptBy()),
                    at,
                    number);
            if (Boolean.TRUE.equals(wish.active())) {
                Sql.update(
                        connection,
                        "update service.webhook set active = true, stopped_why = null where id = ?",
                        number);
            } else if (Boolean.FALSE.equals(wish.active()) && before.active()) {
                stop(connection, number, "stopped by a person", at);
            }
            return one(connection, before.id(), scope);
        });
    }

    private void checkAddress(WebhookWish wish) {
        if (wish.url() != null) {
            allowed.get().checkNumber(URI.create(wish.url()));
        }
    }

    /** Removes one, and what was still to be sent to it. */
    public void remove(String id, Scope scope) {
        database.inTransaction(connection -> {
            long number = Long.parseLong(one(connection, id, scope).id());
            // First the lines, whose answers may be being noted; no line is added while the subscription is locked.
            lock(connection, number);
            Sql.list(
                    connection,
                    "select 1 from service.webhook_line where webhook = ? order by ticket for update",
                    row -> null,
                    number);
            return Sql.update(connection, "delete from service.webhook where id = ?", number);
        });
    }

    /**
     * Gives one another secret; both sign for a time, so that the receiver can change over.
     *
     * @param secret the new one, or null for one that is made
     * @param both how long the secret before stays valid
     */
    public Made rotate(String id, String secret, Duration both, Scope scope) {
        if (both.isNegative() || both.compareTo(Duration.ofDays(30)) > 0) {
            throw Refusal.invalid("the old secret cannot stay valid for " + both, "say from PT0S to P30D");
        }
        Secret key = secret == null ? Secret.random() : Secret.parse(secret);
        Instant at = clock.instant();
        return database.inTransaction(connection -> {
            long number = Long.parseLong(one(connection, id, scope).id());
            lock(connection, number);
            // Never more than two.
            Sql.update(
                    connection, "delete from service.webhook_secret where webhook = ? and ends_at is not null", number);
            Sql.update(
                    connection,
                    "update service.webhook_secret set ends_at = ? where webhook = ?",
                    at.plus(both),
                    number);
            addSecret(connection, number, key, at);
            return new Made(one(connection, id, scope), key.shown());
        });
    }

    /** Whoever gives a name waits for others who do, also where there is no subscription yet whose row could be locked. */
    private static void lockNames(Connection connection) throws SQLException {
        Sql.list(connection, "select pg_advisory_xact_lock(hashtext('service.webhook'), 0)", row -> null);
    }

    private static void lock(Connection connection, long id) throws SQLException {
        Sql.list(connection, "select 1 from service.webhook where id = ? for no key update", row -> null, id);
    }

    static void stop(Connection connection, long id, String why, Instant at) throws SQLException {
        Sql.update(
                connection,
                "update service.webhook set active = false, stopped_why = ?, changed_at = ? where id = ? and active",
                why,
                at,
                id);
    }

    private static void addSecret(Connection connection, long webhook, Secret secret, Instant at) throws SQLException {
        Sql.update(
                connection,
                "insert into service.webhook_secret (webhook, secret, made_at) values (?, ?, ?)",
                webhook,
                secret.bytes(),
                at);
    }

    /** The secrets that sign now, the newest first. */
    static List<Secret> secrets(Connection connection, long webhook, Instant at) throws SQLException {
        return Sql.list(
                connection,
                "select secret from service.webhook_secret where webhook = ? and (ends_at is null or ends_at > ?) order by id desc",
                row -> Secret.stored(row.getBytes("secret")),
                webhook,
                at);
    }

    private static void checkFree(Connection connection, String name, String but) throws SQLException {
        boolean taken = Sql.first(
                        connection,
                        "select id::text id from service.webhook where name = ?",
                        row -> row.getString("id"),
                        name)
                .filter(id -> !id.equals(but))
                .isPresent();
        if (taken) {
            throw Refusal.conflict("a webhook is called '" + name + "' already", "give it another name");
        }
        if (name.matches("\\d+")) {
            throw Refusal.invalid("the name is a number, as ids are", "give it a name of letters");
        }
    }

    /** Nobody subscribes to what they may not see. */
    private static void checkPlace(Connection connection, String region, String centre, Scope scope)
            throws SQLException {
        boolean hasRegion = region != null && !region.isEmpty();
        boolean hasCentre = centre != null && !centre.isEmpty();
        if (hasRegion && hasCentre) {
            throw Refusal.invalid("both 'region' and 'centre' are said", "say one of them");
        }
        List<String> centres = Sql.list(
                connection,
                "select id from service.centre where ?::text is null or region = ?",
                row -> row.getString("id"),
                hasRegion ? region : null,
                hasRegion ? region : null);
        if (hasCentre && !centres.contains(centre)) {
            throw Refusal.notFound("centre", centre, "look at GET /api/v1/centres");
        }
        if (hasRegion && centres.isEmpty()) {
            throw Refusal.notFound("region with a centre", region, "look at GET /api/v1/organisation");
        }
        boolean mine = scope.isEverything()
                || (hasCentre && scope.contains(centre))
                || (hasRegion && centres.stream().allMatch(scope::contains));
        if (!mine || scope.technician() != null) {
            throw Refusal.forbidden(
                    "this webhook would be told of tickets that are not yours",
                    "name your own centre as 'centre', or your own region as 'region'");
        }
    }

    private static <T> T orElse(T value, T otherwise) {
        return Objects.requireNonNullElse(value, otherwise);
    }

    private static Webhook read(ResultSet row) throws SQLException {
        return new Webhook(
                row.getString("id"),
                row.getString("name"),
                row.getString("url"),
                texts(row, "kinds"),
                row.getString("region"),
                row.getString("centre"),
                row.getString("mode"),
                row.getBoolean("personal"),
                texts(row, "except_by"),
                row.getBoolean("active"),
                row.getString("stopped_why"),
                Sql.instant(row, "made_at"),
                row.getString("made_by"),
                Sql.instant(row, "changed_at"),
                row.getInt("secrets"),
                row.getLong("waiting"),
                row.getLong("parked"));
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }
}
