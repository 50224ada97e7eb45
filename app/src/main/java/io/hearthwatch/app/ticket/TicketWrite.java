package io.hearthwatch.app.ticket;

import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Something is written down about a ticket, by somebody, and the ticket says what may follow. */
public abstract class TicketWrite extends DeskCommand {
    @Parameters(index = "0", paramLabel = "TICKET", description = "its number, such as HW-000123")
    private String ticket;

    @Option(
            names = "--if-version",
            paramLabel = "N",
            description = "refuse it if the ticket is of another version by now")
    private Integer version;

    @Mixin
    private Doer doer;

    @Override
    protected final Object run(ServiceDesk desk, PrintWriter out) {
        Map<String, Object> said = new LinkedHashMap<>();
        say(said);
        Integer meant = version != null ? version : (Integer) desk.work().version(ticket);
        TicketReceipt receipt = write(desk, ticket, TicketRequest.of(doer.name(), meant, said));
        TicketWorkCommand.print(out, receipt);
        return receipt;
    }

    /** What is written, as in the HTTP API. */
    protected abstract void say(Map<String, Object> said);

    /** Writes it. */
    protected abstract TicketReceipt write(ServiceDesk desk, String ticket, TicketRequest request);

    /** Says what is there. */
    protected static void some(Map<String, Object> said, String key, Object value) {
        if (value != null) {
            said.put(key, value);
        }
    }
}
