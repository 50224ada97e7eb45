package io.hearthwatch.app.policy;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.TicketFilter;
import io.hearthwatch.servicedesk.TicketPage;
import io.hearthwatch.servicedesk.TicketSummary;
import io.hearthwatch.servicedesk.TypePolicy;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ticket list}. */
@Command(name = "list", description = "List tickets, the most urgent first; or would-be tickets, the newest first.")
final class TicketList implements Runnable {
    private static final List<String> STATES = List.of("open", "ended", "closed", "cancelled", "all");

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Mixin
    private TicketListOptions which;

    @Option(names = "--type", paramLabel = "TYPE", description = "only this appliance type")
    private String type;

    @Option(names = "--shadow", description = "tickets that would have been opened, and why they were not")
    private boolean shadow;

    @Option(names = "--model", paramLabel = "ID", description = "with --shadow: only this prediction model's")
    private String model;

    @Option(names = "--limit", paramLabel = "N", description = "how many (default: 100)")
    private int limit = 100;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        if (limit < 1 || limit > TicketFilter.MOST) {
            throw CommandFailure.usage("--limit must be between 1 and " + TicketFilter.MOST, "--limit 100");
        }
        if (!STATES.contains(which.state)) {
            throw CommandFailure.usage(
                    "--state cannot be '" + which.state + "'", "use one of " + String.join(", ", STATES));
        }
        if (shadow && !which.plain()) {
            throw CommandFailure.usage(
                    "--shadow goes with --type, --model and --limit only", "leave the other filters out");
        }
        if (!shadow && model != null) {
            throw CommandFailure.usage(
                    "--model goes with --shadow only", "use --appliance-model for the model of an appliance");
        }
        try (Workspace workspace = Workspace.use(store)) {
            if (type != null) {
                PolicyCommand.checkType(workspace, type);
            }
            PrintWriter out = spec.commandLine().getOut();
            if (shadow) {
                json.write(ShadowLines.print(
                        workspace.serviceDesk().policies().shadowTickets(type, null, model, limit), out));
            } else {
                tickets(workspace, out);
            }
            notes(workspace, out);
            out.flush();
        }
    }

    private void tickets(Workspace workspace, PrintWriter out) {
        ServiceDesk desk = workspace.serviceDesk();
        TicketPage page = desk.tickets(new TicketFilter(
                which.state.equals("all") ? null : TicketFilter.State.valueOf(which.state.toUpperCase(Locale.ROOT)),
                type,
                centre(desk),
                appliance(workspace),
                Scope.EVERYTHING,
                desk.searches().read(which.asked(), Scope.EVERYTHING, true),
                0,
                limit));
        page.recognised().forEach(household -> desk.organisation().looks().noteBy(Who.user(), household, "search"));
        List<TicketSummary> tickets = page.tickets();
        if (tickets.isEmpty()) {
            out.println(which.plain() && type == null ? "no open tickets" : "no such tickets");
        }
        for (TicketSummary ticket : tickets) {
            out.printf(
                    "%-10s %-8s %-11s %-20s due %s%s  %-12s %-12s %s%s%n",
                    ticket.number(),
                    ticket.urgency().name().toLowerCase(Locale.ROOT),
                    ticket.state(),
                    ticket.appliance() == null ? "-" : ticket.appliance(),
                    ticket.dueAt(),
                    ticket.overdue() ? " OVERDUE" : "",
                    ticket.centre() == null ? "-" : ticket.centre(),
                    ticket.technician() == null ? "-" : ticket.technician(),
                    ticket.summary().en(),
                    ticket.waitsFor().isEmpty() ? "" : "  [waits for " + String.join(", ", ticket.waitsFor()) + "]");
        }
        if (page.next() != null) {
            out.println(tickets.size() + " of " + page.total() + (page.totalExact() ? "" : " or more")
                    + "; the next page: --after " + page.next());
        }
        json.write(tickets.stream().map(TicketList::json).toList());
    }

    private String centre(ServiceDesk desk) {
        if (which.centre != null && !desk.organisation().centres().isKnown(Scope.EVERYTHING, which.centre)) {
            throw new CommandFailure(
                    "there is no service centre '" + which.centre + "'", "see what `hearthwatch service` loaded");
        }
        return which.centre;
    }

    private Integer appliance(Workspace workspace) {
        return which.appliance == null
                ? null
                : workspace
                        .fleet()
                        .find(which.appliance)
                        .orElseThrow(() -> new CommandFailure(
                                "there is no appliance '" + which.appliance + "'", "see: hearthwatch appliance list"))
                        .no();
    }

    private static Map<String, Object> json(TicketSummary ticket) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", ticket.number());
        json.put("kind", ticket.kind());
        json.put("source", ticket.source());
        json.put("step", ticket.state());
        json.put("appliance", ticket.appliance());
        json.put("type", ticket.type());
        json.put("component", ticket.component());
        json.put("urgency", ticket.urgency().name().toLowerCase(Locale.ROOT));
        json.put("probability", ticket.probability());
        json.put("summary", ticket.summary().en());
        json.put("centre", ticket.centre());
        json.put("technician", ticket.technician());
        json.put("household", ticket.household());
        json.put("opened_at", ticket.openedAt().toString());
        json.put("due_at", ticket.dueAt().toString());
        json.put("ended_at", ticket.endedAt() == null ? null : ticket.endedAt().toString());
        json.put("overdue", ticket.overdue());
        json.put("waits_for", ticket.waitsFor());
        return json;
    }

    /** Why there may be fewer tickets than somebody expects. */
    private void notes(Workspace workspace, PrintWriter out) {
        workspace.serviceDesk().policies().modes().forEach((id, mode) -> {
            boolean inService = workspace.predictor().champion(id).isPresent();
            if ((type == null && inService) || id.equals(type)) {
                if (mode == TypePolicy.Mode.SHADOW) {
                    out.println(id
                            + " is in shadow, no ticket is opened; enable it with: hearthwatch policy enable --type "
                            + id);
                } else if (mode == TypePolicy.Mode.STOPPED) {
                    out.println(id + " is stopped by the emergency switch; see: hearthwatch policy show");
                }
            }
        });
    }
}
