package io.hearthwatch.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.app.clock.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TidyingTest {
    private static final Instant T = Instant.parse("2026-11-22T06:00:00Z");

    private final List<Instant> readings = new ArrayList<>();
    private final List<Instant> desk = new ArrayList<>();
    private final List<Instant> decisions = new ArrayList<>();
    private RuntimeException failure;
    private final Tidying tidying = new Tidying(
            at -> {
                if (failure != null) {
                    throw failure;
                }
                readings.add(at);
                return 1;
            },
            at -> {
                desk.add(at);
                return 0;
            },
            at -> {
                decisions.add(at);
                return 0;
            });

    @Test
    void allAreTidiedAtOnceAndThenEveryHour() {
        for (int minutes = 0; minutes < 150; minutes++) {
            tidying.runDue(T.plus(Duration.ofMinutes(minutes)));
        }
        assertThat(readings).containsExactly(T, T.plusSeconds(3_600), T.plusSeconds(7_200));
        assertThat(desk).isEqualTo(readings);
        assertThat(decisions).isEqualTo(readings);
    }

    @Test
    void aFailureIsSeenAndWhatIsDueStaysDue() {
        failure = new IllegalStateException("no room");
        assertThatThrownBy(() -> tidying.runDue(T)).hasMessage("no room");
        failure = null;
        tidying.runDue(T.plusSeconds(1));
        assertThat(readings).containsExactly(T.plusSeconds(1));
        assertThat(desk).containsExactly(T.plusSeconds(1));
    }

    @Test
    void neitherItsTimeNorItsFailureHoldsUpADrivenClock() {
        assertThat(tidying.nextDue()).isEmpty();
        assertThat(tidying.holdsUpTime()).isFalse();
    }

    @Test
    void itIsAmongTheWorkWhoseFailuresAreTold() {
        TimeKeeper keeper = new TimeKeeper(List.of(tidying));
        failure = new IllegalStateException("no room");
        keeper.runUpTo(T);
        assertThat(keeper.states()).singleElement().satisfies(state -> {
            assertThat(state.name()).isEqualTo("housekeeping");
            assertThat(state.failures()).isEqualTo(1);
            assertThat(state.error()).isEqualTo("no room");
        });
    }
}
