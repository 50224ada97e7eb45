package io.hearthwatch.app.policy;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.servicedesk.TicketPolicies;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code policy simulate}. */
@Command(
        name = "simulate",
        description = "Show what other costs or capacities would have done to last quarter's tickets; changes nothing.")
final class PolicySimulate implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(names = "--type", required = true, paramLabel = "TYPE", description = "appliance type")
    private String type;

    @Option(names = "--component", paramLabel = "NAME", description = "whose costs differ (default: all of the type)")
    private String component;

    @Option(names = "--missed", paramLabel = "AMOUNT", description = "what a missed failure would cost")
    private Double missed;

    @Option(names = "--needless", paramLabel = "AMOUNT", description = "what a needless visit would cost")
    private Double needless;

    @Option(names = "--hold", paramLabel = "AMOUNT", description = "what holding the part would cost")
    private Double hold;

    @Option(
            names = "--tickets-per-day",
            paramLabel = "CENTRE=N",
            description = "what a service centre would take a day; CENTRE=none for no limit; may be repeated")
    private Map<String, String> capacity = new LinkedHashMap<>();

    @Option(names = "--model", paramLabel = "ID", description = "whose scores are played (default: the champion)")
    private String model;

    @Option(
            names = "--last",
            paramLabel = "DURATION",
            description = "how far back (default: 90d); what the model has learnt from is left out")
    private Duration last = Duration.ofDays(90);

    @Option(names = "--from", paramLabel = "INSTANT", description = "beginning, in place of --last")
    private Instant from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "end (default: the end of what is stored)")
    private Instant to;

    @Option(names = "--fresh", description = "score anew, because what is stored of the span has changed")
    private boolean fresh;

    @Option(names = "--list", paramLabel = "N", description = "how many new and gone tickets to show (default: 10)")
    private int list = 10;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            PolicyCommand.checkType(workspace, type);
            Progress progress = new Progress();
            progress.show("playing what is stored", -1, "");
            SimulationReport report = new PolicySimulator(workspace)
                    .run(new PolicySimulator.Request(
                            type, model, costs(workspace), capacities(), from, to, last, fresh));
            progress.done();
            PrintWriter out = spec.commandLine().getOut();
            out.print(report.toText(Math.max(0, list)));
            out.flush();
            json.write(report.toJson());
        }
    }

    private Map<String, Costs> costs(Workspace workspace) {
        Map<String, Costs> costs = new LinkedHashMap<>();
        if (missed == null && needless == null && hold == null) {
            return costs;
        }
        TicketPolicies policies = workspace.serviceDesk().policies();
        for (Component each : workspace.catalog().type(type).components().values()) {
            if (component == null || component.equals(each.id())) {
                Costs now = policies.costs(type, each.id());
                costs.put(
                        each.id(),
                        new Costs(
                                missed == null ? now.missedFailure() : missed,
                                needless == null ? now.needlessVisit() : needless,
                                hold == null ? now.heldPart() : hold));
            }
        }
        if (costs.isEmpty()) {
            throw new CommandFailure(
                    "type " + type + " has no component " + component,
                    "choose one of "
                            + String.join(
                                    ", ",
                                    workspace.catalog().type(type).components().keySet()));
        }
        costs.values().forEach(each -> {
            if (each.missedFailure() <= each.heldPart() || each.needlessVisit() < 0 || each.heldPart() < 0) {
                throw CommandFailure.usage(
                        "a missed failure must cost more than holding the part, and no cost is below zero",
                        "--missed 400 --needless 80 --hold 5");
            }
        });
        return costs;
    }

    private Map<String, Integer> capacities() {
        Map<String, Integer> capacities = new LinkedHashMap<>();
        capacity.forEach((centre, tickets) -> {
            if (!tickets.matches("none|\\d{1,6}")) {
                throw CommandFailure.usage(
                        "--tickets-per-day " + centre + "=" + tickets + " is not a number of tickets",
                        "--tickets-per-day " + centre + "=20, or =none");
            }
            capacities.put(centre, tickets.equals("none") ? null : Integer.valueOf(tickets));
        });
        return capacities;
    }
}
