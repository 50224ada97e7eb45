package io.hearthwatch.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.ForestSettings;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.learning.LogisticSettings;
import io.hearthwatch.predictor.learning.TreeSettings;
import io.hearthwatch.predictor.tuning.NumberedTrial;
import io.hearthwatch.predictor.tuning.TuneRequest;
import io.hearthwatch.predictor.tuning.Tuning;
import io.hearthwatch.predictor.tuning.TuningListener;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools of model makers on a real database. What adds data comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkbenchTest {
    private static final Instant UNTIL = SmallFleet.START.plus(Duration.ofDays(80));
    private static final TreeSettings FEW = new TreeSettings(25, 3, 0.15, 5, 0.7, 0.7, 5, 1);
    private static final Horizons CHAIN =
            new Horizons(Duration.ZERO, List.of(Duration.ofDays(1), Duration.ofDays(3)), 0);

    private static SmallFleet small;
    private static ModelInfo trees;

    @BeforeAll
    static void train() {
        small = new SmallFleet(25);
        trees = small.predictor.train(request(LearningSettings.DEFAULT.with(FEW), null), Progress.NONE);
    }

    @AfterAll
    static void close() {
        small.close();
    }

    private static TrainRequest request(LearningSettings settings, Set<String> appliances) {
        return new TrainRequest(
                SmallFleet.TYPE, CHAIN, UNTIL, Duration.ofDays(1), true, appliances, Map.of(), settings);
    }

    private static LearningSettings quick(Algorithm algorithm, long seed) {
        return new LearningSettings(
                        algorithm,
                        FEW,
                        LogisticSettings.DEFAULT,
                        new ForestSettings(15, 6, 2, 0.63, 0.2),
                        LearningSettings.DEFAULT.mostRows(),
                        seed)
                .withSeed(seed);
    }

    private static TuneRequest tuning(int trials, boolean train) {
        return new TuneRequest(
                request(LearningSettings.of(Algorithm.LOGISTIC), null),
                List.of(Algorithm.LOGISTIC),
                new TuneRequest.Budget(trials, null, train));
    }

    private static void execute(String sql) {
        small.database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** Listens, and throws after some trials, as if the process had been killed. */
    private static TuningListener killedAfter(int trials, List<NumberedTrial> judged) {
        return new TuningListener() {
            @Override
            public void judged(NumberedTrial trial) {
                judged.add(trial);
                if (judged.size() == trials) {
                    throw new IllegalStateException("killed");
                }
            }

            @Override
            public void at(String phase, long done, long total) {}
        };
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void trainingAgainGivesTheSameBitForBit(Algorithm algorithm) {
        Set<String> some = small.kettles.stream().limit(20).map(k -> k.id()).collect(Collectors.toSet());
        ModelInfo model = small.predictor.train(request(quick(algorithm, 5), some), Progress.NONE);
        Reproduction again = small.workbench.reproduce(model.id(), Progress.NONE);
        assertThat(again.others()).isEmpty();
        assertThat(again.windows()).hasSize(6).allMatch(Reproduction.Window::same);
        assertThat(again.same()).isTrue();
        assertThat(again.windows()).filteredOn(w -> w.then() != null).isNotEmpty();
    }

    @Test
    void whatWasNotWrittenDownCannotBeReproduced() {
        ModelInfo model = small.predictor.train(request(LearningSettings.DEFAULT.with(FEW), null), Progress.NONE);
        execute("delete from prediction.training where model_id = '" + model.id() + "'");
        assertThatThrownBy(() -> small.workbench.reproduce(model.id(), Progress.NONE))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("cannot be reproduced")
                .hasMessageContaining("did not write down");
        assertThatThrownBy(() -> small.workbench.reproduce("kettle-999", Progress.NONE))
                .hasMessageContaining("there is no model kettle-999");
    }

    @Test
    void anInterruptedTuningGoesOnWithTheSameTrials() {
        List<NumberedTrial> all = new ArrayList<>();
        Tuning whole = small.workbench.tune(tuning(4, false), "test", killedAfter(-1, all));
        List<NumberedTrial> judged = new ArrayList<>();
        String[] id = new String[1];
        TuningListener killed = killedAfter(2, judged);
        assertThatThrownBy(() -> small.workbench.tune(tuning(4, false), "test", new TuningListener() {
                    @Override
                    public void begun(String began, int before) {
                        id[0] = began;
                    }

                    @Override
                    public void judged(NumberedTrial trial) {
                        killed.judged(trial);
                    }

                    @Override
                    public void at(String phase, long done, long total) {}
                }))
                .hasMessage("killed");
        Tuning resumed =
                small.workbench.resume(id[0], new TuneRequest.Budget(4, null, true), "test", killedAfter(-1, judged));
        assertThat(judged).hasSize(4);
        assertThat(resumed.trials()).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(resumed.trials().get(i).settings())
                    .isEqualTo(whole.trials().get(i).settings());
            assertThat(resumed.trials().get(i).trial())
                    .isEqualTo(whole.trials().get(i).trial());
        }
        assertThat(whole.model()).isNull();
        assertThat(resumed.model()).isNotNull();
        assertThat(small.workbench.training(resumed.model()).orElseThrow().tuning())
                .isEqualTo(id[0]);
        assertThat(small.predictor.model(resumed.model()).orElseThrow().settings())
                .isEqualTo(resumed.best().settings());
        assertThat(small.workbench.reproduce(resumed.model(), Progress.NONE).same())
                .isTrue();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void dataThatCameSinceIsNamedAsTheCause() {
        Tuning tuning = small.workbench.tune(tuning(1, false), "test", killedAfter(-1, new ArrayList<>()));
        Instant failed = UNTIL.minus(Duration.ofDays(9));
        small.fleet.recordFailures(List.of(new ComponentEvent(
                small.kettles.get(1).no(), "heater", failed, failed.plus(Duration.ofDays(15)), null)));
        Reproduction again = small.workbench.reproduce(trees.id(), Progress.NONE);
        assertThat(again.same()).isFalse();
        assertThat(again.windows())
                .filteredOn(w -> !w.same())
                .extracting(Reproduction.Window::component)
                .contains("heater");
        assertThat(again.causes()).singleElement().asString().contains("failures are stored");
        assertThatThrownBy(() -> small.workbench.resume(
                        tuning.id(),
                        new TuneRequest.Budget(2, null, false),
                        "test",
                        killedAfter(-1, new ArrayList<>())))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("cannot go on")
                .hasMessageContaining("failures are stored");
    }
}
