package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Browsers that are signed in: somebody showed their token once, and a secret of the browser's own stands for it since. It is good for as long
 * as the token is, so what takes a token away ends its sessions with it; signing out ends one session and leaves the token. Kept is its hash.
 * Thread-safe.
 */
public final class Sessions {
    /** How long one lasts at most. */
    static final Duration LONGEST = Duration.ofDays(7);
    /** Of one token; who signs in once more ends the oldest. */
    static final int MOST_OF_A_TOKEN = 20;

    private static final String PREFIX = "hws_";

    private final Database database;
    private final InstantSource clock;

    Sessions(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A session that has just begun.
     *
     * @param secret what the browser shows from now on, which cannot be had again
     */
    public record Opened(String secret, Caller caller) {
        /** Without the secret, so that no log gets it. */
        @Override
        public String toString() {
            return "session of " + caller.who();
        }
    }

    /**
     * Signs in.
     *
     * @param token a person's
     * @return nothing if the token is missing, unknown, expired or revoked, or nobody is registered
     */
    public Optional<Opened> open(String token) {
        if (!People.isPlausible(token)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return database.inTransaction(connection -> {
            Optional<Caller> caller = People.withToken(connection, token, now);
            if (caller.isEmpty()) {
                return Optional.empty();
            }
            String secret = People.secret(PREFIX);
            Sql.update(connection, "delete from service.person_session where expires_at <= ?", now);
            Sql.update(connection, """
                    insert into service.person_session (hash, token, made_at, expires_at)
                    select ?, id, ?, ? from service.person_token where hash = ?
                    """, People.hash(secret), now, now.plus(LONGEST), People.hash(token));
            endOldest(connection, token);
            return Optional.of(new Opened(secret, caller.get()));
        });
    }

    private static void endOldest(Connection connection, String token) throws SQLException {
        Sql.update(connection, """
                delete from service.person_session where hash in (
                    select s.hash from service.person_session s join service.person_token t on t.id = s.token
                    where t.hash = ? order by s.made_at desc, s.hash offset ?)
                """, People.hash(token), MOST_OF_A_TOKEN);
    }

    /**
     * Who is signed in with that secret.
     *
     * @param secret as the browser sent it, or null where it sent none
     * @return {@link Caller#ANYBODY} while nobody is registered; nothing if the session is unknown or over, or its token is
     */
    public Optional<Caller> identify(String secret) {
        return database.withConnection(connection -> {
            if (!People.any(connection)) {
                return Optional.of(Caller.ANYBODY);
            }
            return People.isPlausible(secret)
                    ? People.withSession(connection, secret, clock.instant())
                    : Optional.<Caller>empty();
        });
    }

    /** Signs out; does nothing where nobody is signed in. */
    public void end(String secret) {
        if (People.isPlausible(secret)) {
            database.inTransaction(connection -> Sql.update(
                    connection, "delete from service.person_session where hash = ?", (Object) People.hash(secret)));
        }
    }
}
