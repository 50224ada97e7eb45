package io.hearthwatch.ingest;

import io.hearthwatch.database.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the messages of a batch that could not be written for long, in ever smaller parts, so that one which cannot be written
 * at all fails alone and does not hold up every other appliance. Owned by one thread.
 */
final class Isolation {
    private static final Logger log = LoggerFactory.getLogger(Isolation.class);

    /**
     * Invalid transaction state (a server that became a standby), rolled back, object not in the right state (in use, locked), system
     * error: like an outage, these say nothing about what was to be written.
     */
    private static final Set<String> PASSING = Set.of("25", "40", "55", "58");

    private final Decoder decoder;
    private final Counters counters;
    private final Shard.BackOff backOff;
    private final Attempt attempt;

    /** Tries to write and commit a batch, once. */
    interface Attempt {
        void commit(Batch part) throws SQLException;
    }

    Isolation(Decoder decoder, Counters counters, Shard.BackOff backOff, Attempt attempt) {
        this.decoder = decoder;
        this.counters = counters;
        this.backOff = backOff;
        this.attempt = attempt;
    }

    /** Whether a failure will end by itself, whatever the messages are: then they are kept for as long as it takes. */
    static boolean mayPass(Exception e) {
        return e instanceof SQLException sql
                && (Database.isUnavailable(sql)
                        || Halving.isRace(sql)
                        || (sql.getSQLState() != null
                                && sql.getSQLState().length() == 5
                                && PASSING.contains(sql.getSQLState().substring(0, 2))));
    }

    /** Commits what can be, in the order given; the rest is marked as failed. */
    void commit(List<Pending> messages) throws InterruptedException {
        Batch part = new Batch();
        for (Pending pending : messages) {
            pending.forgetAll();
            decoder.decode(pending, part);
        }
        Exception why = failure(part);
        if (why == null) {
            return;
        }
        int middle = messages.size() / 2;
        if (middle > 0) {
            commit(messages.subList(0, middle));
            commit(messages.subList(middle, messages.size()));
            return;
        }
        Pending poisoned = messages.get(0);
        if (poisoned.message == null) {
            log.error(
                    "a note about the connection of appliance no. {} cannot be stored; it is dropped",
                    poisoned.note.applianceNo(),
                    why);
        } else {
            log.error(
                    "a message of {} cannot be stored; its sender is told, and the others go on",
                    poisoned.message.appliance().id(),
                    why);
        }
        poisoned.fail(why);
        counters.failed(part);
    }

    private Exception failure(Batch part) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                attempt.commit(part);
                return null;
            } catch (SQLException | RuntimeException e) {
                if (!mayPass(e)) {
                    return e;
                }
                counters.retried();
                backOff.pause(failures);
            }
        }
    }
}
