package io.hearthwatch.app.report;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Limit;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.ticket.TicketWorkCommand;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.report.ReportView;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}: what came by the public form. */
@Command(
        name = "report",
        description = {
            "Look at what customers reported by the public form, and complete what could not become a ticket.",
            "",
            "Example: hearthwatch report complete R-7K2M --household H-17 --appliance wm-0001"
        },
        subcommands = {ReportCommand.ListAll.class, ReportCommand.Show.class, ReportCommand.Complete.class})
public final class ReportCommand extends CommandGroup {
    /** {@code report list}. */
    @Command(name = "list", description = "List reports without the customers' names, the newest first.")
    static final class ListAll extends DeskCommand {
        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "only those that are received, opened, intake (they wait to be completed) or completed")
        private String state;

        @Mixin
        private Limit limit;

        @Override
        protected void check() {
            Choice.of("--state", state, "received", "opened", "intake", "completed");
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<ReportView> reports = desk.reports().reports(Scope.EVERYTHING, state, limit.of(500));
            Table table = Table.of("REPORT", "AT", "STATE", "KIND", "TYPE", "DANGERS", "TICKET", "MISSING", "CENTRE");
            List<Map<String, Object>> told =
                    reports.stream().map(each -> told(table, each)).toList();
            table.print(out, "there is no report");
            return told;
        }

        private static Map<String, Object> told(Table table, ReportView report) {
            table.row(
                    report.reference(),
                    report.at(),
                    report.state(),
                    report.kind(),
                    report.type(),
                    report.dangers(),
                    report.ticket() == null ? report.intake() : report.ticket(),
                    report.missing(),
                    report.centre());
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("reference", report.reference());
            told.put("at", report.at());
            told.put("state", report.state());
            told.put("kind", report.kind());
            told.put("type", report.type());
            told.put("dangers", report.dangers());
            told.put("ticket", report.ticket());
            told.put("intake", report.intake());
            told.put("missing", report.missing());
            told.put("centre", report.centre());
            return told;
        }
    }

    /** {@code report show REFERENCE}. */
    @Command(name = "show", description = "Show one report with who sent it; the look is recorded.")
    static final class Show extends DeskCommand {
        @Parameters(paramLabel = "REFERENCE", description = "as the customer was told, or as: hearthwatch report list")
        private String reference;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            ReportView report = desk.reports()
                    .report(Scope.EVERYTHING, reference)
                    .orElseThrow(() -> new CommandFailure(
                            "there is no report '" + reference + "'", "look at: hearthwatch report list"));
            desk.organisation().looks().noteBy(Who.user(), report.reference(), "report");
            out.println(report.reference() + " of " + Table.shown(report.at()) + " is " + report.state()
                    + (report.ticket() == null ? "" : ": " + report.ticket())
                    + (report.missing().isEmpty() ? "" : "; missing: " + Table.shown(report.missing())));
            out.println(Table.shown(report.name()) + ", " + Table.shown(report.phone()) + ", "
                    + Table.shown(report.email()) + ", " + Table.shown(report.address()) + " "
                    + Table.shown(report.postcode()));
            out.println(
                    Table.shown(report.type()) + " " + Table.shown(report.model()) + " " + Table.shown(report.serial())
                            + ": " + Table.shown(report.symptom()) + ", since " + Table.shown(report.began()));
            out.println("wishes: " + Table.shown(report.wish()) + ", " + Table.shown(report.wishedTime()));
            if (!report.dangers().isEmpty()) {
                out.println("danger: " + Table.shown(report.dangers()));
            }
            return report;
        }
    }

    /** {@code report complete REFERENCE}. */
    @Command(name = "complete", description = "Complete a report that waits: it becomes a ticket.")
    static final class Complete extends DeskCommand {
        @Parameters(paramLabel = "REFERENCE", description = "as: hearthwatch report list --state intake")
        private String reference;

        @Option(names = "--appliance", paramLabel = "ID", description = "the appliance, by its maker's id")
        private String appliance;

        @Option(names = "--household", paramLabel = "HOUSEHOLD", description = "who reported it, such as H-17")
        private String household;

        @Option(names = "--kind", paramLabel = "KIND", description = "kind of work, such as repair")
        private String kind;

        @Option(names = "--component", paramLabel = "COMPONENT", description = "what it is about, such as drain_pump")
        private String component;

        @Option(names = "--fault-codes", paramLabel = "CODE", split = ",", description = "codes that it shows")
        private List<String> faultCodes;

        @Option(names = "--urgency", paramLabel = "URGENCY", description = "low, normal, high or critical")
        private String urgency;

        @Option(names = "--centre", paramLabel = "ID", description = "the service centre that gets it")
        private String centre;

        @Mixin
        private Doer doer;

        @Override
        protected void check() {
            Choice.of("--urgency", urgency, "low", "normal", "high", "critical");
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            Map<String, Object> said = new LinkedHashMap<>();
            said.put("appliance", appliance);
            said.put("household", household);
            said.put("kind", kind);
            said.put("component", component);
            said.put("fault_codes", faultCodes);
            said.put("urgency", urgency);
            said.put("centre", centre);
            said.values().removeIf(each -> each == null);
            TicketReceipt opened = desk.reports().complete(reference, said, doer.name(), Scope.EVERYTHING);
            TicketWorkCommand.print(out, opened);
            return opened;
        }
    }
}
