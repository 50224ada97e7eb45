package io.hearthwatch.benchmarks.faults;

import io.hearthwatch.benchmarks.faults.FaultKind.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Which faults come when: a pure function of seed and duration. Each lane goes through all its kinds in random order, then again in another
 * order. In a run too short for one round at full length, pauses and faults shrink until one round fits.
 */
final class Schedule {
    private static final int SHORTEST_PAUSE_MILLIS = 3_000;
    private static final int LONGEST_PAUSE_MILLIS = 9_000;
    /** What a process that was killed is given to come back, beside the pause. */
    private static final int COMING_BACK_MILLIS = 4_000;

    private final List<Fault> faults;
    private final Duration shortestPause;

    private Schedule(List<Fault> faults, Duration shortestPause) {
        this.faults = faults;
        this.shortestPause = shortestPause;
    }

    static Schedule of(long seed, Duration duration) {
        Random random = new Random(seed);
        List<Fault> all = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            all.addAll(plan(lane, new Random(random.nextLong()), duration.toMillis()));
        }
        all.sort(Comparator.comparing(Fault::at)
                .thenComparing(fault -> fault.kind().lane()));
        List<Fault> numbered = new ArrayList<>();
        for (Fault fault : all) {
            numbered.add(new Fault(numbered.size() + 1, fault.kind(), fault.at(), fault.length(), fault.seed()));
        }
        Duration pause = Duration.ofMillis((long) (SHORTEST_PAUSE_MILLIS
                * Arrays.stream(Lane.values())
                        .mapToDouble(lane -> scale(kinds(lane), duration.toMillis()))
                        .min()
                        .orElse(1)));
        return new Schedule(List.copyOf(numbered), pause);
    }

    private static List<Fault> plan(Lane lane, Random random, long millis) {
        List<FaultKind> kinds = kinds(lane);
        double scale = scale(kinds, millis);
        List<Fault> planned = new ArrayList<>();
        long at = 0;
        while (true) {
            Collections.shuffle(kinds, random);
            for (FaultKind kind : kinds) {
                at += (long) (scale * random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
                long length = (long) (scale * kind.seconds() * 1_000);
                if (at + length > millis) {
                    return planned;
                }
                planned.add(new Fault(0, kind, Duration.ofMillis(at), Duration.ofMillis(length), random.nextLong()));
                at += length + (long) (scale * COMING_BACK_MILLIS);
            }
        }
    }

    private static List<FaultKind> kinds(Lane lane) {
        return new ArrayList<>(Arrays.stream(FaultKind.values())
                .filter(kind -> kind.lane() == lane)
                .toList());
    }

    /** By how much everything shrinks so that one round fits; 1 for not at all. */
    private static double scale(List<FaultKind> kinds, long millis) {
        long round = kinds.stream()
                .mapToLong(kind -> LONGEST_PAUSE_MILLIS + COMING_BACK_MILLIS + kind.seconds() * 1_000L)
                .sum();
        return Math.min(1, (double) millis / round);
    }

    /** What is left between two faults of a lane, even when the first took longer than planned. */
    Duration shortestPause() {
        return shortestPause;
    }

    /** All faults in order of time. */
    List<Fault> faults() {
        return faults;
    }

    List<Fault> faults(Lane lane) {
        return faults.stream().filter(fault -> fault.kind().lane() == lane).collect(Collectors.toList());
    }
}
