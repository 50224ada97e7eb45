package io.hearthwatch.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.predictor.export.FeatureExport;
import io.hearthwatch.predictor.export.ModelFiles;
import io.hearthwatch.predictor.export.ParquetRows;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.ForestSettings;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.learning.LogisticSettings;
import io.hearthwatch.predictor.learning.TreeSettings;
import io.hearthwatch.predictor.serving.Explanation;
import io.hearthwatch.predictor.serving.Importance;
import io.hearthwatch.predictor.storage.ReferenceStore;
import io.hearthwatch.predictor.tuning.NumberedTrial;
import io.hearthwatch.predictor.tuning.TuneRequest;
import io.hearthwatch.predictor.tuning.Tuning;
import io.hearthwatch.predictor.tuning.TuningListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tribuo.Model;

/** Tools of model makers on a real database. What adds data comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkbenchTest {
    private static final Instant UNTIL = SmallFleet.START.plus(Duration.ofDays(80));
    private static final TreeSettings FEW = new TreeSettings(25, 3, 0.15, 5, 0.7, 0.7, 5, 64, 1);
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
        Tuning whole = small.workbench.tune(tuning(3, false), "test", killedAfter(-1, all));
        List<NumberedTrial> judged = new ArrayList<>();
        String[] id = new String[1];
        TuningListener killed = killedAfter(2, judged);
        assertThatThrownBy(() -> small.workbench.tune(tuning(3, false), "test", new TuningListener() {
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
                small.workbench.resume(id[0], new TuneRequest.Budget(3, null, true), "test", killedAfter(-1, judged));
        assertThat(judged).hasSize(3);
        assertThat(resumed.trials()).hasSize(3);
        for (int i = 0; i < 3; i++) {
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
    void aTunedModelIsHeldAgainstWhatOneTrainedWithItsSettingsIs() {
        Tuning tuning = small.workbench.tune(tuning(1, true), "test", killedAfter(-1, new ArrayList<>()));
        ModelInfo same = small.predictor.train(request(tuning.best().settings(), null), Progress.NONE);
        ReferenceStore references = new ReferenceStore(small.database);
        assertThat(references.of(tuning.model()))
                .isPresent()
                .usingRecursiveComparison()
                .isEqualTo(references.of(same.id()));
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void contributionsAddUpToTheScore(Algorithm algorithm) {
        ModelInfo model = small.predictor.train(request(quick(algorithm, 3), null), Progress.NONE);
        String kettle = small.kettles.get(3).id();
        Explanation explanation = small.workbench.explain(model.id(), kettle, UNTIL, null);
        assertThat(explanation.components())
                .extracting(Explanation.Part::component)
                .contains("heater", "pump");
        int learnt = 0;
        for (Explanation.Part part : explanation.components()) {
            double lasting = 1;
            for (Explanation.Window window : part.windows()) {
                if (window.sum() != null) {
                    learnt++;
                    double added = window.base()
                            + window.contributions().stream()
                                    .mapToDouble(Explanation.Contribution::logOdds)
                                    .sum();
                    assertThat(window.sum()).isCloseTo(added, within(1e-9));
                    assertThat(probability(added)).isCloseTo(window.score(), within(1e-5));
                    assertThat(probability(window.calibrated())).isCloseTo(window.hazard(), within(1e-5));
                }
                if (window.hazard() != null) {
                    lasting *= 1 - window.hazard();
                    assertThat(window.probability()).isCloseTo(1 - lasting, within(1e-5));
                }
            }
        }
        assertThat(learnt).isPositive();
        Importance importance = small.workbench.importance(model.id(), "heater", 300, Progress.NONE);
        assertThat(importance.decisions()).isGreaterThan(importance.rows()).isGreaterThan(1500);
        assertThat(importance.windows()).allSatisfy(window -> {
            assertThat(window.component()).isEqualTo("heater");
            assertThat(window.features().stream()
                            .mapToDouble(Importance.Strength::share)
                            .sum())
                    .isCloseTo(1, within(1e-6));
        });
        assertThat(importance.windows().get(0).features().subList(0, 12))
                .extracting(Importance.Strength::feature)
                .anyMatch(name -> name.startsWith("temperature.") || name.startsWith("E1."));
    }

    private static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    @Test
    void aTableOfFeaturesSaysTheSameAsCsvAndAsParquet(@TempDir Path folder) throws IOException {
        Path csv = folder.resolve("t.csv");
        Path parquet = folder.resolve("t.parquet");
        Set<String> two = Set.of(small.kettles.get(1).id(), small.kettles.get(2).id());
        long rows = small.workbench.exportFeatures(
                request(LearningSettings.DEFAULT, two), null, FeatureExport.Format.CSV, csv, Progress.NONE);
        assertThat(small.workbench.exportFeaturesOf(
                        trees.id(), two, null, UNTIL, FeatureExport.Format.PARQUET, parquet, Progress.NONE))
                .isEqualTo(rows);
        String text = Files.readString(csv);
        assertThat(text).endsWith("\r\n");
        List<String> lines = text.lines().toList();
        assertThat(lines).hasSize((int) rows + 1);
        List<String> header = List.of(lines.get(0).split(",", -1));
        assertThat(header)
                .startsWith("appliance", "line", "at", "scheduled", "weight", "temperature.latest")
                .contains("fails.heater.24h", "fails.heater.24h_72h");
        try (ParquetFileReader reader = ParquetRows.open(parquet)) {
            assertThat(reader.getRecordCount()).isEqualTo(rows);
            List<Map<String, Object>> read = ParquetRows.read(reader);
            List<String> last = List.of(lines.get(lines.size() - 1).split(",", -1));
            Map<String, Object> same = read.get(read.size() - 1);
            assertThat(same.get("appliance")).isEqualTo(last.get(0));
            assertThat(Instant.ofEpochMilli((Long) same.get("at"))).hasToString(last.get(2));
            int temperature = header.indexOf("temperature.mean_24h");
            assertThat(same.get("temperature.mean_24h")).isEqualTo(Float.valueOf(last.get(temperature)));
            assertThat(same.get("fails.heater.24h_72h")).as("not known yet").isNull();
            assertThat(last.get(header.indexOf("fails.heater.24h_72h"))).isEmpty();
        }
        int label = header.indexOf("fails.heater.24h");
        assertThat(lines.stream().skip(1).map(line -> line.split(",", -1)[label]))
                .contains("0", "1")
                .doesNotContain("");
    }

    @Test
    void logisticRegressionGoesToOnnxAndTreesSayThatTheyCannot(@TempDir Path folder) throws IOException {
        ModelInfo logistic = small.predictor.train(request(quick(Algorithm.LOGISTIC, 2), null), Progress.NONE);
        List<String> files = small.workbench.exportModel(logistic.id(), ModelFiles.Format.ONNX, folder);
        assertThat(files).contains("heater.1.onnx", "model.json");
        OnnxMl.ModelProto onnx = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(folder.resolve("heater.1.onnx")));
        JsonNode document =
                new ObjectMapper().readTree(folder.resolve("model.json").toFile());
        JsonNode window = document.at("/components/0/windows/0");
        assertThat(window.path("file").asText()).isEqualTo("heater.1.onnx");
        assertThat(onnx.getGraph()
                        .getInput(0)
                        .getType()
                        .getTensorType()
                        .getShape()
                        .getDim(1)
                        .getDimValue())
                .isEqualTo(window.path("inputs").size());
        assertThat(onnx.getGraph().getNodeList())
                .extracting(OnnxMl.NodeProto::getOpType)
                .contains("Gemm", "Softmax");
        assertThat(onnx.getGraph().getInitializer(0).getFloatDataCount()
                        + onnx.getGraph().getInitializer(0).getRawData().size())
                .isPositive();
        assertThatThrownBy(() -> small.workbench.exportModel(trees.id(), ModelFiles.Format.ONNX, folder))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("cannot write as ONNX");
        assertThat(small.workbench.exportModel(trees.id(), ModelFiles.Format.TRIBUO, folder))
                .contains("heater.1.tribuo");
        try (InputStream in = Files.newInputStream(folder.resolve("heater.1.tribuo"))) {
            assertThat(Model.deserializeFromStream(in).getName()).isNotEmpty();
        }
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
