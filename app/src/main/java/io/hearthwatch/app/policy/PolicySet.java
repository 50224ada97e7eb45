package io.hearthwatch.app.policy;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.servicedesk.Author;
import io.hearthwatch.servicedesk.TicketPolicies;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code policy set}. */
@Command(
        name = "set",
        description =
                "Say what outcomes cost, or how many tickets a service centre takes a day; holds at once, nothing is trained anew.")
final class PolicySet implements Runnable {
    @Mixin
    private StoreOptions store;

    @Option(names = "--type", paramLabel = "TYPE", description = "appliance type whose costs are set")
    private String type;

    @Option(names = "--component", paramLabel = "NAME", description = "only this component (default: all of the type)")
    private String component;

    @Option(names = "--missed", paramLabel = "AMOUNT", description = "what a failure costs that no ticket preceded")
    private Double missed;

    @Option(names = "--needless", paramLabel = "AMOUNT", description = "what a visit costs that finds nothing")
    private Double needless;

    @Option(names = "--hold", paramLabel = "AMOUNT", description = "what holding the part costs until the ticket ends")
    private Double hold;

    @Option(names = "--currency", paramLabel = "CODE", description = "currency of the type's costs, such as CNY")
    private String currency;

    @Option(names = "--centre", paramLabel = "ID", description = "service centre whose capacity is set")
    private String centre;

    @Option(
            names = "--tickets-per-day",
            paramLabel = "N",
            description = "most tickets that predictions open for the centre in a day; none = no limit")
    private String perDay;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why; kept with the change")
    private String reason;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        boolean costs = missed != null || needless != null || hold != null || currency != null;
        if (costs == (perDay != null) || costs != (type != null) || (perDay != null) != (centre != null)) {
            throw CommandFailure.usage(
                    "say either what outcomes cost, or what a centre takes",
                    "--type TYPE --component NAME --missed 400, or --centre ID --tickets-per-day 20");
        }
        try (Workspace workspace = Workspace.use(store)) {
            TicketPolicies policies = workspace.serviceDesk().policies();
            Author author = new Author(Who.user(), reason);
            PrintWriter out = spec.commandLine().getOut();
            if (costs) {
                PolicyCommand.checkType(workspace, type);
                if (currency != null) {
                    policies.setCurrency(type, currency, author);
                }
                for (Component each : components(workspace)) {
                    setCosts(workspace, each, author, out);
                }
            } else {
                policies.setCapacity(centre, tickets(), author);
                out.println(centre + ": "
                        + (tickets() == null ? "as many tickets as there are" : tickets() + " tickets a day"));
            }
            out.flush();
        }
    }

    private Collection<Component> components(Workspace workspace) {
        var all = workspace.catalog().type(type).components();
        if (component == null) {
            return missed == null && needless == null && hold == null ? List.of() : all.values();
        }
        if (!all.containsKey(component)) {
            throw new CommandFailure(
                    "type " + type + " has no component " + component,
                    "choose one of " + String.join(", ", all.keySet()));
        }
        return List.of(all.get(component));
    }

    private void setCosts(Workspace workspace, Component each, Author author, PrintWriter out) {
        TicketPolicies policies = workspace.serviceDesk().policies();
        Costs before = policies.costs(type, each.id());
        Costs after = new Costs(
                missed == null ? before.missedFailure() : missed,
                needless == null ? before.needlessVisit() : needless,
                hold == null ? before.heldPart() : hold);
        policies.setCosts(type, each.id(), after, author);
        out.printf(
                Locale.ROOT,
                "%s: a ticket from %.1f %% on, before %.1f %%%n",
                each.id(),
                after.weighing(each.safetyWeight()).threshold() * 100,
                before.weighing(each.safetyWeight()).threshold() * 100);
    }

    private Integer tickets() {
        if (perDay.equals("none")) {
            return null;
        }
        try {
            int tickets = Integer.parseInt(perDay);
            if (tickets >= 0) {
                return tickets;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw CommandFailure.usage(
                "--tickets-per-day " + perDay + " is not a number of tickets", "such as 20, or none");
    }
}
