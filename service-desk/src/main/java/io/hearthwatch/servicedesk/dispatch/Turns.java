package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Who plans waits for nobody: a few at once in this process, and one at a time for a centre, whichever server it is. Thread-safe. */
final class Turns {
    /** Searches that this process runs at once; each wants a core. */
    private static final int AT_ONCE = 2;

    private final Semaphore searches = new Semaphore(AT_ONCE);

    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /** @throws Refusal if enough plans are being made */
    <T> T fewAtOnce(Supplier<T> work) {
        if (!searches.tryAcquire()) {
            throw Refusal.conflict(AT_ONCE + " plans are being made at this moment", "try again in a minute");
        }
        try {
            return work.get();
        } finally {
            searches.release();
        }
    }

    /**
     * @param session holds the centre's lock meanwhile
     * @throws Refusal if somebody plans the same centre at this moment
     */
    static <T> T alone(Connection session, String centre, Work<T> work) throws SQLException {
        if (!isLocked(session, "pg_try_advisory_lock", centre)) {
            throw Refusal.conflict(
                    "centre " + centre + " is being planned at this moment",
                    "wait for that plan: GET /api/v1/dispatch/" + centre);
        }
        try {
            return work.run();
        } finally {
            isLocked(session, "pg_advisory_unlock", centre);
        }
    }

    private static boolean isLocked(Connection session, String function, String centre) throws SQLException {
        return Sql.first(
                        session,
                        "select " + function + "(hashtext('service.planner'), hashtext(?))",
                        row -> row.getBoolean(1),
                        centre)
                .orElse(false);
    }
}
