package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The people who use the service, and the tokens by which they are known. While nobody is registered, whoever reaches the server may do
 * everything. A token is shown once, when it is made; kept is its hash, and no log ever has either. Thread-safe.
 */
public final class People {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._@-]{1,100}");
    private static final String PREFIX = "hwp_";
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LONGEST_SECRET = 200;

    private final Database database;
    private final InstantSource clock;

    People(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Whether anybody is registered. */
    public boolean any() {
        return database.withConnection(People::any);
    }

    static boolean any(Connection connection) throws SQLException {
        return Sql.first(connection, "select exists (select from service.person) known", row -> row.getBoolean("known"))
                .orElse(false);
    }

    /**
     * Who has that token.
     *
     * @param token as it was sent, or null where none was
     * @return {@link Caller#ANYBODY} while nobody is registered; nothing if the token is missing, unknown, expired or revoked
     */
    public Optional<Caller> identify(String token) {
        return database.withConnection(connection -> {
            if (!any(connection)) {
                return Optional.of(Caller.ANYBODY);
            }
            return isPlausible(token) ? withToken(connection, token, clock.instant()) : Optional.<Caller>empty();
        });
    }

    /** Whether it is worth looking up. */
    static boolean isPlausible(String secret) {
        return secret != null && !secret.isEmpty() && secret.length() <= LONGEST_SECRET;
    }

    /** Whose token that is, if it is good now. */
    static Optional<Caller> withToken(Connection connection, String token, Instant now) throws SQLException {
        return caller(connection, Sql.first(connection, """
                        select p.* from service.person_token t join service.person p on p.id = t.person
                        where t.hash = ? and p.active and t.revoked_at is null and (t.expires_at is null or t.expires_at > ?)
                        """, People::person, hash(token), now));
    }

    /** Who is signed in with that secret, if both it and the token that they signed in with are good now. */
    static Optional<Caller> withSession(Connection connection, String secret, Instant now) throws SQLException {
        return caller(connection, Sql.first(connection, """
                        select p.* from service.person_session s join service.person_token t on t.id = s.token
                            join service.person p on p.id = t.person
                        where s.hash = ? and s.expires_at > ?
                            and p.active and t.revoked_at is null and (t.expires_at is null or t.expires_at > ?)
                        """, People::person, hash(secret), now, now));
    }

    private static Optional<Caller> caller(Connection connection, Optional<Person> person) throws SQLException {
        return person.isEmpty()
                ? Optional.empty()
                : Optional.of(new Caller(person.get(), scope(connection, person.get())));
    }

    private static Scope scope(Connection connection, Person person) throws SQLException {
        if (person.centre() != null) {
            return new Scope(Set.of(person.centre()), person.technician());
        }
        if (person.region() == null) {
            return Scope.EVERYTHING;
        }
        return new Scope(
                new HashSet<>(Sql.list(
                        connection,
                        "select id from service.centre where region = ?",
                        row -> row.getString("id"),
                        person.region())),
                null);
    }

    /**
     * Registers somebody, or changes what was said of them. From the first one on, every request needs a token.
     *
     * @throws Refusal if the role does not fit the scope, or a region, centre or technician is not known
     */
    public void add(Person person) {
        check(person);
        database.inTransaction(connection -> {
            exists(connection, "region", "service.region", person.region());
            exists(connection, "service centre", "service.centre", person.centre());
            exists(connection, "technician", "service.technician", person.technician());
            Sql.update(
                    connection,
                    """
                    insert into service.person (id, name, role, region, centre, technician, active, added_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict (id) do update set name = excluded.name, role = excluded.role, region = excluded.region,
                        centre = excluded.centre, technician = excluded.technician, active = excluded.active
                    """,
                    person.id(),
                    person.name(),
                    person.role().id(),
                    person.region(),
                    person.centre(),
                    person.technician(),
                    person.active(),
                    clock.instant());
            return null;
        });
    }

    private static void check(Person person) {
        if (person.id() == null || !ID.matcher(person.id()).matches()) {
            throw Refusal.invalid(
                    "the id is not 1 to 100 letters, digits, dots, underscores, hyphens or @", "such as li.wei");
        }
        if (person.name() == null || person.name().isBlank() || person.name().length() > 200) {
            throw Refusal.invalid("the name is missing, or longer than 200 characters", "give the name");
        }
        if (person.region() != null && person.centre() != null) {
            throw Refusal.invalid("a person has one scope, not a region and a service centre", "leave one out");
        }
        Role role = person.role();
        if (role == Role.REGION_SUPERVISOR && person.region() == null) {
            throw Refusal.invalid("a region supervisor needs a region", "say which region");
        }
        if ((role == Role.STATION_CHIEF || role == Role.TECHNICIAN) && person.centre() == null) {
            throw Refusal.invalid("a " + role.id().replace('_', ' ') + " needs a service centre", "say which centre");
        }
        if ((role == Role.TECHNICIAN) != (person.technician() != null)) {
            throw Refusal.invalid(
                    role == Role.TECHNICIAN
                            ? "a technician needs the technician's record that is theirs"
                            : "only a technician is a technician's record",
                    "give it for the role technician, and only there");
        }
        if ((role == Role.ADMINISTRATOR || role == Role.HEADQUARTERS)
                && (person.region() != null || person.centre() != null)) {
            throw Refusal.invalid("a " + role.id() + " sees everything", "leave region and centre out");
        }
    }

    private static void exists(Connection connection, String what, String table, String id) throws SQLException {
        if (id != null
                && Sql.first(connection, "select 1 from " + table + " where id = ?", row -> 1, id)
                        .isEmpty()) {
            throw Refusal.invalid("there is no " + what + " '" + id + "'", "load it with: hearthwatch service load");
        }
    }

    /** Everybody, by id. */
    public List<Person> all() {
        return database.withConnection(
                connection -> Sql.list(connection, "select * from service.person order by id", People::person));
    }

    /** Takes somebody's access away, or gives it back; what they did stays on record. */
    public void setActive(String id, boolean active) {
        int changed = database.inTransaction(
                connection -> Sql.update(connection, "update service.person set active = ? where id = ?", active, id));
        if (changed == 0) {
            throw Refusal.notFound("person", id, "look at: hearthwatch person list");
        }
    }

    /**
     * Makes a token for somebody.
     *
     * @param label what it is for, or null
     * @param validFor null for no end
     * @return the token, which cannot be had again
     * @throws Refusal if there is no such person
     */
    public String token(String person, String label, Duration validFor) {
        String token = secret(PREFIX);
        Instant now = clock.instant();
        database.inTransaction(connection -> {
            if (Sql.first(connection, "select 1 from service.person where id = ?", row -> 1, person)
                    .isEmpty()) {
                throw Refusal.notFound("person", person, "look at: hearthwatch person list");
            }
            return Sql.update(
                    connection,
                    "insert into service.person_token (person, hash, label, made_at, expires_at) values (?, ?, ?, ?, ?)",
                    person,
                    hash(token),
                    label,
                    now,
                    validFor == null ? null : now.plus(validFor));
        });
        return token;
    }

    /** A word that nobody can guess: a prefix by which it is known for what it is, and 256 random bits. */
    static String secret(String prefix) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** Makes all tokens of somebody useless; how many. */
    public int revoke(String person) {
        return database.inTransaction(connection -> Sql.update(
                connection,
                "update service.person_token set revoked_at = ? where person = ? and revoked_at is null",
                clock.instant(),
                person));
    }

    private static Person person(ResultSet row) throws SQLException {
        return new Person(
                row.getString("id"),
                row.getString("name"),
                Role.of(row.getString("role")).orElseThrow(),
                row.getString("region"),
                row.getString("centre"),
                row.getString("technician"),
                row.getBoolean("active"));
    }

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
