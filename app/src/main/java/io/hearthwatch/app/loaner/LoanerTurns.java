package io.hearthwatch.app.loaner;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.ticket.TicketWrite;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What becomes of a loaner under a ticket: lent, prolonged, back, or charged. */
abstract class LoanerTurns extends TicketWrite {
    @Parameters(index = "1", paramLabel = "SERIAL", description = "the loaner's serial number")
    private String serial;

    @Override
    protected void say(Map<String, Object> said) {
        said.put("serial", serial);
    }

    @Override
    protected TicketReceipt write(ServiceDesk desk, String ticket, TicketRequest request) {
        return desk.work().loaner(ticket, request);
    }

    /** {@code loaner lend TICKET SERIAL}. */
    @Command(
            name = "lend",
            description = "Lend a loaner under a ticket; said again with another day, the loan is prolonged.")
    static final class Lend extends LoanerTurns {
        @Option(names = "--due-at", paramLabel = "TIME", description = "when it is due back (default: in 14 days)")
        private Instant dueAt;

        @Override
        protected void say(Map<String, Object> said) {
            super.say(said);
            some(said, "due_at", dueAt == null ? null : dueAt.toString());
        }
    }

    /** {@code loaner return TICKET SERIAL}. */
    @Command(name = "return", description = "Take a loaner back; or, with --lost, note that it does not come back.")
    static final class Return extends LoanerTurns {
        @Option(names = "--condition", paramLabel = "TEXT", description = "in what condition it came back")
        private String condition;

        @Option(names = "--in-repair", description = "it has to be repaired before it is lent again")
        private boolean repair;

        @Option(names = "--lost", description = "it does not come back")
        private boolean lost;

        @Option(names = "--amount", paramLabel = "AMOUNT", description = "with --lost: what the customer is charged")
        private BigDecimal amount;

        @Option(names = "--currency", paramLabel = "CODE", description = "with --amount, such as CNY")
        private String currency;

        @Override
        protected void check() {
            if ((amount == null) != (currency == null)) {
                throw CommandFailure.usage(
                        "--amount and --currency belong together", "--lost --amount 300 --currency CNY");
            }
            if (amount != null && !lost) {
                throw CommandFailure.usage("--amount is for a loaner that does not come back", "add --lost");
            }
        }

        @Override
        protected void say(Map<String, Object> said) {
            super.say(said);
            said.put(lost ? "lost" : "returned", true);
            some(said, "condition", condition);
            some(said, "in_repair", repair ? true : null);
            some(said, "amount", amount);
            some(said, "currency", currency);
        }
    }
}
