package io.hearthwatch.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hearthwatch.database.SharedData;
import io.hearthwatch.predictor.evaluation.Evaluation;
import io.hearthwatch.predictor.evaluation.Evaluator;
import io.hearthwatch.predictor.evaluation.ThresholdPolicy;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.learning.HistorySource;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.learning.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The figures that the project promises, on the public set; see {@code docs/prediction.md}. */
class AzurePdmTest {
    private static final Logger log = LoggerFactory.getLogger(AzurePdmTest.class);
    private static final Instant UNTIL = Instant.parse("2015-07-31T06:00:00Z");
    private static final Instant FROM = Instant.parse("2015-08-01T06:00:00Z");
    private static final Instant END = Instant.parse("2016-01-01T06:00:00Z");

    private static List<ApplianceHistory> machines = List.of();

    @BeforeAll
    static void read() throws IOException {
        Optional<Path> folder = SharedData.find("azure-pdm");
        if (folder.isPresent()) {
            machines = AzurePdm.read(folder.get());
        }
    }

    private static Evaluation evaluate(Duration lead, Duration horizon) {
        assumeTrue(!machines.isEmpty(), "the shared data set azure-pdm is not here");
        HistorySource source = (after, upTo, consumer) -> machines.forEach(consumer);
        Trainer.Task task = new Trainer.Task(UNTIL, Duration.ofHours(24), true, Map.of());
        TrainedModel model = new Trainer(
                        new FeatureExtractor(AzurePdm.vocabulary(machines), lead, horizon),
                        task,
                        LearningSettings.DEFAULT,
                        UNTIL,
                        Progress.NONE)
                .train(source);
        Evaluation evaluation = new Evaluator(model, FROM, END, Duration.ofHours(24), Progress.NONE)
                .evaluate("pdm_machine-1", source, ThresholdPolicy.MAX_F1);
        log.info("{}", evaluation.toTable());
        return evaluation;
    }

    /** The service reads a month of telemetry and nothing after the instant; training reads all there is. */
    @Test
    void featuresOfAllHistoryAreThoseOfWhatTheServiceReads() {
        assumeTrue(!machines.isEmpty(), "the shared data set azure-pdm is not here");
        FeatureExtractor extractor =
                new FeatureExtractor(AzurePdm.vocabulary(machines), Duration.ZERO, Duration.ofHours(24));
        for (int i = 0; i < machines.size(); i += 5) {
            for (int days = 0; days < 150; days += 17) {
                long at = FROM.plus(Duration.ofDays(days)).toEpochMilli();
                ApplianceHistory read = machines.get(i).asReadFor(at);
                assertThat(extractor.extract(read, at)).isEqualTo(extractor.extract(machines.get(i), at));
            }
        }
    }

    @Test
    void aDayAheadFailuresAreForeseen() {
        Evaluation evaluation = evaluate(Duration.ZERO, Duration.ofHours(24));
        assertThat(evaluation.decisions()).isEqualTo(70 * 153);
        assertThat(evaluation.scores().micro().f1()).isGreaterThan(0.97);
        assertThat(evaluation.faultCodeRule().micro().recall()).isGreaterThan(0.97);
        assertThat(evaluation.faultCodeRule().micro().precision()).isBetween(0.25, 0.40);
    }

    @Test
    void theDayAfterTomorrowsRankingIsBetterThanTheReference() {
        Evaluation evaluation = evaluate(Duration.ofHours(24), Duration.ofHours(48));
        assertThat(evaluation.scores().anyFailure().averagePrecision()).isGreaterThan(0.40);
    }

    @Test
    void aWeekAheadTheRankingIsBetterThanTheReference() {
        Evaluation evaluation = evaluate(Duration.ofHours(24), Duration.ofHours(168));
        assertThat(evaluation.scores().anyFailure().averagePrecision()).isGreaterThan(0.38);
    }
}
