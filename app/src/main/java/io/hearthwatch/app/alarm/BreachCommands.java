package io.hearthwatch.app.alarm;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Limit;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.clock.BreachCase;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What broken promises cost. */
final class BreachCommands {
    private BreachCommands() {}

    private static void print(List<BreachCase> breaches, PrintWriter out, String empty) {
        Table table = Table.of("BREACH", "TICKET", "PROMISE", "BY", "CENTRE", "AMOUNT", "STATE", "OPENED", "NOTE");
        breaches.forEach(each -> table.row(
                each.id(),
                each.ticketNumber(),
                each.promise(),
                each.source(),
                each.centre(),
                each.amount() == null ? null : each.amount().toPlainString() + " " + each.currency(),
                each.state(),
                each.openedAt(),
                each.note()));
        table.print(out, empty);
    }

    /** {@code promise breaches}. */
    @Command(name = "breaches", description = "List what broken promises cost, the newest first.")
    static final class ListAll extends DeskCommand {
        @Option(names = "--state", paramLabel = "STATE", description = "open, paid, refused or all (default: open)")
        private String state = "open";

        @Mixin
        private Limit limit;

        @Override
        protected void check() {
            Choice.of("--state", state, "open", "paid", "refused", "all");
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<BreachCase> breaches = desk.clocks()
                    .reads()
                    .breaches(Scope.EVERYTHING, state.equals("all") ? null : state, null, limit.of(1000));
            print(breaches, out, "no breach" + (state.equals("all") ? "" : " is " + state));
            return breaches;
        }
    }

    /** {@code promise settle ID}. */
    @Command(
            name = "settle",
            description =
                    "Pay what a broken promise costs, drawn from the centre's deposit, or say why it is not paid.")
    static final class Settle extends DeskCommand {
        @Parameters(paramLabel = "ID", description = "the breach's number, as: hearthwatch promise breaches")
        private long id;

        @Option(
                names = "--paid",
                required = true,
                arity = "1",
                paramLabel = "true|false",
                description = "whether it is paid; if not, say why with --note")
        private boolean paid;

        @Option(names = "--amount", paramLabel = "X", description = "another amount than the tariff's, such as 30")
        private BigDecimal amount;

        @Option(names = "--currency", paramLabel = "CODE", description = "its currency, such as CNY")
        private String currency;

        @Option(names = "--note", paramLabel = "TEXT", description = "why")
        private String note;

        @Mixin
        private Doer doer;

        @Override
        protected void check() {
            if ((currency == null) != (amount == null) || (currency != null && !currency.matches("[A-Z]{3}"))) {
                throw CommandFailure.usage(
                        "--amount and --currency go together, and a currency is three capital letters",
                        "--amount 30 --currency CNY, or neither for the tariff's");
            }
            if (!paid && (note == null || note.isBlank())) {
                throw CommandFailure.usage("it is not refused without a reason", "say why with --note");
            }
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            one(desk);
            desk.clocks().settle(id, paid, amount, currency, note, doer.name());
            BreachCase settled = one(desk);
            print(List.of(settled), out, "");
            return settled;
        }

        private BreachCase one(ServiceDesk desk) {
            return desk.clocks().reads().breaches(Scope.EVERYTHING, null, id, 1).stream()
                    .findFirst()
                    .orElseThrow(() -> new CommandFailure(
                            "there is no breach " + id, "look at: hearthwatch promise breaches --state all"));
        }
    }
}
