package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.ingest.sessions.SessionStore.SessionKey;
import io.hearthwatch.ingest.sessions.SessionStore.Stored;
import io.hearthwatch.ingest.sessions.StoredSessions;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredSessionsTest {
    private static final SessionKey KEY = new SessionKey(1, "c");

    private final Rig rig = new Rig();
    private final AtomicReference<Instant> now = new AtomicReference<>(Rig.NOW);
    private StoredSessions sessions = new StoredSessions(rig.test.database(), now::get);

    @AfterEach
    void close() {
        sessions.close();
        rig.close();
    }

    @Test
    void aSessionIsResumedWithItsSubscriptionUntilItExpires() {
        assertThat(resume(KEY, 60)).isEmpty();
        Rig.await(sessions.subscribe(KEY, 1, 60));
        sessions.close(KEY, 1, 60);
        pass(59);
        assertThat(resume(KEY, 60)).contains(new Stored(1));
        sessions.close(KEY, null, 60);
        pass(60);
        assertThat(resume(KEY, 60)).isEmpty();
    }

    @Test
    void aCleanStartForgetsTheSession() {
        resume(KEY, 60);
        Rig.await(sessions.subscribe(KEY, 1, 60));
        Rig.await(sessions.open(KEY, true, 60));
        assertThat(resume(KEY, 60)).contains(new Stored(null));
        Rig.await(sessions.open(KEY, true, 0));
        assertThat(resume(KEY, 0)).isEmpty();
        assertThat(rig.rows("select * from telemetry.session")).isEmpty();
    }

    @Test
    void aSessionOutlivesTheServer() {
        resume(KEY, 60);
        Rig.await(sessions.subscribe(KEY, 0, 60));
        // As after a kill: nobody noted that the connection ended, so its time runs from the start of the next server.
        sessions.close();
        pass(1_000);
        sessions = new StoredSessions(rig.test.database(), now::get);
        assertThat(resume(new SessionKey(2, "c"), 60)).isEmpty();
        pass(59);
        assertThat(resume(KEY, 60)).contains(new Stored(0));
    }

    @Test
    void anApplianceKeepsItsNewestSessionsOnly() {
        for (int i = 0; i < 6; i++) {
            resume(new SessionKey(1, "c" + i), 60);
            sessions.close(new SessionKey(1, "c" + i), null, 60);
            pass(1);
        }
        resume(new SessionKey(2, "c0"), 60);
        assertThat(rig.rows("select appliance_no, client_id from telemetry.session order by 1, 2"))
                .containsExactly("1 c2", "1 c3", "1 c4", "1 c5", "2 c0");
    }

    @Test
    void whatTheDatabaseRefusesHoldsUpNoOtherSession() {
        SessionKey refused = new SessionKey(1, "no\0text");
        sessions.close(refused, 1, 60);
        Future<Optional<Stored>> failing = sessions.open(refused, false, 60);
        Rig.await(sessions.subscribe(KEY, 1, 60));
        assertThat(failing.failed()).isTrue();
        sessions.close(refused, 1, 60);
        assertThat(resume(KEY, 60)).contains(new Stored(1));
    }

    @Test
    void expiredSessionsAreForgotten() {
        resume(KEY, 60);
        sessions.close(KEY, null, 60);
        resume(new SessionKey(2, "c"), 60);
        assertThat(sessions.expire(now.get().plusSeconds(59))).isZero();
        assertThat(sessions.expire(now.get().plusSeconds(60))).isOne();
    }

    private Optional<Stored> resume(SessionKey key, long expirySeconds) {
        return Rig.await(sessions.open(key, false, expirySeconds));
    }

    private void pass(long seconds) {
        now.updateAndGet(instant -> instant.plus(Duration.ofSeconds(seconds)));
    }
}
