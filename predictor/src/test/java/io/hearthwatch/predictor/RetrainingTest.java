package io.hearthwatch.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Candidates like the champion of a small fleet. */
class RetrainingTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Instant UNTIL = SmallFleet.START.plus(Duration.ofDays(60));
    private static final Instant NOW = SmallFleet.END;

    private static SmallFleet small;
    private static ModelRegistry registry;
    private static Retraining retraining;
    private static ModelInfo champion;

    @BeforeAll
    static void train() {
        small = new SmallFleet(12);
        champion = small.predictor.train(TrainRequest.of(SmallFleet.TYPE, DAY, UNTIL), Progress.NONE);
        PromotionJudge judge = (a, b, progress) -> new PromotionJudge.Verdict(
                PromotionJudge.Kind.UNKNOWN, "nothing that both have not seen", JsonNodeFactory.instance.objectNode());
        registry = new ModelRegistry(small.database, small.predictor, small.clock, judge);
        retraining = new Retraining(
                small.database, small.catalog, small.predictor, registry, judge, type -> Map.of(), small.clock);
    }

    @AfterAll
    static void close() {
        small.close();
    }

    @BeforeEach
    void forget() {
        execute("delete from prediction.retraining");
        registry.withdraw(SmallFleet.TYPE, Target.FAILURE, "tester", null);
    }

    private static void execute(String sql) {
        small.database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static Optional<String> challenger() {
        return registry.alias(SmallFleet.TYPE, Target.FAILURE, Alias.Name.CHALLENGER)
                .map(Alias::model);
    }

    @Test
    void candidateIsLikeTheChampionWhichStays() {
        assertThat(retraining.due(NOW, MONTH)).containsExactly(SmallFleet.TYPE);
        assertThat(retraining.due(NOW, Duration.ofDays(41))).isEmpty();

        Retraining.Candidate candidate = retraining.retrain(SmallFleet.TYPE, "service", Progress.NONE);

        assertThat(small.predictor.champion(SmallFleet.TYPE)).contains(champion.id());
        assertThat(candidate.model().champion()).isFalse();
        assertThat(candidate.model().until())
                .as("the last whole day that something is stored of")
                .isEqualTo(SmallFleet.END.minus(DAY));
        assertThat(candidate.model().horizons()).isEqualTo(champion.horizons());
        assertThat(candidate.model().settings()).isEqualTo(champion.settings());
        assertThat(candidate.model().every()).isEqualTo(champion.every());
        assertThat(candidate.verdict().kind()).isEqualTo(PromotionJudge.Kind.UNKNOWN);
        assertThat(challenger()).contains(candidate.model().id());
        assertThat(registry.audit(SmallFleet.TYPE, 10))
                .extracting(line -> line.entry().action() + " " + line.entry().model())
                .contains("retrain " + candidate.model().id());
        assertThat(retraining.due(NOW.plus(DAY), MONTH))
                .as("the champion is as old as before, and its candidate is new")
                .isEmpty();
        assertThat(retraining.due(NOW.plus(MONTH), MONTH)).containsExactly(SmallFleet.TYPE);

        Retraining.Candidate next = retraining.retrain(SmallFleet.TYPE, "service", Progress.NONE);
        assertThat(challenger())
                .as("takes the place of its like")
                .contains(next.model().id());
        registry.challenge(candidate.model().id(), "user me", "mine");
        execute("update prediction.retraining set model_id = null");
        Retraining.Candidate third = retraining.retrain(SmallFleet.TYPE, "service", Progress.NONE);
        assertThat(third.challenger()).isFalse();
        assertThat(challenger())
                .as("what a person chose stays")
                .contains(candidate.model().id());
    }

    @Test
    void silenceAfterAllThatIsStoredIsNotLearntAsNoFailure() {
        InstantSource elevenYearsLater = () -> SmallFleet.END.plus(Duration.ofDays(11 * 365));
        Predictor late =
                new Predictor(small.database, small.catalog, small.fleet, small.ingest.stored(), elevenYearsLater);
        Retraining then = new Retraining(
                small.database, small.catalog, late, registry, late.judging(), type -> Map.of(), elevenYearsLater);

        assertThat(then.retrain(SmallFleet.TYPE, "user ann", Progress.NONE)
                        .model()
                        .until())
                .isEqualTo(SmallFleet.END.minus(DAY));
        assertThatThrownBy(() ->
                        late.train(TrainRequest.of(SmallFleet.TYPE, DAY, elevenYearsLater.instant()), Progress.NONE))
                .isInstanceOfSatisfying(PredictionException.class, e -> {
                    assertThat(e).hasMessageContaining("4015 days before").hasMessageContaining("did not fail");
                    assertThat(e.remedy()).contains("2024-06-0");
                });
        assertThat(late.train(TrainRequest.of(SmallFleet.TYPE, DAY, null), Progress.NONE)
                        .until())
                .isBefore(SmallFleet.END);
    }

    @Test
    void whatIsStoredOfAFutureThatTheClockHasNotReachedIsNotLearnt() {
        Instant now = UNTIL.plus(Duration.ofDays(5));
        Predictor early = new Predictor(small.database, small.catalog, small.fleet, small.ingest.stored(), () -> now);

        assertThat(early.train(TrainRequest.of(SmallFleet.TYPE, DAY, null), Progress.NONE)
                        .until())
                .isEqualTo(now);
    }

    @Test
    void nothingIsDueWhileNothingNewIsStored() {
        Instant all = retraining
                .retrain(SmallFleet.TYPE, "user ann", Progress.NONE)
                .model()
                .until();
        String newest = challenger().orElseThrow();
        registry.promote(newest, "user ann", "for the test", true, Progress.NONE);
        execute("delete from prediction.retraining");
        try {
            assertThat(retraining.due(all.plus(Duration.ofDays(4000)), MONTH)).isEmpty();
        } finally {
            registry.promote(champion.id(), "user ann", "for the test", true, Progress.NONE);
        }
    }

    @Test
    void whatFailsIsTriedAgainADayLaterAndWhatWasInterruptedAtOnce() {
        assertThatThrownBy(() -> retraining.retrain(SmallFleet.TYPE, "service", (phase, done, total) -> {
                    throw new IllegalStateException("no room");
                }))
                .hasMessage("no room");
        assertThat(retraining.due(NOW, MONTH)).isEmpty();
        assertThat(retraining.due(NOW.plus(DAY), MONTH)).containsExactly(SmallFleet.TYPE);
        assertThatThrownBy(() -> retraining.retrain(SmallFleet.TYPE, "service", (phase, done, total) -> {
                    throw new CancellationException("the service is stopping");
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(retraining.due(NOW, MONTH)).containsExactly(SmallFleet.TYPE);
        assertThat(challenger()).isEmpty();
    }

    @Test
    void theServiceTrainsWhatIsDueUnlessSomethingElseTrains() {
        int before = small.predictor.models(SmallFleet.TYPE).size();
        TrainingTurn.await(small.database, "model train, for user ann", Progress.NONE, () -> {
            retraining.retrainDue(NOW, MONTH, Progress.NONE);
            return null;
        });
        assertThat(small.predictor.models(SmallFleet.TYPE)).hasSize(before);
        retraining.retrainDue(NOW, MONTH, Progress.NONE);
        assertThat(small.predictor.models(SmallFleet.TYPE)).hasSize(before + 1);
        retraining.retrainDue(NOW, MONTH, Progress.NONE);
        assertThat(small.predictor.models(SmallFleet.TYPE)).hasSize(before + 1);
    }

    @Test
    void typeWithoutALiveModelHasNoneToTrainAnew() {
        assertThatThrownBy(() -> retraining.retrain("toaster", "user me", Progress.NONE))
                .isInstanceOfSatisfying(
                        PredictionException.class, e -> assertThat(e.remedy()).contains("model train --type toaster"));
    }
}
