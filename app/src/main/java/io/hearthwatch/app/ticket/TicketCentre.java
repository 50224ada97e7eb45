package io.hearthwatch.app.ticket;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which service centre a ticket is with. */
public final class TicketCentre {
    private TicketCentre() {}

    /** {@code ticket centres}. */
    @Command(name = "centres", description = "List the service centres that the ticket could go to, the best first.")
    public static final class Candidates extends DeskCommand {
        @Parameters(paramLabel = "TICKET", description = "its number, such as HW-000123")
        private String ticket;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<Map<String, Object>> centres = desk.work().centres(ticket);
            if (centres.isEmpty()) {
                out.println("there is no other");
            }
            centres.forEach(each -> out.println(words(each)));
            return centres;
        }

        private static String words(Map<?, ?> row) {
            StringBuilder words = new StringBuilder();
            row.forEach((key, value) -> {
                if (value != null && !(value instanceof Map) && !key.toString().endsWith("_zh")) {
                    words.append(words.isEmpty() ? "" : ", ")
                            .append(key.toString().replace('_', ' '))
                            .append(' ')
                            .append(Table.shown(value));
                }
            });
            return words.toString();
        }
    }

    /** {@code ticket hand-over}. */
    @Command(
            name = "hand-over",
            description = {
                "Give the ticket to another service centre.",
                "",
                "Example: hearthwatch ticket hand-over HW-000123 munich --cause load --reason \"no one free this week\""
            })
    public static final class HandOver extends TicketWrite {
        @Parameters(index = "1", paramLabel = "CENTRE", description = "its id, as: hearthwatch ticket centres TICKET")
        private String centre;

        @Option(
                names = "--cause",
                required = true,
                paramLabel = "CAUSE",
                description = "time, load, competence, territory or other")
        private String cause;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the record")
        private String reason;

        @Option(
                names = "--override",
                paramLabel = "TEXT",
                description = "why the centre gets it although it lacks something")
        private String override;

        @Override
        protected void check() {
            Choice.required("--cause", cause, "time", "load", "competence", "territory", "other");
        }

        @Override
        protected void say(Map<String, Object> said) {
            said.put("centre", centre);
            said.put("cause", cause);
            said.put("reason", reason);
            some(said, "override", override);
        }

        @Override
        protected TicketReceipt write(ServiceDesk desk, String ticket, TicketRequest request) {
            return desk.work().handOver(ticket, request);
        }
    }

    /** {@code ticket time-refused}. */
    @Command(
            name = "time-refused",
            description = "Note that the customer was asked for another time and did not take it.")
    public static final class TimeRefused extends TicketWrite {
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "what the customer was told")
        private String reason;

        @Option(
                names = "--window-from",
                required = true,
                paramLabel = "TIME",
                description = "the other time's beginning, such as 2026-11-23T08:00:00Z")
        private Instant from;

        @Option(names = "--window-to", required = true, paramLabel = "TIME", description = "and its end")
        private Instant to;

        @Option(names = "--channel", paramLabel = "CHANNEL", description = "how the customer was asked, such as phone")
        private String channel;

        @Option(names = "--words", paramLabel = "TEXT", description = "what the customer said")
        private String words;

        @Override
        protected void say(Map<String, Object> said) {
            said.put("reason", reason);
            said.put("window_from", from.toString());
            said.put("window_to", to.toString());
            some(said, "channel", channel);
            some(said, "words", words);
        }

        @Override
        protected TicketReceipt write(ServiceDesk desk, String ticket, TicketRequest request) {
            return desk.work().refuseTime(ticket, request);
        }
    }
}
