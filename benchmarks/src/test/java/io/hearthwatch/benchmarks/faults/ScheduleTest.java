package io.hearthwatch.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.benchmarks.faults.FaultKind.Lane;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void sameSeedGivesTheSameFaultsAtTheSameInstants() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(Schedule.of(seed, Duration.ofMinutes(10)).faults())
                    .isEqualTo(Schedule.of(seed, Duration.ofMinutes(10)).faults());
        }
        assertThat(Schedule.of(1, Duration.ofMinutes(10)).faults())
                .isNotEqualTo(Schedule.of(2, Duration.ofMinutes(10)).faults());
    }

    @Test
    void everyKindComesEvenInAShortRun() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(Schedule.of(seed, Duration.ofSeconds(10)).faults().stream()
                            .map(Fault::kind)
                            .collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder(FaultKind.values());
        }
    }

    @Test
    void faultsOfOneLaneFollowEachOtherAndTheDatabaseIsAwayForThirtySecondsInALongRun() {
        List<Fault> faults = Schedule.of(3, Duration.ofMinutes(10)).faults(Lane.HOUSE);
        for (int i = 1; i < faults.size(); i++) {
            Fault before = faults.get(i - 1);
            assertThat(faults.get(i).at()).isGreaterThan(before.at().plus(before.length()));
        }
        assertThat(faults)
                .filteredOn(fault -> fault.kind() == FaultKind.STOP_DATABASE)
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.length()).isEqualTo(Duration.ofSeconds(30)));
        assertThat(faults)
                .allSatisfy(fault ->
                        assertThat(fault.at().plus(fault.length())).isLessThanOrEqualTo(Duration.ofMinutes(10)));
    }
}
