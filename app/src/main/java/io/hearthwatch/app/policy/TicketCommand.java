package io.hearthwatch.app.policy;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.CommonOptions;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.ticket.TicketChange;
import io.hearthwatch.app.ticket.TicketCustomer;
import io.hearthwatch.app.ticket.TicketLooks;
import io.hearthwatch.app.ticket.TicketWorkCommand;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.ShadowTicket;
import io.hearthwatch.servicedesk.TicketFilter;
import io.hearthwatch.servicedesk.TicketSummary;
import io.hearthwatch.servicedesk.TypePolicy;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ticket}. */
@Command(
        name = "ticket",
        description =
                "Open tickets, bring them on their way, look at them; list them, and those that would have been opened.",
        subcommands = {
            TicketCommand.ListAll.class,
            TicketWorkCommand.Show.class,
            TicketLooks.Find.class,
            TicketLooks.Triage.class,
            TicketLooks.Due.class,
            TicketLooks.Kinds.class,
            TicketWorkCommand.Open.class,
            TicketWorkCommand.Step.class,
            TicketWorkCommand.Add.class,
            TicketChange.Change.class,
            TicketChange.EndWish.class,
            TicketChange.EndPromise.class,
            TicketChange.Compensate.class,
            TicketChange.External.class,
            TicketCustomer.Acknowledge.class,
            TicketCustomer.OnTheWay.class,
            TicketCustomer.Link.class,
            TicketCustomer.Messages.class
        })
public final class TicketCommand implements Runnable {
    @Mixin
    CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which? " + String.join(", ", spec.subcommands().keySet()));
    }

    /** {@code ticket list}. */
    @Command(
            name = "list",
            description = "List open tickets, the most urgent first; or would-be tickets, the newest first.")
    static final class ListAll implements Runnable {
        @Mixin
        private StoreOptions store;

        @Mixin
        private JsonOutput json;

        @Option(names = "--type", paramLabel = "TYPE", description = "only this appliance type")
        private String type;

        @Option(names = "--shadow", description = "tickets that would have been opened, and why they were not")
        private boolean shadow;

        @Option(names = "--model", paramLabel = "ID", description = "with --shadow: only this model's")
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
            try (Workspace workspace = Workspace.use(store)) {
                if (type != null) {
                    PolicyCommand.checkType(workspace, type);
                }
                PrintWriter out = spec.commandLine().getOut();
                if (shadow) {
                    shadows(workspace, out);
                } else {
                    tickets(workspace, out);
                }
                notes(workspace, out);
                out.flush();
            }
        }

        private void tickets(Workspace workspace, PrintWriter out) {
            List<TicketSummary> tickets = workspace
                    .serviceDesk()
                    .tickets(new TicketFilter(TicketFilter.State.OPEN, type, null, 0, limit))
                    .tickets();
            if (tickets.isEmpty()) {
                out.println("no open tickets");
            }
            for (TicketSummary ticket : tickets) {
                out.printf(
                        "%-10s %-8s %-24s due %s  %s%n",
                        ticket.number(),
                        ticket.urgency().name().toLowerCase(Locale.ROOT),
                        ticket.appliance(),
                        ticket.dueAt(),
                        ticket.summary().en());
            }
            json.write(tickets.stream().map(ListAll::json).toList());
        }

        private static Map<String, Object> json(TicketSummary ticket) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("number", ticket.number());
            json.put("appliance", ticket.appliance());
            json.put("type", ticket.type());
            json.put("component", ticket.component());
            json.put("urgency", ticket.urgency().name().toLowerCase(Locale.ROOT));
            json.put("probability", ticket.probability());
            json.put("summary", ticket.summary().en());
            json.put("centre", ticket.centre());
            json.put("opened_at", ticket.openedAt().toString());
            json.put("due_at", ticket.dueAt().toString());
            return json;
        }

        private void shadows(Workspace workspace, PrintWriter out) {
            List<ShadowTicket> tickets = workspace.serviceDesk().policies().shadowTickets(type, null, model, limit);
            if (tickets.isEmpty()) {
                out.println("no would-be tickets");
            }
            for (ShadowTicket ticket : tickets) {
                out.printf(
                        Locale.ROOT,
                        "%s  %-8s %-24s %-20s %5.1f %%  %-11s  %s%n",
                        ticket.openedAt(),
                        ticket.urgency().name().toLowerCase(Locale.ROOT),
                        ticket.appliance(),
                        ticket.component(),
                        ticket.probability() * 100,
                        ticket.reason().id(),
                        became(ticket));
            }
            json.write(tickets.stream().map(ListAll::json).toList());
        }

        private static String became(ShadowTicket ticket) {
            if (ticket.hitAt() != null) {
                return "the component failed";
            }
            return ticket.endReason() == null ? "open" : ticket.endReason().id();
        }

        private static Map<String, Object> json(ShadowTicket ticket) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("appliance", ticket.appliance());
            json.put("type", ticket.type());
            json.put("component", ticket.component());
            json.put("reason", ticket.reason().id());
            json.put("model", ticket.modelId());
            json.put("probability", ticket.probability());
            json.put("urgency", ticket.urgency().name().toLowerCase(Locale.ROOT));
            json.put("centre", ticket.centre());
            json.put("opened_at", ticket.openedAt().toString());
            json.put("hit_at", ticket.hitAt() == null ? null : ticket.hitAt().toString());
            json.put(
                    "ended_at",
                    ticket.endedAt() == null ? null : ticket.endedAt().toString());
            json.put(
                    "end_reason",
                    ticket.endReason() == null ? null : ticket.endReason().id());
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
}
