package io.hearthwatch.benchmarks.scoring;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Hearthwatch;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.benchmarks.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/scoring}: appliances scored a second, and the time that training takes. */
@Command(
        name = "benchmarks/scoring",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains on the azure-pdm set (70 machines, a year, 4 components, one horizon of 24 h; without it, on a made-up set of the same"
                    + " size), then scores a made-up fleet.",
            "",
            "training_seconds: the whole of `model train`, from the first read of the database to the stored model.",
            "from_memory: histories of 33 days with a reading a day are in memory; features, the trees of all components, probabilities."
                    + " All cores.",
            "from_database: what `serve` does at a scheduled instant: reads the same from PostgreSQL, computes, and commits scores and"
                    + " decisions. One thread.",
            "from_database_hourly: the same with a reading an hour, 24 times the rows.",
            "native: the same trees trained, and the same rows scored, by the native library called directly: the ceiling.",
            ""
        })
public final class ScoringBenchmark implements Runnable {
    private static final int TRAINING_MACHINES = 70;
    private static final LocalDateTime TRAINING_FROM = LocalDateTime.parse("2015-01-02T06:00:00");

    @Mixin
    private JsonOutput json;

    @Option(names = "--data", paramLabel = "DIR", description = "the azure-pdm set's files, plain or .gz")
    private Path data;

    @Option(names = "--appliances", paramLabel = "N", description = "how many are scored (default: 4000)")
    private int appliances = 4_000;

    @Option(names = "--seed", paramLabel = "N", description = "seed of what is made up (default: 1)")
    private long seed = 1;

    @Spec
    private CommandSpec spec;

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(Hearthwatch.commandLine(new ScoringBenchmark()).execute(arguments));
    }

    @Override
    public void run() {
        json.check();
        if (appliances < 100 || appliances > 1_000_000) {
            throw CommandFailure.usage("--appliances must be between 100 and 1000000", "--appliances 4000");
        }
        if (data != null && !Files.isDirectory(data)) {
            throw CommandFailure.usage("--data " + data + " is not a directory", "--data DIR with machines.csv, …");
        }
        Path work = null;
        try {
            work = Files.createTempDirectory("hearthwatch-scoring-");
            json.write(measure(work));
        } catch (IOException e) {
            throw new CommandFailure(
                    "the measurement failed: " + e.getMessage(), "run it again, or with --debug", 1, e);
        } finally {
            if (work != null) {
                new Talk(spec).remove(work);
            }
        }
    }

    private Map<String, Object> measure(Path work) throws IOException {
        Talk talk = new Talk(spec);
        Path home = Path.of(System.getProperty("hearthwatch.home", "."));
        Path example = home.resolve("examples/azure-pdm");
        StoreOptions store = CommandLine.populateCommand(
                new StoreOptions(),
                "--data-dir",
                work.resolve("data").toString(),
                "--catalog",
                example.resolve("catalog").toString());
        Map<String, Object> report = new LinkedHashMap<>();
        try (Workspace workspace = Workspace.use(store)) {
            Scoring scoring = new Scoring(workspace, example.resolve("mapping.yaml"));
            Path training = data;
            if (training == null) {
                training = work.resolve("training");
                new MachineFiles(seed).write(training, 1, TRAINING_MACHINES, TRAINING_FROM, 364);
            }
            report.put("training_data", data == null ? "made up, of the size of azure-pdm" : "azure-pdm");
            talk.say("training on " + report.get("training_data"));
            report.putAll(scoring.train(training));
            talk.say("making a fleet of " + appliances);
            scoring.fleet(work, appliances, seed + 1);
            talk.say("scoring");
            report.put("from_memory", scoring.fromMemory());
            report.put("from_database", scoring.fromDatabase(false));
            talk.say("making hourly readings");
            scoring.hourly();
            talk.say("scoring");
            report.put("from_database_hourly", scoring.fromDatabase(true));
        }
        talk.print(report);
        return report;
    }
}
