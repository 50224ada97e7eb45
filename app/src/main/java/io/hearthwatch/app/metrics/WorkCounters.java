package io.hearthwatch.app.metrics;

import io.hearthwatch.app.clock.DueWork;
import io.hearthwatch.predictor.Decided;
import io.hearthwatch.servicedesk.Outcome;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What due work did since the process started. Safe for use by several threads. */
public final class WorkCounters {
    private final LongAdder hoursClosed = new LongAdder();
    private final LongAdder ticketsExpired = new LongAdder();
    private final LongAdder scored = new LongAdder();
    private final LongAdder decisions = new LongAdder();
    private final LongAdder challengerScored = new LongAdder();
    private final LongAdder challengerFailures = new LongAdder();
    private final Map<Outcome.Kind, LongAdder> proposals = new ConcurrentHashMap<>();
    private final Map<Outcome.Kind, LongAdder> wouldBe = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

    /** So many (appliance, hour) were computed. */
    public void hoursClosed(int hours) {
        hoursClosed.add(hours);
    }

    /** So many tickets expired. */
    public void ticketsExpired(int tickets) {
        ticketsExpired.add(tickets);
    }

    /** Appliances were scored and decisions made. */
    public void decided(Decided decided) {
        scored.add(decided.scored());
        decisions.add(decided.decisions());
    }

    /** Challengers scored, or failed to. */
    public void shadowed(Decided decided) {
        challengerScored.add(decided.scored());
        challengerFailures.add(decided.leftOut());
    }

    /** The service desk answered a proposal. */
    public void proposed(Outcome outcome) {
        count(proposals, outcome.kind());
        if (outcome.wouldBe() != null) {
            count(wouldBe, outcome.wouldBe());
        }
    }

    private static void count(Map<Outcome.Kind, LongAdder> counters, Outcome.Kind kind) {
        counters.computeIfAbsent(kind, first -> new LongAdder()).increment();
    }

    /** Pieces of some work failed, and the others went on. */
    public void failed(String work, long pieces) {
        failures.computeIfAbsent(work, name -> new LongAdder()).add(pieces);
    }

    /** The same work, whose failures are counted and thrown on. */
    public DueWork countingFailures(DueWork work) {
        LongAdder failed = failures.computeIfAbsent(work.name(), name -> new LongAdder());
        return new DueWork() {
            @Override
            public String name() {
                return work.name();
            }

            @Override
            public Optional<Instant> nextDue() {
                return work.nextDue();
            }

            @Override
            public boolean holdsUpTime() {
                return work.holdsUpTime();
            }

            @Override
            public void runDue(Instant at) {
                try {
                    work.runDue(at);
                } catch (RuntimeException | Error e) {
                    failed.increment();
                    throw e;
                }
            }
        };
    }

    static List<String> outcomes() {
        return Arrays.stream(Outcome.Kind.values()).map(WorkCounters::lower).toList();
    }

    /** What would-be tickets can come to. */
    static List<String> wouldBeOutcomes() {
        return Stream.of(Outcome.Kind.OPENED, Outcome.Kind.ALREADY_OPEN, Outcome.Kind.SUPPRESSED, Outcome.Kind.WAITING)
                .map(WorkCounters::lower)
                .toList();
    }

    private static String lower(Outcome.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    long hoursClosed() {
        return hoursClosed.sum();
    }

    long ticketsExpired() {
        return ticketsExpired.sum();
    }

    long scored() {
        return scored.sum();
    }

    long decisions() {
        return decisions.sum();
    }

    long challengerScored() {
        return challengerScored.sum();
    }

    long challengerFailures() {
        return challengerFailures.sum();
    }

    Map<String, Long> proposals() {
        return sums(proposals);
    }

    Map<String, Long> wouldBe() {
        return sums(wouldBe);
    }

    private static Map<String, Long> sums(Map<Outcome.Kind, LongAdder> counters) {
        Map<String, Long> sums = new LinkedHashMap<>();
        counters.forEach((kind, n) -> sums.put(lower(kind), n.sum()));
        return sums;
    }

    Map<String, Long> failures() {
        Map<String, Long> sums = new LinkedHashMap<>();
        failures.forEach((work, n) -> sums.put(work, n.sum()));
        return sums;
    }
}
