package io.hearthwatch.benchmarks.training;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Hearthwatch;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.benchmarks.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/training}: memory and time of training and judging a model of a large fleet. */
@Command(
        name = "benchmarks/training",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a fleet with an hour's statistics of every metric for every hour, then runs `model train` and `model evaluate` in"
                    + " processes of their own with a bounded heap.",
            "",
            "rows: of hourly statistics that were stored.",
            "seconds: from the start of the command to its end.",
            "live_heap_mb: the most that a full garbage collection, one every ten seconds, left.",
            "resident_mb: the most memory the process ever had, the heap and all else.",
            "The default takes about an hour and 50 GB of disk; try --appliances 500 first.",
            ""
        })
public final class TrainingBenchmark implements Runnable {
    @Mixin
    private JsonOutput json;

    @Option(names = "--appliances", paramLabel = "N", description = "how many (default: 10000)")
    private int appliances = 10_000;

    @Option(names = "--days", paramLabel = "N", description = "of history (default: 365)")
    private int days = 365;

    @Option(names = "--metrics", paramLabel = "N", description = "each appliance sends (default: 10)")
    private int metrics = 10;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "of each command's process, as -Xmx takes it (default: 4g)")
    private String heap = "4g";

    @Option(names = "--seed", paramLabel = "N", description = "of what is made up (default: 1)")
    private int seed = 1;

    @Option(
            names = "--work-dir",
            paramLabel = "DIR",
            description = "an empty or new directory for the database; it is kept (default: a temporary one)")
    private Path kept;

    @Spec
    private CommandSpec spec;

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(Hearthwatch.commandLine(new TrainingBenchmark()).execute(arguments));
    }

    @Override
    public void run() {
        json.check();
        if (appliances < 50 || days < 90 || metrics < LargeFleet.COMPONENTS || seed < 0) {
            throw CommandFailure.usage(
                    "at least 50 appliances, 90 days, %d metrics, and no negative seed"
                            .formatted(LargeFleet.COMPONENTS),
                    "--appliances 500 --days 365 --metrics 10");
        }
        Path work = kept;
        try {
            work = kept == null
                    ? Files.createTempDirectory("hearthwatch-training-")
                    : Files.createDirectories(kept).toAbsolutePath();
            json.write(measure(work));
        } catch (IOException e) {
            throw new CommandFailure(
                    "the measurement failed: " + e.getMessage(), "run it again, or with --debug", 1, e);
        } finally {
            if (kept == null && work != null) {
                new Talk(spec).remove(work);
            }
        }
    }

    private Map<String, Object> measure(Path work) throws IOException {
        Talk talk = new Talk(spec);
        LargeFleet fleet = new LargeFleet(appliances, days, metrics);
        Path catalog = Files.createDirectories(work.resolve("catalog"));
        Files.writeString(catalog.resolve("made_up.yaml"), fleet.catalog());
        List<String> store = List.of("--data-dir", work.resolve("data").toString(), "--catalog", catalog.toString());
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("appliances", appliances);
        report.put("days", days);
        report.put("metrics", metrics);
        report.put("rows", fleet.rows());
        report.put("heap", heap);
        talk.say(String.format(Locale.ROOT, "storing %,d rows", fleet.rows()));
        try (Workspace workspace =
                Workspace.use(CommandLine.populateCommand(new StoreOptions(), store.toArray(new String[0])))) {
            fleet.fill(workspace, seed % 1000 / 1000.0, stored -> {
                if (stored % 1000 == 0 || stored == appliances) {
                    talk.say(String.format(Locale.ROOT, "%,d of %,d appliances", stored, appliances));
                }
            });
        }
        BoundedCommand command = new BoundedCommand(heap, store);
        talk.say("training");
        report.put(
                "train",
                command.run(
                        "train",
                        "--horizon",
                        "24h,7d,30d",
                        "--until",
                        fleet.trainingEnd().toString()));
        talk.say("judging");
        report.put(
                "evaluate",
                command.run("evaluate", "--from", fleet.trainingEnd().toString()));
        talk.print(report);
        return report;
    }
}
