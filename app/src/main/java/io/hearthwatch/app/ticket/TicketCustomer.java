package io.hearthwatch.app.ticket;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.clock.ClockView;
import io.hearthwatch.servicedesk.customer.Customers;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A ticket's customer and technician. */
public abstract class TicketCustomer extends DeskCommand {
    @Parameters(paramLabel = "TICKET", description = "its number, such as HW-000123")
    private String ticket;

    @Override
    protected final Object run(ServiceDesk desk, PrintWriter out) {
        long id = desk.ticketId(ticket)
                .orElseThrow(() ->
                        new CommandFailure("there is no ticket '" + ticket + "'", "look at: hearthwatch ticket list"));
        return run(desk, id, out);
    }

    abstract Object run(ServiceDesk desk, long id, PrintWriter out);

    /** {@code ticket acknowledge}. */
    @Command(name = "acknowledge", description = "The technician has seen the dispatched job.")
    public static final class Acknowledge extends TicketCustomer {
        @Mixin
        private Doer doer;

        @Override
        Object run(ServiceDesk desk, long id, PrintWriter out) {
            desk.clocks().acknowledgeJob(id, doer.name());
            List<ClockView> clocks = desk.clocks().reads().ofTicket(id);
            out.println("the job is acknowledged by " + doer.name());
            return clocks;
        }
    }

    /** {@code ticket on-the-way}. */
    @Command(name = "on-the-way", description = "The technician has set out; tells the customer who wants to be told.")
    public static final class OnTheWay extends TicketCustomer {
        @Mixin
        private Doer doer;

        @Override
        Object run(ServiceDesk desk, long id, PrintWriter out) {
            boolean told = desk.customers().onTheWay(id, doer.name());
            out.println(told ? "the customer is told" : "the customer does not want to be told, or is not written to");
            return Map.of("told", told);
        }
    }

    /** {@code ticket link}. */
    @Command(
            name = "link",
            description = {
                "Make a link for the ticket's customer, who books, moves, cancels and rates with it.",
                "Whoever has it may do so: hand it to the customer only."
            })
    public static final class Link extends TicketCustomer {
        @Option(
                names = "--public-url",
                paramLabel = "URL",
                description = "address at which customers reach this service (default: http://127.0.0.1:8080)")
        private String publicUrl;

        @Override
        Object run(ServiceDesk desk, long id, PrintWriter out) {
            if (publicUrl != null) {
                desk.customers().publicUrl(publicUrl);
            }
            Customers.Link link = desk.customers().link(id);
            out.println(link.url());
            out.println("good until " + Table.shown(link.expiresAt()));
            return link;
        }
    }

    /** {@code ticket messages}. */
    @Command(name = "messages", description = "List what the customer was told about a ticket, the newest first.")
    public static final class Messages extends TicketCustomer {
        @Override
        Object run(ServiceDesk desk, long id, PrintWriter out) {
            List<Customers.Sent> messages = desk.customers().messages(id);
            Table table = Table.of("MESSAGE", "KIND", "CHANNEL", "STATE", "SEND AT", "SENT", "SUBJECT", "ERROR");
            messages.forEach(each -> table.row(
                    each.id(),
                    each.kind(),
                    each.channel(),
                    each.state(),
                    each.sendAt(),
                    each.sentAt(),
                    each.subject(),
                    each.error()));
            table.print(out, "the customer was told nothing");
            return messages;
        }
    }
}
