package io.hearthwatch.app.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.database.ProcessLocks;
import io.hearthwatch.database.TestDatabase;
import org.junit.jupiter.api.Test;

class TurnTest {
    @Test
    void onlyOneProcessHasTheTurnAndTheNextTakesOverWhenItEnds() {
        try (TestDatabase database = TestDatabase.create();
                ProcessLocks first = database.database().processLocks();
                ProcessLocks second = database.database().processLocks()) {
            Turn mine = new Turn(first);
            Turn theirs = new Turn(second);
            assertThat(mine.isMine()).isTrue();
            assertThat(theirs.isMine()).isFalse();
            first.close();
            assertThat(theirs.isMine()).isTrue();
        }
    }

    /** The thread that does the due work asks every half second: an exception would end it, and all due work with it. */
    @Test
    void whileTheDatabaseIsAwayTheAnswerIsYesAndNotAnException() {
        try (TestDatabase database = TestDatabase.create()) {
            ProcessLocks away = database.database().processLocks();
            away.close(); // from here on it answers 08003, as every connection does that broke
            assertThat(new Turn(away).isMine()).isTrue();
        }
    }
}
