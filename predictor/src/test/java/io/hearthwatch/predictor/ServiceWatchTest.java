package io.hearthwatch.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.TicketWork;
import io.hearthwatch.ingest.BulkReading;
import io.hearthwatch.predictor.FoundLabels.Finding;
import io.hearthwatch.predictor.FoundLabels.Found;
import io.hearthwatch.predictor.watch.Drift;
import io.hearthwatch.predictor.watch.DriftGroup;
import io.hearthwatch.predictor.watch.InService;
import io.hearthwatch.predictor.watch.Level;
import io.hearthwatch.predictor.watch.LiveQuality;
import io.hearthwatch.predictor.watch.Sign;
import io.hearthwatch.predictor.watch.Stale;
import io.hearthwatch.predictor.watch.Warning;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model in service on a small fleet, part of which changes on the 101st day. */
class ServiceWatchTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant UNTIL = SmallFleet.START.plus(Duration.ofDays(70));
    private static final Instant QUIET = SmallFleet.END.minus(DAY);
    private static final Instant CHANGED = SmallFleet.END.plus(Duration.ofDays(9));

    private static SmallFleet small;
    private static String model;
    private static final Map<UUID, Found> FOUND = new HashMap<>();
    private static ServiceWatch watch;

    @BeforeAll
    static void train() {
        small = new SmallFleet(60);
        model = small.predictor
                .train(TrainRequest.of(SmallFleet.TYPE, DAY, UNTIL), Progress.NONE)
                .id();
        watch = new ServiceWatch(
                small.database,
                small.catalog,
                small.fleet,
                small.ingest.stored(),
                decisions -> {
                    Map<UUID, Found> some = new HashMap<>(FOUND);
                    some.keySet().retainAll(decisions);
                    return some;
                },
                small.clock);
        runHotter();
    }

    /** From the 101st day on every small kettle reports 30 degrees more; the last three have stopped long before. */
    private static void runHotter() {
        Random random = new Random(11);
        List<BulkReading> readings = new ArrayList<>();
        for (Appliance kettle : small.kettles.subList(0, 57)) {
            double energy = 1e6;
            for (Instant at = SmallFleet.END; at.isBefore(CHANGED.plus(DAY)); at = at.plus(Duration.ofHours(6))) {
                energy += 100 + random.nextInt(50);
                double more = kettle.model().equals("small") ? 30 : 0;
                readings.add(new BulkReading(0, kettle, at, at, new String[] {
                    String.valueOf(60 + more + random.nextGaussian() * 4),
                    String.valueOf(energy),
                    random.nextBoolean() ? "warm" : "boil"
                }));
            }
        }
        small.ingest.bulk().readings(readings);
        small.ingest.hours().close(CHANGED.plus(Duration.ofDays(2)));
    }

    @AfterAll
    static void close() {
        small.close();
    }

    @BeforeEach
    void forget() {
        FOUND.clear();
        execute("truncate prediction.decision, prediction.score, prediction.decided, prediction.score_log,"
                + " prediction.watched, prediction.watch_warning, prediction.drift, telemetry.pending_score");
        live(UNTIL);
    }

    private static void live(Instant since) {
        small.database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("update prediction.alias set since = ?")) {
                update.setObject(1, since.atOffset(ZoneOffset.UTC));
                return update.executeUpdate();
            }
        });
    }

    private static void execute(String sql) {
        small.database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static Sign sign(WatchReport report, Sign.Kind kind) {
        return report.signs().stream().filter(s -> s.kind() == kind).findFirst().orElseThrow();
    }

    @Test
    void nothingIsCalledDriftWhereNothingHasChanged() {
        for (int day = 77; day < 100; day += 4) {
            Drift drift = watch.look(SmallFleet.TYPE, SmallFleet.START.plus(Duration.ofDays(day)))
                    .drift();
            assertThat(drift.groups())
                    .extracting(DriftGroup::line)
                    .as("the whole type, then its lines")
                    .containsExactly(null, "big", "small");
            assertThat(drift.groups())
                    .as("day %d", day)
                    .allSatisfy(
                            group -> assertThat(group.level()).as("%s", group).isEqualTo(Level.STEADY));
        }
    }

    @Test
    void metricThatHasShiftedIsDriftInTheLineThatItShiftedIn() {
        Drift drift = watch.look(SmallFleet.TYPE, CHANGED).drift();
        DriftGroup big = drift.groups().get(1);
        DriftGroup shifted = drift.groups().get(2);
        assertThat(drift.all().orElseThrow().level()).isEqualTo(Level.DRIFT);
        assertThat(shifted.level()).isEqualTo(Level.DRIFT);
        assertThat(shifted.worst().get(0).name()).startsWith("temperature.");
        assertThat(shifted.worst().get(0).words().en())
                .matches("temperature, .*: above [0-9.]+ °C in 9[0-9] % of cases, in .* where the model learnt");
        assertThat(shifted.worst().get(0).words().zh()).contains("高于").contains("模型学习时占");
        assertThat(big.worst())
                .filteredOn(m -> m.level() == Level.DRIFT)
                .noneMatch(m -> m.name().startsWith("energy"));
    }

    @Test
    void warningBeginsAtTheSecondBadLookAndEndsAtTheSecondGoodOne() {
        watch.checkDue(QUIET);
        assertThat(watch.look(SmallFleet.TYPE, QUIET).warned()).isFalse();
        watch.checkDue(CHANGED.minus(DAY));
        assertThat(standing()).doesNotContain("features");
        assertThat(watch.checkDue(CHANGED.minusSeconds(3600))).as("once a day").isZero();
        watch.checkDue(CHANGED);
        assertThat(standing()).contains("features");
        assertThat(watch.last(SmallFleet.TYPE).orElseThrow().path("warned").asBoolean())
                .isTrue();

        execute("update prediction.watched set as_of = as_of - interval '60 days'");
        watch.checkDue(QUIET);
        assertThat(standing()).contains("features");
        execute("update prediction.watched set as_of = as_of - interval '60 days'");
        watch.checkDue(QUIET.plusSeconds(60));
        assertThat(standing()).doesNotContain("features");
    }

    private static List<String> standing() {
        return watch.look(SmallFleet.TYPE, CHANGED).warnings().stream()
                .map(Warning::sign)
                .map(Sign.Kind::id)
                .toList();
    }

    private static UUID decided(int kettle, Instant asOf, double probability) {
        Appliance appliance = small.kettles.get(kettle);
        UUID id = Decision.idOf(model, appliance.no(), "lid", asOf);
        small.database.inTransaction(connection -> {
            String sql = """
                    insert into prediction.decision (id, model_id, appliance_no, component, as_of, probability, reasons, faults)
                    values (?, ?, ?, 'lid', ?, ?, '[]', '[]')
                    """;
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setObject(1, id);
                insert.setString(2, model);
                insert.setInt(3, appliance.no());
                insert.setObject(4, asOf.atOffset(ZoneOffset.UTC));
                insert.setDouble(5, probability);
                return insert.executeUpdate();
            }
        });
        return id;
    }

    private static void fails(int kettle, Instant at) {
        int no = small.kettles.get(kettle).no();
        small.fleet.recordFailures(List.of(new ComponentEvent(no, "lid", at, at, null)));
    }

    @Test
    void precisionAndRecallComeFromWhatWasFoundAndWhatFailed() {
        Instant live = SmallFleet.END.plus(DAY);
        Instant at = live.plus(DAY);
        live(live);
        // Found before it failed; failed after its ticket; nothing found; nobody looked and it lasted; of no use; open.
        FOUND.put(decided(1, at, 0.8), new Found(Finding.FOUND, at.plusSeconds(7200)));
        FOUND.put(decided(2, at, 0.6), new Found(Finding.FOUND, at.plusSeconds(36_000)));
        fails(2, at.plusSeconds(36_000));
        FOUND.put(decided(3, at, 0.4), new Found(Finding.NOT_FOUND, at.plusSeconds(7200)));
        FOUND.put(decided(4, at, 0.2), new Found(Finding.NOT_LOOKED, at.plusSeconds(90_000)));
        FOUND.put(decided(5, at, 0.5), new Found(Finding.NOT_USEFUL, at.plusSeconds(7200)));
        FOUND.put(decided(6, CHANGED.minusSeconds(3600), 0.5), new Found(Finding.OPEN, null));
        // Without a ticket: one that failed, two on two days that are one alert and lasted, one that is not over.
        decided(7, at, 0.3);
        fails(7, at.plusSeconds(3600));
        decided(8, at, 0.3);
        decided(8, at.plus(Duration.ofHours(12)), 0.3);
        decided(9, CHANGED.minusSeconds(60), 0.3);
        // Nobody said anything.
        fails(10, at.plus(Duration.ofDays(2)));

        LiveQuality quality = watch.look(SmallFleet.TYPE, CHANGED).live();
        assertThat(quality.spans()).extracting(LiveQuality.Span::name).containsExactly("live", "90d", "30d");
        LiveQuality.Quality lid = quality.spans().get(0).components().stream()
                .filter(c -> c.component().equals("lid"))
                .findFirst()
                .orElseThrow();
        assertThat(lid.found()).isEqualTo(2);
        assertThat(lid.notFound()).isEqualTo(2);
        assertThat(lid.notUseful()).isEqualTo(1);
        assertThat(lid.notYetKnown()).isEqualTo(1);
        assertThat(lid.precision()).isEqualTo(0.5);
        assertThat(lid.precisionInterval().low()).isCloseTo(0.15, within(0.01));
        assertThat(lid.precisionInterval().high()).isCloseTo(0.85, within(0.01));
        assertThat(lid.promised()).isCloseTo(0.5, within(1e-6));
        assertThat(lid.unticketed()).isEqualTo(new LiveQuality.Unticketed(1, 1, 1));
        assertThat(lid.failures()).isEqualTo(4);
        assertThat(lid.foreseen()).isEqualTo(3);
        assertThat(lid.withTicket()).isEqualTo(2);
        assertThat(lid.recall()).isEqualTo(0.75);
        assertThat(lid.medianLeadHours()).isEqualTo(2.0);
    }

    @Test
    void failureThatATicketTellsOfIsOneWithWhatItFound() {
        Instant live = SmallFleet.END.plus(DAY);
        Instant at = live.plus(DAY);
        live(live);
        int failures = lid(LiveQuality.Quality::failures);
        int foreseen = lid(LiveQuality.Quality::foreseen);
        // The technician came after the horizon.
        Instant came = at.plus(Duration.ofDays(6));
        int no = small.kettles.get(12).no();
        FOUND.put(decided(12, at, 0.8), new Found(Finding.FOUND, came.plusSeconds(7200), "HW-000012"));
        tell(new TicketWork("HW-000012", no, List.of(), new TicketWork.Failure("lid", came)));
        try {
            assertThat(lid(LiveQuality.Quality::failures) - failures).isEqualTo(1);
            assertThat(lid(LiveQuality.Quality::foreseen) - foreseen).isEqualTo(1);
            assertThat(lid(LiveQuality.Quality::withTicket)).isEqualTo(1);
            assertThat(lid(LiveQuality.Quality::found)).isEqualTo(1);
        } finally {
            tell(new TicketWork("HW-000012", no, List.of(), null));
        }
    }

    private static void tell(TicketWork work) {
        small.database.inTransaction(connection -> Fleet.tell(connection, work, CHANGED));
    }

    private static int lid(ToIntFunction<LiveQuality.Quality> figure) {
        return watch.look(SmallFleet.TYPE, CHANGED).live().spans().get(0).components().stream()
                .filter(c -> c.component().equals("lid"))
                .mapToInt(figure)
                .sum();
    }

    @Test
    void scoresAreHeldAgainstWhatFailedOnceTheirWindowHasPassed() {
        for (Instant at = QUIET.minus(Duration.ofDays(16)); !at.isAfter(QUIET); at = at.plus(DAY)) {
            small.predictor.decideDue(at, Missed.EVERY);
        }
        WatchReport report = watch.look(SmallFleet.TYPE, QUIET);
        InService.Outcome total = report.calibration().total();
        assertThat(report.calibration().components())
                .extracting(InService.Outcome::component)
                .contains("heater");
        assertThat(total.scores()).isGreaterThan(60 * 2 * 15);
        assertThat(total.notYetKnown()).as("the last day's").isBetween(100L, 180L);
        assertThat(total.expected()).isBetween(total.wide().low(), total.wide().high());
        assertThat(report.calibration().bins().stream()
                        .mapToLong(InService.Bin::scores)
                        .sum())
                .isEqualTo(total.scores());
        assertThat(sign(report, Sign.Kind.CALIBRATION).state()).isIn(Sign.State.GOOD, Sign.State.BETWEEN);
        assertThat(sign(report, Sign.Kind.SCHEDULE).state()).isEqualTo(Sign.State.GOOD);

        execute("update prediction.score_log set probability = least(1, probability * 4)");
        assertThat(sign(watch.look(SmallFleet.TYPE, QUIET), Sign.Kind.CALIBRATION)
                        .state())
                .isEqualTo(Sign.State.BAD);
    }

    @Test
    void championOfACommandWithAnotherClockIsLiveFromItsFirstScoreInService() {
        live(SmallFleet.END.plus(Duration.ofDays(11 * 365)));
        assertThat(watch.look(SmallFleet.TYPE, QUIET).live().since())
                .as("never asked")
                .isEqualTo(QUIET);
        Instant first = QUIET.minus(Duration.ofDays(16));
        for (Instant at = first; !at.isAfter(QUIET); at = at.plus(DAY)) {
            small.predictor.decideDue(at, Missed.EVERY);
        }
        FOUND.put(decided(1, QUIET.minus(DAY), 0.8), new Found(Finding.FOUND, QUIET.minusSeconds(7200)));

        WatchReport report = watch.look(SmallFleet.TYPE, QUIET);

        assertThat(report.live().since()).isBetween(first.minus(DAY), first);
        assertThat(report.live().spans())
                .allSatisfy(span -> assertThat(span.total().failures()).isPositive())
                .allSatisfy(span -> assertThat(span.total().found()).isEqualTo(1));
        assertThat(report.calibration().total().scores()).isGreaterThan(60 * 2 * 15);
    }

    @Test
    void whoHasStoppedReportingIsStaleAndALateScheduleIsTold() {
        Stale stale = watch.look(SmallFleet.TYPE, CHANGED).stale();
        assertThat(stale.all()).isEqualTo(new Stale.Reporting(null, 60, 3, 0, 0));
        assertThat(stale.ageDays()).isCloseTo(39, within(0.1));
        assertThat(stale.decidedUntil()).isNull();
        small.predictor.decideDue(QUIET, Missed.NEWEST);
        WatchReport late = watch.look(SmallFleet.TYPE, CHANGED);
        assertThat(late.stale().missed()).isEqualTo(10);
        assertThat(sign(late, Sign.Kind.SCHEDULE).state()).isEqualTo(Sign.State.BAD);
        assertThat(late.warnings()).extracting(Warning::sign).contains(Sign.Kind.SCHEDULE);
    }
}
