package io.hearthwatch.predictor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A challenger beside the champion: the same instants, no tickets, and no harm. */
class ShadowTest {
    private static final Instant UNTIL = SmallFleet.START.plus(Duration.ofDays(70));
    private static final Duration DAY = Duration.ofDays(1);

    private static SmallFleet small;
    private static ModelRegistry registry;
    private static ShadowService shadow;
    private static ModelInfo champion;
    private static ModelInfo other;

    @BeforeAll
    static void train() {
        small = new SmallFleet(12);
        registry = new ModelRegistry(
                small.database,
                small.predictor,
                small.clock,
                (one, another, progress) -> new PromotionJudge.Verdict(
                        PromotionJudge.Kind.LEVEL, "level", JsonNodeFactory.instance.objectNode()));
        shadow = new ShadowService(small.database, small.catalog, small.fleet, small.ingest.stored(), small.predictor);
        champion = small.predictor.train(TrainRequest.of(SmallFleet.TYPE, DAY, UNTIL), Progress.NONE);
        // Other appliances, so another vocabulary; another horizon, so other features.
        other = small.predictor.train(
                new TrainRequest(
                        SmallFleet.TYPE,
                        Duration.ofDays(2),
                        Duration.ZERO,
                        UNTIL,
                        Duration.ofHours(12),
                        false,
                        Set.of("K-101", "K-102", "K-103", "K-104", "K-105", "K-106", "K-107"),
                        Map.of()),
                Progress.NONE);
    }

    @AfterAll
    static void close() {
        small.close();
    }

    @BeforeEach
    void begin() {
        execute("truncate prediction.decision, prediction.score, prediction.decided, telemetry.pending_score,"
                + " prediction.shadow_due, prediction.shadow, prediction.alias, prediction.promotion");
        registry.promote(champion.id(), "tester", null, false, Progress.NONE);
        registry.challenge(other.id(), "tester", null);
        execute("update prediction.shadow set since = '" + UNTIL.minus(DAY) + "'");
    }

    private static void execute(String sql) {
        small.database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static long number(String sql) {
        return small.database.withConnection(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** Ten days of service, with a fault now and then. */
    private static Decided serve() {
        Decided done = Decided.NOTHING;
        for (int day = 0; day < 10; day++) {
            Instant to = UNTIL.plus(DAY.multipliedBy(day));
            small.database.inTransaction(connection -> {
                String sql = """
                        insert into telemetry.pending_score select distinct appliance_no, greatest(time, received_at)
                        from telemetry.fault where state = 1 and time > ? and time <= ? on conflict do nothing
                        """;
                try (PreparedStatement insert = connection.prepareStatement(sql)) {
                    insert.setObject(1, to.minus(DAY).atOffset(ZoneOffset.UTC));
                    insert.setObject(2, to.atOffset(ZoneOffset.UTC));
                    return insert.executeUpdate();
                }
            });
            done = done.plus(small.predictor.decideDue(to, Missed.EVERY));
        }
        return done;
    }

    @Test
    void challengerScoresWhatTheChampionScoredAndNothingOfItIsHandedOverAsADecision() {
        Decided served = serve();
        long waiting = number("select count(*) from prediction.decision");
        assertThat(shadow.nextDue()).isPresent();
        Decided inShadow = shadow.run();
        assertThat(inShadow.scored()).isEqualTo(served.scored());
        assertThat(inShadow.decisions()).isPositive();
        assertThat(shadow.nextDue()).isEmpty();
        ShadowRun run = shadow.newest(SmallFleet.TYPE).orElseThrow();
        assertThat(run.championScored()).isEqualTo(served.scored());
        assertThat(run.scored()).isEqualTo(served.scored());
        assertThat(run.failures()).isZero();

        assertThat(small.predictor.unrelayedCount()).isEqualTo(waiting).isEqualTo(served.decisions());
        assertThat(small.predictor.unrelayed(10_000))
                .extracting(Decision::modelId)
                .containsOnly(champion.id());
        assertThat(shadow.unrelayed(10_000))
                .hasSize(inShadow.decisions())
                .extracting(Decision::modelId)
                .containsOnly(other.id());
        // The page of an appliance shows the champion's scores.
        assertThat(number("select count(*) from prediction.score where model_id = '" + other.id() + "'"))
                .isZero();

        List<Decision> ofChampion = new ArrayList<>();
        List<Decision> ofChallenger = new ArrayList<>();
        shadow.decisions(run, ofChampion::add, ofChallenger::add);
        assertThat(ofChampion.size()).isEqualTo(served.decisions());
        assertThat(ofChallenger.size()).isEqualTo(inShadow.decisions());
        assertThat(shadow.run()).isEqualTo(Decided.NOTHING);
    }

    @Test
    void challengerThatFailsIsCountedAndTheChampionsWorkStands() {
        execute("update prediction.model set format = 99 where id = '" + other.id() + "'");
        try {
            ShadowService fresh = new ShadowService(
                    small.database, small.catalog, small.fleet, small.ingest.stored(), small.predictor);
            Decided served = serve();
            assertThat(served.decisions()).isPositive();
            assertThat(fresh.run()).isEqualTo(new Decided(0, 0, (int)
                    fresh.newest(SmallFleet.TYPE).orElseThrow().failures()));
            ShadowRun run = fresh.newest(SmallFleet.TYPE).orElseThrow();
            assertThat(run.failures()).isPositive();
            assertThat(run.lastFailure()).contains("later version");
            assertThat(run.championScored()).isEqualTo(served.scored());
            assertThat(run.scored()).isZero();
            assertThat(fresh.nextDue()).isEmpty();
            assertThat(small.predictor.unrelayedCount()).isEqualTo(served.decisions());
        } finally {
            execute("update prediction.model set format = 2 where id = '" + other.id() + "'");
        }
    }

    @Test
    void whatAWithdrawnChallengerDidNotGetToIsForgotten() {
        serve();
        registry.withdraw(SmallFleet.TYPE, Target.FAILURE, "tester", null);
        assertThat(shadow.run()).isEqualTo(Decided.NOTHING);
        assertThat(shadow.nextDue()).isEmpty();
        assertThat(number("select count(*) from prediction.decision where shadow"))
                .isZero();
        // Without a challenger nothing is noted.
        assertThat(small.predictor
                        .decideDue(UNTIL.plus(DAY.multipliedBy(11)), Missed.EVERY)
                        .scored())
                .isPositive();
        assertThat(number("select count(*) from prediction.shadow_due")).isZero();
    }

    @Test
    void everyInstantIsDecidedByOneModelWhileChampionsComeAndGo() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Future<Decided> served = two.submit(ShadowTest::serve);
            Future<?> changed = two.submit(() -> {
                for (int i = 0; i < 10; i++) {
                    registry.promote(other.id(), "tester", null, false, Progress.NONE);
                    registry.rollback(SmallFleet.TYPE, Target.FAILURE, "tester", "not yet");
                }
            });
            changed.get();
            assertThat(served.get().scored()).isPositive();
        } finally {
            two.shutdown();
        }
        assertThat(small.predictor.champion(SmallFleet.TYPE)).contains(champion.id());
        assertThat(number("""
                select count(*) from (
                    select appliance_no, component, as_of from prediction.decision where not shadow
                    group by 1, 2, 3 having count(distinct model_id) > 1) twice
                """)).isZero();
        // Nothing that the champion of the moment had to decide was left out.
        assertThat(number("select count(*) from telemetry.pending_score")).isZero();
    }
}
