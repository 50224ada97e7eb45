package io.hearthwatch.benchmarks.webhooks;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Hearthwatch;
import io.hearthwatch.app.cli.JsonOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/webhooks}: receivers that behave badly while servers are killed. */
@Command(
        name = "benchmarks/webhooks",
        description = {
            "Run two servers on one database, open tickets over HTTP and take them along, send every event to four receivers (one"
                    + " fails, one hangs, one drips bytes, one answers late), kill -9 either server at random, and compare what"
                    + " they received with what happened.",
            "Exit status: 0 if each receiver took each event at least once, those of a ticket in order and rightly signed, and no"
                    + " ticket is there twice; 1 otherwise."
        })
public final class WebhooksBenchmark implements Callable<Integer> {
    private static final long MOST_EVENTS = 1_000_000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "behave as in the run that printed this seed (default: a new one)")
    private Long seed;

    @Option(names = "--events", paramLabel = "N", description = "how many events at least (default: 10000)")
    private long events = 10_000;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "how often a server is killed (default: one for every 2500 events, 3 to 12)")
    private Integer kills;

    @Option(
            names = "--bad",
            paramLabel = "SHARE",
            description = "share of the requests to which a receiver behaves badly (default: 0.03)")
    private double bad = 0.03;

    @Mixin
    private JsonOutput json;

    @Option(names = "--keep", description = "keep the servers' logs and data, and say where they are")
    private boolean keep;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help and exit")
    boolean help;

    @Spec
    private CommandSpec spec;

    /** Runs it; the exit status is 0 only if nothing was lost, out of order or there twice. */
    public static void main(String[] arguments) {
        System.exit(Hearthwatch.run(new WebhooksBenchmark(), Map.of(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        WebhookRun.Settings settings = settings();
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                Locale.ROOT, "seed %d, %,d events, %d kills%n", settings.seed(), settings.events(), settings.kills());
        err.flush();
        WebhookRun run = new WebhookRun(settings, err);
        Runtime.getRuntime().addShutdownHook(new Thread(run::close, "shutdown"));
        WebhookRun.Result result;
        try (run) {
            result = run.run();
        } catch (IOException e) {
            throw new CommandFailure(
                    String.valueOf(e.getMessage()),
                    "run it again with --seed " + settings.seed() + " --keep and read the servers' logs");
        } finally {
            if (keep) {
                err.println("kept: " + run.home());
            }
        }
        print(settings, result);
        return result.violations() == 0 ? 0 : 1;
    }

    private WebhookRun.Settings settings() {
        if (events < 1 || events > MOST_EVENTS) {
            throw CommandFailure.usage("--events must be between 1 and " + MOST_EVENTS, "--events 10000");
        }
        if (kills != null && (kills < 0 || kills > 100)) {
            throw CommandFailure.usage("--kills must be between 0 and 100", "--kills 3");
        }
        if (!(bad >= 0 && bad <= 1)) {
            throw CommandFailure.usage("--bad must be between 0 and 1", "--bad 0.03");
        }
        json.check();
        return new WebhookRun.Settings(
                seed == null ? new SecureRandom().nextInt(1, Integer.MAX_VALUE) : seed,
                events,
                kills == null ? (int) Math.max(3, Math.min(12, events / 2_500)) : kills,
                bad,
                Duration.ofSeconds(2),
                keep);
    }

    private void print(WebhookRun.Settings settings, WebhookRun.Result result) {
        PrintWriter out = spec.commandLine().getOut();
        long repeats =
                result.repeats().values().stream().mapToLong(Long::longValue).sum();
        out.printf(Locale.ROOT, "events     %,d of %,d tickets%n", result.events(), result.tickets());
        out.printf(
                Locale.ROOT,
                "deliveries %,d in %.0f s, %.0f a second; %,d repeats %s%n",
                result.deliveries(),
                result.seconds(),
                result.deliveries() / result.seconds(),
                repeats,
                result.repeats());
        out.printf(Locale.ROOT, "kills      %d%n", result.kills());
        out.printf(Locale.ROOT, "lost       %,d%n", result.lost());
        out.printf(Locale.ROOT, "violations %,d%n", result.violations());
        result.examples().forEach(example -> out.println("  " + example));
        out.flush();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("seed", settings.seed());
        report.put("events", result.events());
        report.put("tickets", result.tickets());
        report.put("deliveries", result.deliveries());
        report.put("repeats", repeats);
        report.put("repeats_by_receiver", result.repeats());
        report.put("lost", result.lost());
        report.put("kills", result.kills());
        report.put("violations", result.violations());
        report.put("seconds", result.seconds());
        report.put("deliveries_per_second", result.deliveries() / result.seconds());
        report.put("examples", result.examples());
        json.write(report);
    }
}
