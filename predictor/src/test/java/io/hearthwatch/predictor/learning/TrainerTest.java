package io.hearthwatch.predictor.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Horizons;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole of learning, on a fleet that is made up as it is read. */
class TrainerTest {
    private static final ManyHeaters FLEET = new ManyHeaters(110, 120, 2);
    private static final Horizons CHAIN =
            new Horizons(Duration.ZERO, List.of(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30)), 0);
    private static final TreeSettings FEW = new TreeSettings(25, 3, 0.15, 5, 0.7, 0.7, 5, 64, 1);

    private static TrainedModel train(ManyHeaters fleet, Horizons horizons, LearningSettings settings) {
        Trainer.Task task = new Trainer.Task(fleet.end(), Duration.ofDays(1), true, Map.of());
        return new Trainer(
                        new FeatureExtractor(fleet.vocabulary(), horizons),
                        task,
                        settings.with(FEW),
                        Instant.EPOCH,
                        Progress.NONE)
                .train(fleet);
    }

    private static List<float[]> rows(TrainedModel model, ManyHeaters fleet) {
        List<float[]> rows = new ArrayList<>();
        for (int no = 1; no <= 60; no++) {
            ApplianceHistory history = fleet.appliance(no);
            for (int day = 40; day < 85; day += 3) {
                rows.add(model.extractor().extract(history, ManyHeaters.START.toEpochMilli() + day * ManyHeaters.DAY));
            }
        }
        return rows;
    }

    @Test
    void longerHorizonsAreNeverLessLikelyAndWhatHardlyFailedGetsTheFleetsRate() {
        TrainedModel model = train(FLEET, CHAIN, LearningSettings.DEFAULT.withMostRows(6_000));
        List<float[]> rows = rows(model, FLEET);
        for (ComponentModel component : model.components()) {
            float[][] cumulative = component.cumulative(rows);
            for (int i = 0; i < rows.size(); i++) {
                assertThat(cumulative[0][i]).isBetween(0f, 1f).isLessThanOrEqualTo(cumulative[1][i]);
                assertThat(cumulative[1][i]).isLessThanOrEqualTo(cumulative[2][i]);
                assertThat(cumulative[2][i]).isLessThanOrEqualTo(1f);
            }
        }
        assertThat(model.components())
                .extracting(ComponentModel::basis)
                .containsExactly(Basis.MODEL, Basis.PRIOR, Basis.PRIOR);
        ComponentModel lid = model.components().get(1);
        assertThat(lid.costThreshold()).as("the fleet's rate opens no ticket").isNull();
        assertThat(lid.probabilities(rows)[0])
                .as("failed twice in 110 appliances and 120 days")
                .isBetween(0.00005f, 0.0005f);
    }

    @Test
    void probabilitiesStayRightWhenDecisionsAreSampled() {
        Horizons week = Horizons.of(Duration.ZERO, Duration.ofDays(7));
        TrainedModel all = train(FLEET, week, LearningSettings.DEFAULT);
        TrainedModel sampled = train(FLEET, week, LearningSettings.DEFAULT.withMostRows(5_000));
        assertThat(sampled.span().rows()).isBetween(2_000, 5_000);
        assertThat(sampled.span().decisions()).isEqualTo(all.span().decisions());
        List<float[]> rows = rows(all, FLEET);
        double expected = mean(all.components().get(0).probabilities(rows));
        assertThat(mean(sampled.components().get(0).probabilities(rows))).isCloseTo(expected, within(0.25 * expected));
        assertThat(sampled.components().get(0).baseRate())
                .isCloseTo(
                        all.components().get(0).baseRate(),
                        within(0.1 * all.components().get(0).baseRate()));
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void everyAlgorithmRanksExplainsAndIsTheSameEachTime(Algorithm algorithm) {
        Horizons day = Horizons.of(Duration.ZERO, Duration.ofDays(2));
        LearningSettings settings = LearningSettings.of(algorithm).withMostRows(3_000);
        TrainedModel model = train(FLEET, day, settings);
        Hazard element = model.components().get(0).hazards().get(0);
        assertThat(train(FLEET, day, settings)
                        .components()
                        .get(0)
                        .hazards()
                        .get(0)
                        .classifier()
                        .orElseThrow()
                        .fingerprint())
                .isEqualTo(element.classifier().orElseThrow().fingerprint());
        List<float[]> rows = rows(model, FLEET);
        float[] scores = element.probabilities(rows);
        Classifier read = Classifier.fromBytes(
                algorithm,
                element.classifier().orElseThrow().toBytes(),
                model.extractor().names());
        assertThat(read.probabilities(rows))
                .isEqualTo(element.classifier().orElseThrow().probabilities(rows));
        Integer[] order = Ranking.descending(scores);
        assertThat(scores[order[0]]).isGreaterThan(10 * scores[order[rows.size() / 2]]);
        for (int i : new int[] {order[0], order[1], order[rows.size() - 1]}) {
            double sum = Arrays.stream(element.contributions(rows.get(i))).sum();
            double p = Math.min(1 - 1e-6, Math.max(1e-6, scores[i]));
            // A probability next to nothing has lost its digits.
            assertThat(Math.max(sum, Math.log(1e-6))).isCloseTo(Math.log(p / (1 - p)), within(0.01));
        }
    }

    /** Held whole, these histories would be 60 MB of telemetry; what is kept is a thousand rows. */
    @Test
    void memoryDoesNotGrowWithTheFleet() {
        long small = rowsHeld(new ManyHeaters(60, 60, 10));
        long large = rowsHeld(new ManyHeaters(600, 60, 10));
        assertThat(large).isLessThanOrEqualTo(1_000);
        assertThat(small).isLessThanOrEqualTo(1_000);
    }

    private static long rowsHeld(ManyHeaters fleet) {
        FeatureExtractor extractor =
                new FeatureExtractor(fleet.vocabulary(), Horizons.of(Duration.ZERO, Duration.ofDays(1)));
        TrainingRows rows = new TrainingRows(extractor, fleet.end().toEpochMilli(), 1_000, 1);
        long most = 0;
        long last = fleet.end().toEpochMilli() - ManyHeaters.DAY;
        for (int no = 1; no <= fleet.appliances(); no++) {
            rows.add(fleet.appliance(no), last, ManyHeaters.DAY, false);
            most = Math.max(most, rows.size());
        }
        assertThat(rows.scheduledSeen()).isEqualTo(fleet.appliances() * 60L);
        return most;
    }

    @Test
    void strangeBehaviourIsSeenWithoutAnyLabelAndOrdinaryFleetsSeldomAreCalledStrange() {
        Horizons day = Horizons.of(Duration.ZERO, Duration.ofDays(1));
        TrainedModel model = train(FLEET, day, LearningSettings.DEFAULT.withMostRows(10_000));
        int strange = 0;
        int scored = 0;
        ManyHeaters later = new ManyHeaters(110, 160, 2);
        List<ApplianceHistory> all = new ArrayList<>();
        later.forEach(HistorySource.BEGINNING, later.end(), all::add);
        for (ApplianceHistory history : all) {
            for (int day1 = 121; day1 < 160; day1++) {
                long at = ManyHeaters.START.toEpochMilli() + day1 * ManyHeaters.DAY;
                boolean ordinary = history.firstFailure(0, at - ManyHeaters.DAY, 0, 5 * ManyHeaters.DAY)
                        == ApplianceHistory.UNKNOWN;
                if (ordinary) {
                    AnomalyRule.Sign sign = model.anomaly()
                            .of(model.extractor(), model.extractor().extract(history, at));
                    scored++;
                    strange += sign.isStrange() ? 1 : 0;
                }
            }
        }
        assertThat(scored).isGreaterThan(2_000);
        assertThat(strange / (double) scored).as("five times the stated rate").isLessThan(5 * AnomalyRule.FALSE_ALARMS);

        ApplianceHistory odd = all.get(6);
        long at = later.end().toEpochMilli() + ManyHeaters.DAY;
        for (long hour = later.end().toEpochMilli() + ManyHeaters.HOUR; hour <= at; hour += ManyHeaters.HOUR) {
            float[] values = {50, 57};
            odd.addHour(hour, new int[] {1, 1}, values, values, values, new float[2]);
        }
        AnomalyRule.Sign sign =
                model.anomaly().of(model.extractor(), model.extractor().extract(odd, at));
        assertThat(sign.isStrange()).isTrue();
        assertThat(sign.metric()).isEqualTo(1);
    }
}
