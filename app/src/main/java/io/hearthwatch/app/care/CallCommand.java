package io.hearthwatch.app.care;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Limit;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.ticket.TicketWrite;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code call}: calls to customers after the work. */
@Command(
        name = "call",
        description = {
            "Follow-up calls to customers: which are due, who makes them, and what was heard.",
            "",
            "Example: hearthwatch call take 7 && hearthwatch call note HW-000123 --reached true --solved true --rating 5"
        },
        subcommands = {CallCommand.ListAll.class, CallCommand.Take.class, CallCommand.Note.class})
public final class CallCommand extends CommandGroup {
    /** {@code call list}. */
    @Command(name = "list", description = "List calls that are due, the most overdue first; or those that were made.")
    static final class ListAll extends DeskCommand {
        @Option(names = "--state", paramLabel = "STATE", description = "due or made (default: due)")
        private String state = "due";

        @Mixin
        private Limit limit;

        @Override
        protected void check() {
            Choice.of("--state", state, "due", "made");
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<Map<String, Object>> calls =
                    desk.complaints().calls(Scope.EVERYTHING, state.equals("made"), limit.of(500));
            boolean made = state.equals("made");
            Table table = made
                    ? Table.of("CALL", "TICKET", "REASON", "MADE", "BY", "REACHED", "SOLVED", "RATING", "REMARKS")
                    : Table.of("CALL", "TICKET", "REASON", "DUE", "CENTRE", "TAKEN BY");
            for (Map<String, Object> each : calls) {
                if (made) {
                    table.row(
                            each.get("id"),
                            each.get("number"),
                            each.get("reason"),
                            each.get("at"),
                            each.get("who"),
                            each.get("reached"),
                            each.get("solved"),
                            each.get("rating"),
                            each.get("remarks"));
                } else {
                    table.row(
                            each.get("id"),
                            each.get("number"),
                            each.get("reason"),
                            each.get("due_at"),
                            each.get("centre"),
                            each.get("taken_by"));
                }
            }
            table.print(out, "no call " + (made ? "was made" : "is due"));
            return calls;
        }
    }

    /** {@code call take ID}. */
    @Command(name = "take", description = "Take a due call, so that nobody else makes it.")
    static final class Take extends DeskCommand {
        @Parameters(paramLabel = "ID", description = "the call's number, as: hearthwatch call list")
        private long call;

        @Mixin
        private Doer doer;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            desk.complaints().takeCall(Scope.EVERYTHING, call, doer.name());
            out.println("call " + call + " is taken by " + doer.name());
            return Map.of("taken", true);
        }
    }

    /** {@code call note TICKET}. */
    @Command(
            name = "note",
            description = "Note what was heard; unsolved, or with a rating of 2 or worse, the ticket reopens.")
    static final class Note extends TicketWrite {
        @Option(
                names = "--reached",
                arity = "1",
                paramLabel = "true|false",
                description = "whether the customer was reached (default: true)")
        private boolean reached = true;

        @Option(
                names = "--solved",
                arity = "1",
                paramLabel = "true|false",
                description = "whether the problem is solved")
        private Boolean solved;

        @Option(names = "--rating", paramLabel = "1..5", description = "what the customer gives")
        private Integer rating;

        @Option(names = "--remarks", paramLabel = "TEXT", description = "what the customer said")
        private String remarks;

        @Option(names = "--reason", paramLabel = "REASON", description = "which call, where more than one is due")
        private String reason;

        @Override
        protected void say(Map<String, Object> said) {
            said.put("reached", reached);
            some(said, "solved", solved);
            some(said, "rating", rating);
            some(said, "remarks", remarks);
            some(said, "reason", reason);
        }

        @Override
        protected TicketReceipt write(ServiceDesk desk, String ticket, TicketRequest request) {
            return desk.work().followUp(ticket, request);
        }
    }
}
