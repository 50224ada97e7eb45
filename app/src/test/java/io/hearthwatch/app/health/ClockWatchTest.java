package io.hearthwatch.app.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private static final Duration ROUND = Duration.ofMillis(500);

    private Instant here = Instant.parse("2026-11-22T06:00:00Z");
    private Instant there = here;
    private long nanos = Long.MAX_VALUE - 5; // overflows on the way, as it may
    private Duration answerTakes = Duration.ofMillis(1);
    private boolean away;

    private ClockWatch watch = watch(false);

    @Test
    void clocksThatAgreeAreWell() {
        assertThat(detail()).endsWith("not yet compared with the database's");
        round();
        assertThat(detail()).isEqualTo("the system's, shows " + here + ", as the database's does");
        assertThat(watch.differenceSeconds()).isZero();
        assertThat(watch.jumps()).isZero();
    }

    @Test
    void aDatabaseWhoseClockIsOffIsNamed() {
        there = there.minusSeconds(12);
        round();
        assertThat(detail()).contains("the database's is 12 s behind it; keep both right");
        assertThat(watch.health().well())
                .as("appliances are better served than cut off")
                .isTrue();
        assertThat(watch.differenceSeconds()).isCloseTo(-12, within(.01));
    }

    @Test
    void aDatabaseThatAnswersSlowlyIsNotOff() {
        answerTakes = Duration.ofSeconds(20);
        round();
        assertThat(watch.differenceSeconds()).isZero();
        assertThat(watch.jumps()).isZero();
    }

    @Test
    void itSaysWhichClockJumped() {
        round();
        here = here.plusSeconds(30);
        round();
        assertThat(watch.jumps()).isEqualTo(1);
        assertThat(detail())
                .contains("the database's is 30 s behind it; this machine's clock jumped forward by 30 s at ");
        here = here.minusSeconds(30);
        round();
        assertThat(watch.jumps()).isEqualTo(2);
        assertThat(detail()).endsWith("as the database's does");
        there = there.plusSeconds(100);
        round();
        assertThat(watch.jumps()).isEqualTo(2);
        assertThat(detail()).contains("the database's is 100 s ahead of it; the database's clock jumped");
    }

    @Test
    void aClockThatJumpsTogetherWithTheDatabasesIsCountedOnly() {
        round();
        here = here.minusSeconds(3_600);
        there = there.minusSeconds(3_600);
        round();
        assertThat(watch.jumps()).isEqualTo(1);
        assertThat(detail()).endsWith("as the database's does");
    }

    @Test
    void withoutAnAnswerNothingIsCompared() {
        away = true;
        there = there.plusSeconds(100);
        assertThat(watch.getAsBoolean()).isFalse();
        assertThat(watch.differenceSeconds()).isNaN();
    }

    @Test
    void aDrivenClockIsComparedWithNothing() {
        watch = watch(true);
        there = there.plusSeconds(100);
        round();
        here = here.plusSeconds(86_400);
        round();
        assertThat(detail()).isEqualTo("driven, shows " + here);
        assertThat(watch.jumps()).isZero();
        assertThat(watch.differenceSeconds()).isNaN();
    }

    private String detail() {
        return watch.health().detail();
    }

    private void round() {
        pass(ROUND);
        assertThat(watch.getAsBoolean()).isTrue();
    }

    private void pass(Duration time) {
        here = here.plus(time);
        there = there.plus(time);
        nanos += time.toNanos();
    }

    private ClockWatch watch(boolean driven) {
        return new ClockWatch(
                () -> here,
                () -> nanos,
                () -> {
                    pass(answerTakes.dividedBy(2));
                    Instant said = there;
                    pass(answerTakes.dividedBy(2));
                    return away ? Optional.empty() : Optional.of(said);
                },
                driven);
    }
}
