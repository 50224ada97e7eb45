package io.hearthwatch.benchmarks.stock;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Hearthwatch;
import io.hearthwatch.app.cli.JsonOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/stock}: random operations on stock over HTTP while the server is killed. */
@Command(
        name = "benchmarks/stock",
        description = {
            "Run random operations on stock from many clients over HTTP, kill -9 the server in the middle of it several times,"
                    + " and compare the database with what the clients were told.",
            "Exit status: 0 if no unit was lost, none was there twice and none negative; 1 if a rule was violated."
        })
public final class StockBenchmark implements Callable<Integer> {
    private static final long MOST_OPERATIONS = 5_000_000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "repeat the operations of the run that printed this seed (default: a new one)")
    private Long seed;

    @Option(names = "--operations", paramLabel = "N", description = "how many operations in all (default: 200000)")
    private long operations = 200_000;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "how often the server is killed (default: one for every 25000 operations, 3 to 8)")
    private Integer kills;

    @Option(names = "--clients", paramLabel = "N", description = "how many clients work at once (default: 8)")
    private int clients = 8;

    @Mixin
    private JsonOutput json;

    @Option(names = "--keep", description = "keep the server's log and data, and say where they are")
    private boolean keep;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help and exit")
    boolean help;

    @Spec
    private CommandSpec spec;

    /** Runs it; the exit status is 0 only if no rule was violated. */
    public static void main(String[] arguments) {
        System.exit(Hearthwatch.run(new StockBenchmark(), Map.of(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        StockRun.Settings settings = settings();
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                Locale.ROOT,
                "seed %d, %,d operations, %d clients, %d kills%n",
                settings.seed(),
                settings.operations(),
                settings.clients(),
                settings.kills());
        err.flush();
        StockRun run = new StockRun(settings, err);
        Runtime.getRuntime().addShutdownHook(new Thread(run::close, "shutdown"));
        StockRun.Result result;
        try (run) {
            result = run.run();
        } catch (IOException e) {
            throw new CommandFailure(
                    String.valueOf(e.getMessage()),
                    "run it again with --seed " + settings.seed() + " --keep and read server.log");
        } finally {
            if (keep) {
                err.println("kept: " + run.home());
            }
        }
        print(settings, result);
        return result.violations() == 0 ? 0 : 1;
    }

    private StockRun.Settings settings() {
        if (operations < 1 || operations > MOST_OPERATIONS) {
            throw CommandFailure.usage("--operations must be between 1 and " + MOST_OPERATIONS, "--operations 200000");
        }
        if (clients < 1 || clients > 64) {
            throw CommandFailure.usage("--clients must be between 1 and 64", "--clients 8");
        }
        if (kills != null && (kills < 0 || kills > 100)) {
            throw CommandFailure.usage("--kills must be between 0 and 100", "--kills 5");
        }
        json.check();
        return new StockRun.Settings(
                seed == null ? new SecureRandom().nextInt(1, Integer.MAX_VALUE) : seed,
                operations,
                kills == null ? (int) Math.max(3, Math.min(8, operations / 25_000)) : kills,
                clients,
                keep);
    }

    private void print(StockRun.Settings settings, StockRun.Result result) {
        PrintWriter out = spec.commandLine().getOut();
        double rate = result.operations() / result.seconds();
        out.printf(
                Locale.ROOT,
                "operations %,d (%,d done, %,d refused) in %.0f s, %.0f a second%n",
                result.operations(),
                result.accepted(),
                result.refused(),
                result.seconds(),
                rate);
        out.printf(
                Locale.ROOT,
                "kills      %d; %,d answers did not come, and were asked for again%n",
                result.kills(),
                result.unanswered());
        out.println("done       " + result.kinds());
        out.println("by itself  " + result.byItself());
        out.printf(Locale.ROOT, "violations %,d%n", result.violations());
        result.examples().forEach(example -> out.println("  " + example));
        out.flush();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("seed", settings.seed());
        report.put("operations", result.operations());
        report.put("kills", result.kills());
        report.put("violations", result.violations());
        report.put("accepted", result.accepted());
        report.put("refused", result.refused());
        report.put("unanswered", result.unanswered());
        report.put("clients", settings.clients());
        report.put("seconds", result.seconds());
        report.put("operations_per_second", rate);
        report.put("kinds", result.kinds());
        report.put("by_itself", result.byItself());
        report.put("examples", result.examples());
        json.write(report);
    }
}
