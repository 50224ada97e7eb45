package io.hearthwatch.servicedesk.outbox;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes that come with a key are done once. What the work does through this database, and its answer under the key, are one transaction: a
 * process that dies leaves both or neither. Who asks meanwhile with the same key waits, and gets the answer. Thread-safe.
 */
public final class OnceStore {
    private static final Duration KEEP = Duration.ofDays(7);
    private static final int LONGEST_KEY = 200;
    private static final int MOST_ANSWER = 1 << 20;
    private static final int AT_ONCE = 5_000;

    private final Database database;
    private final InstantSource clock;

    /** @param clock the service's */
    public OnceStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * An answer.
     *
     * @param text what was answered
     * @param again whether it was stored before, and nothing was done now
     */
    public record Answer(String text, boolean again) {}

    /** The key stands for another request. */
    public static final class KeyReusedException extends RuntimeException {
        KeyReusedException() {
            super("the idempotency key was used for another request", null, false, false);
        }
    }

    private record Stored(String fingerprint, String answer) {}

    /**
     * Does something once. What throws is undone, and may be asked for again with the same key.
     *
     * @param owner who asks: others' keys are not theirs
     * @param fingerprint tells requests apart
     * @param work all that it does through the same {@link Database} belongs to the transaction
     * @throws KeyReusedException if the key was used for another request
     */
    public Answer once(String owner, String key, String fingerprint, Supplier<String> work) {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw Refusal.invalid("the idempotency key is not 1 to " + LONGEST_KEY + " characters", "use a UUID");
        }
        return database.asOneTransaction(connection -> {
            Sql.list(
                    connection,
                    "select pg_advisory_xact_lock(hashtext('service.http_once'), hashtext(?))",
                    row -> null,
                    owner + "\n" + key);
            Optional<Stored> stored = Sql.first(
                    connection,
                    "select fingerprint, answer from service.http_once where owner = ? and key = ?",
                    row -> new Stored(row.getString("fingerprint"), row.getString("answer")),
                    owner,
                    key);
            if (stored.isPresent()) {
                if (!stored.get().fingerprint().equals(fingerprint)) {
                    throw new KeyReusedException();
                }
                return new Answer(stored.get().answer(), true);
            }
            String answer = work.get();
            if (answer.length() > MOST_ANSWER) {
                throw new IllegalStateException("an answer of " + answer.length() + " characters is not stored");
            }
            Sql.update(
                    connection,
                    "insert into service.http_once (owner, key, fingerprint, answer, at) values (?, ?, ?, ?, ?)",
                    owner,
                    key,
                    fingerprint,
                    answer,
                    clock.instant());
            return new Answer(answer, false);
        });
    }

    /** Forgets answers older than a week. */
    public int forget(Instant now) {
        int all = 0;
        int some;
        do {
            some = database.inTransaction(connection -> Sql.update(connection, """
                    delete from service.http_once where ctid = any (array(
                        select ctid from service.http_once where at < ? limit ?))
                    """, now.minus(KEEP), AT_ONCE));
            all += some;
        } while (some == AT_ONCE);
        return all;
    }
}
