package io.hearthwatch.app.ticket;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is known about a ticket changes. */
public final class TicketChange {
    private TicketChange() {}

    /** {@code ticket change}. */
    @Command(
            name = "change",
            description = {
                "Add what was asked for, name the component, or say whose ticket it is.",
                "",
                "Example: hearthwatch ticket change HW-000123 --component drain_pump --answers symptom=\"no water leaves\""
            })
    public static final class Change extends TicketWrite {
        @Option(
                names = "--component",
                paramLabel = "COMPONENT",
                description = "what the ticket is about, such as drain_pump")
        private String component;

        @Option(
                names = "--fault-codes",
                paramLabel = "CODE",
                split = ",",
                description = "codes that the appliance shows")
        private List<String> faultCodes;

        @Option(names = "--household", paramLabel = "HOUSEHOLD", description = "whose it is, such as H-17")
        private String household;

        @Option(
                names = "--answers",
                paramLabel = "FIELD=VALUE",
                description = "what was asked for, such as symptom=noise; may be given more than once")
        private Map<String, String> answers;

        @Option(
                names = "--evidence",
                paramLabel = "TEXT",
                description = "what was seen that proves the answers, such as \"invoice 4711\"")
        private String evidence;

        @Override
        protected void check() {
            if (evidence != null && answers == null) {
                throw CommandFailure.usage("--evidence proves nothing", "give the --answers that it proves");
            }
            if (component == null && faultCodes == null && household == null && answers == null) {
                throw CommandFailure.usage(
                        "nothing is changed", "give --answers, --component, --fault-codes or --household");
            }
        }

        @Override
        protected void say(Map<String, Object> said) {
            some(said, "component", component);
            some(said, "fault_codes", faultCodes);
            some(said, "household", household);
            some(said, "answers", answers);
            some(said, "evidence", evidence);
        }

        @Override
        protected TicketReceipt write(ServiceDesk desk, String ticket, TicketRequest request) {
            return desk.work().change(ticket, request);
        }
    }

    /** {@code ticket external}. */
    @Command(name = "external", description = "Note the id under which another system knows the ticket.")
    public static final class External extends TicketWrite {
        @Parameters(index = "1", paramLabel = "SYSTEM", description = "the other system's name, such as erp")
        private String system;

        @Parameters(index = "2", paramLabel = "ID", description = "the ticket's id there")
        private String id;

        @Override
        protected void say(Map<String, Object> said) {
            said.put("id", id);
        }

        @Override
        protected TicketReceipt write(ServiceDesk desk, String ticket, TicketRequest request) {
            return desk.work().external(ticket, system, request);
        }
    }

    /** The end of something that has a number. */
    abstract static class End extends TicketWrite {
        @Parameters(index = "1", paramLabel = "N", description = "its number, as the ticket shows it")
        private long number;

        @Override
        protected final TicketReceipt write(ServiceDesk desk, String ticket, TicketRequest request) {
            return write(desk, ticket, number, request);
        }

        abstract TicketReceipt write(ServiceDesk desk, String ticket, long n, TicketRequest request);
    }

    /** {@code ticket end-wish}. */
    @Command(name = "end-wish", description = "End a wish of the customer.")
    public static final class EndWish extends End {
        @Option(names = "--state", required = true, paramLabel = "STATE", description = "satisfied or given_up")
        private String state;

        @Option(names = "--outcome", paramLabel = "TEXT", description = "what came of it; why, where it is given up")
        private String outcome;

        @Override
        protected void say(Map<String, Object> said) {
            said.put("state", state);
            some(said, "outcome", outcome);
        }

        @Override
        TicketReceipt write(ServiceDesk desk, String ticket, long n, TicketRequest request) {
            return desk.work().endWish(ticket, n, request);
        }
    }

    /** {@code ticket end-promise}. */
    @Command(
            name = "end-promise",
            description = "Note whether a person's promise was kept; broken, it opens one compensation case.")
    public static final class EndPromise extends End {
        @Option(
                names = "--kept",
                required = true,
                arity = "1",
                paramLabel = "true|false",
                description = "whether it was kept")
        private boolean kept;

        @Override
        protected void say(Map<String, Object> said) {
            said.put("kept", kept);
        }

        @Override
        TicketReceipt write(ServiceDesk desk, String ticket, long n, TicketRequest request) {
            return desk.work().endPromise(ticket, n, request);
        }
    }

    /** {@code ticket compensate}. */
    @Command(name = "compensate", description = "End a compensation case: paid, or refused with the reason.")
    public static final class Compensate extends End {
        @Option(names = "--state", required = true, paramLabel = "STATE", description = "paid or refused")
        private String state;

        @Option(names = "--amount", paramLabel = "X", description = "another amount than the tariff's, such as 30")
        private BigDecimal amount;

        @Option(names = "--currency", paramLabel = "CODE", description = "its currency, such as CNY")
        private String currency;

        @Option(names = "--note", paramLabel = "TEXT", description = "why")
        private String note;

        @Override
        protected void say(Map<String, Object> said) {
            said.put("state", state);
            some(said, "amount", amount);
            some(said, "currency", currency);
            some(said, "note", note);
        }

        @Override
        TicketReceipt write(ServiceDesk desk, String ticket, long n, TicketRequest request) {
            return desk.work().compensate(ticket, n, request);
        }
    }
}
