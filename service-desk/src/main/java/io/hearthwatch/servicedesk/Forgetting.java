package io.hearthwatch.servicedesk;

import io.hearthwatch.database.Database;
import java.time.Duration;
import java.time.Instant;

/** Deletes old rows that only grow in number. Stateless. */
final class Forgetting {
    private static final Duration PROPOSALS = Duration.ofDays(400);
    private static final Duration CHANGES = Duration.ofDays(90);
    private static final Duration CANDIDATES = Duration.ofDays(400);
    private static final int AT_ONCE = 5_000;

    private static final String FORGET_PROPOSALS = """
            delete from service.proposal where ctid = any (array(
                select ctid from service.proposal where as_of < ? limit %d))
            """.formatted(AT_ONCE);
    private static final String FORGET_CHANGES = """
            delete from service.outbox where id = any (array(
                select id from service.outbox
                where at < ? and id < (select max(id) from service.outbox) order by id limit %d))
            """.formatted(AT_ONCE);

    private static final String SHORTEN_SPANS = "update service.candidate_span set begins = ? where begins < ?";
    private static final String FORGET_CANDIDATES = """
            delete from service.candidate where ctid = any (array(
                select c.id from service.candidate_span s cross join lateral (
                    select ctid id from service.candidate where model_id = s.model_id and as_of < ? limit %1$d) c
                limit %1$d))
            """.formatted(AT_ONCE);
    private static final String FORGET_SPANS = "delete from service.candidate_span where ends < ?";

    private Forgetting() {}

    static int run(Database database, Instant now) {
        return repeat(database, FORGET_PROPOSALS, now.minus(PROPOSALS))
                + repeat(database, FORGET_CHANGES, now.minus(CHANGES))
                + candidates(database, now.minus(CANDIDATES));
    }

    /** What was kept to try policies on, and is no part of any stretch that is tried. */
    private static int candidates(Database database, Instant before) {
        // First it is said that they are not there.
        database.inTransaction(connection -> Sql.update(connection, SHORTEN_SPANS, before, before));
        return repeat(database, FORGET_CANDIDATES, before)
                + database.inTransaction(connection -> Sql.update(connection, FORGET_SPANS, before));
    }

    private static int repeat(Database database, String sql, Instant before) {
        int all = 0;
        int some;
        do {
            some = database.inTransaction(connection -> Sql.update(connection, sql, before));
            all += some;
        } while (some == AT_ONCE);
        return all;
    }
}
