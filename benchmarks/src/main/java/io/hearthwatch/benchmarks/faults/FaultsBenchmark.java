package io.hearthwatch.benchmarks.faults;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Hearthwatch;
import io.hearthwatch.app.cli.JsonOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/faults}: load through real MQTT clients while the server and its database are killed, stopped, cut off and lied to. */
@Command(
        name = "benchmarks/faults",
        description = {
            "Run load through real MQTT clients while server, database, connections and clock are disturbed at random,"
                    + " and compare what was acknowledged with what is stored.",
            "Exit status: 0 if every promise held, 1 if not."
        })
public final class FaultsBenchmark implements Callable<Integer> {
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    /** Held here, since a logger that nobody holds forgets its level. */
    private static final Logger PAHO = Logger.getLogger("org.eclipse.paho");

    private static final Duration LONGEST = Duration.ofDays(7);

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "repeat the faults of the run that printed this seed (default: a new one)")
    private Long seed;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            description = "how long load and faults last, such as 30s, 10m or 8h (default: 10m)")
    private Duration duration = Duration.ofMinutes(10);

    @Option(
            names = "--appliances",
            paramLabel = "N",
            description =
                    "how many appliances, each with a client of its own (default: " + RunSettings.APPLIANCES + ")")
    private int appliances = RunSettings.APPLIANCES;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "messages a second, all together (default: " + RunSettings.RATE + ")")
    private int rate = RunSettings.RATE;

    @Mixin
    private JsonOutput json;

    @Option(names = "--keep", description = "keep the ledger, the server's log and the data, and say where they are")
    private boolean keep;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help and exit")
    boolean help;

    @Spec
    private CommandSpec spec;

    /** Runs it; the exit status is 0 only if every promise held. */
    public static void main(String[] arguments) {
        System.exit(Hearthwatch.run(new FaultsBenchmark(), Map.of(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        // Paho logs every connection that is cut, and being cut is what it is here for.
        PAHO.setLevel(Level.OFF);
        RunSettings settings = settings();
        PrintWriter err = spec.commandLine().getErr();
        err.println("seed " + settings.seed() + ", " + settings.duration().toSeconds() + " s; appliances:");
        FaultRun run = new FaultRun(settings, err);
        Thread onInterrupt = new Thread(run::close, "shutdown");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        RunResult result;
        try (run) {
            result = run.run();
        } catch (IOException e) {
            err.println(keep ? "kept: " + run.home() : "");
            throw new CommandFailure(
                    e.getMessage(), "run it again with --seed " + settings.seed() + " --keep and read server.log");
        }
        RunReport.print(result, spec.commandLine().getOut());
        json.write(RunReport.json(result));
        if (keep) {
            err.println("kept: " + run.home());
        }
        return result.good() ? 0 : 1;
    }

    private RunSettings settings() {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw CommandFailure.usage("--duration must be between 5s and 7d", "--duration 10m");
        }
        if (appliances < 1 || appliances > 200) {
            throw CommandFailure.usage(
                    "--appliances must be between 1 and 200", "--appliances " + RunSettings.APPLIANCES);
        }
        if (rate < appliances || rate > 20_000) {
            throw CommandFailure.usage(
                    "--rate must be between the number of appliances and 20000", "--rate " + RunSettings.RATE);
        }
        json.check();
        // A seed that people can type.
        return new RunSettings(
                seed == null ? new SecureRandom().nextInt(1, Integer.MAX_VALUE) : seed,
                duration,
                appliances,
                rate,
                keep);
    }
}
