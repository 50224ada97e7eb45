package io.hearthwatch.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessLocksTest {
    private final TestDatabase test = TestDatabase.create();
    private final ProcessLocks one = test.database().processLocks();
    private final ProcessLocks two = test.database().processLocks();

    @AfterEach
    void close() {
        one.close();
        two.close();
        test.close();
    }

    @Test
    void oneProcessHoldsALockUntilItGivesItBack() {
        assertThat(one.tryLock(7)).isTrue();
        assertThat(one.tryLock(7)).isTrue();
        assertThat(two.tryLock(7)).isFalse();
        assertThat(two.tryLock(8)).isTrue();
        one.unlock(7);
        assertThat(two.tryLock(7)).isTrue();
        assertThat(one.tryLock(7)).isFalse();
    }

    @Test
    void othersCanReadWhatALockIsHeldFor() {
        long key = 0x6877_206c_6561_726eL;
        assertThat(two.heldFor(key)).isEmpty();
        try (ProcessLocks named = test.database().processLocks("model train, 水壶, for user " + "a".repeat(50))) {
            named.tryLock(key);
            assertThat(two.heldFor(key)).contains("model train, ??, for user aaaaaaaaaaaaaaaaaaaaaaaa");
            assertThat(two.heldFor(key + (1L << 32))).isEmpty();
            assertThat(two.heldFor(key + 1)).isEmpty();
        }
        assertThat(two.tryLock(-7)).isTrue();
        assertThat(one.heldFor(-7)).contains("locks");
    }

    @Test
    void aProcessThatEndsLosesItsLocks() {
        assertThat(one.tryLock(7)).isTrue();
        one.close();
        // The server notices the end of a session when it gets to it.
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> two.tryLock(7));
    }

    @Test
    void aSessionThatIsCutIsNoticedAndItsLocksAreFree() {
        assertThat(one.tryLock(7)).isTrue();
        assertThat(two.tryLock(8)).isTrue();
        test.cutConnections();
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> two.tryLock(7));
        assertThat(one.tryLock(7)).isFalse();
        assertThat(one.tryLock(8)).isTrue();
    }
}
