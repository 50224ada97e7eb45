package io.hearthwatch.app.demo;

import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.simulator.outside.StopSignal;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the whole product on a simulated home fleet. */
@Command(
        name = "demo",
        description =
                "See everything work: a simulated home fleet, its history, models trained on it, then live time running fast,"
                        + " with tickets on the page. Ctrl-C stops everything; nothing is kept unless --data-dir is given.")
public final class DemoCommand implements Runnable {
    @Mixin
    private StoreOptions store;

    @Option(
            names = "--mqtt-port",
            paramLabel = "PORT",
            description = "port for appliances (default: 1883; 0 = any free one)")
    private int mqttPort = 1883;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "port of the page (default: 8080; 0 = any free one)")
    private int httpPort = 8080;

    @Option(
            names = "--appliances",
            paramLabel = "N",
            description = "appliances of each of the five types (default: 40)")
    private int appliances = 40;

    @Option(names = "--days", paramLabel = "N", description = "days of history before live time (default: 120)")
    private int days = 120;

    @Option(
            names = "--speed",
            paramLabel = "HOURS",
            description = "simulated hours per second of live time (default: 6); less where this machine is slower")
    private double speed = 6;

    @Option(names = "--seed", paramLabel = "N", description = "the same seed gives the same fleet (default: 1)")
    private long seed = 1;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        StopSignal stop = new StopSignal();
        DemoDirectory directory = DemoDirectory.choose(store);
        try (Workspace workspace = Workspace.own(store.inDirectory(directory.path()))) {
            workspace.closeLast(directory);
            Demo demo =
                    new Demo(workspace, new Demo.Plan(appliances, days, seed, speed, mqttPort, httpPort), stop, out);
            // What was opened last is closed first; before there is a service, this is what ends the history.
            workspace.closeLater(stop::raise);
            demo.run();
        }
    }
}
