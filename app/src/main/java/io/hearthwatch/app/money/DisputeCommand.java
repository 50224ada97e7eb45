package io.hearthwatch.app.money;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.app.cli.Limit;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Money;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code money dispute}: what centres do not agree with. */
@Command(
        name = "dispute",
        description = {
            "Dispute a line of a statement, or answer a dispute.",
            "",
            "Example: hearthwatch money dispute open ST-000012 --ticket HW-000123 --amount 30 --reason \"two visits\""
                    + " --evidence photo-2",
            "         hearthwatch money dispute answer 4 --outcome partly --granted 15 --answer \"one visit counts\""
        },
        subcommands = {DisputeCommand.ListAll.class, DisputeCommand.Open.class, DisputeCommand.Answer.class})
final class DisputeCommand extends CommandGroup {
    private static void print(PrintWriter out, List<? extends Map<?, ?>> disputes) {
        Table table =
                Table.of("DISPUTE", "STATEMENT", "TICKET", "LINE", "WANTED", "STATE", "OUTCOME", "GRANTED", "REASON");
        disputes.forEach(each -> table.row(
                each.get("id"),
                each.get("statement"),
                each.get("ticket"),
                each.get("line"),
                MoneyWork.shown(each.get("wanted")) + " " + each.get("currency"),
                each.get("answered_at") == null ? "open" : "answered",
                each.get("outcome"),
                each.get("granted"),
                each.get("reason")));
        table.print(out, "nothing is disputed");
    }

    /** {@code money dispute list}. */
    @Command(name = "list", description = "List disputes, those that wait first.")
    static final class ListAll extends MoneyWork {
        @Option(names = "--state", paramLabel = "STATE", description = "all or open (default: all)")
        private String state = "all";

        @Mixin
        private Limit limit;

        @Override
        void check() {
            Choice.of("--state", state, "all", "open");
        }

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            List<Map<String, Object>> disputes = money.disputes().list(actor, state.equals("open"), limit.of(1_000));
            print(out, disputes);
            return disputes;
        }
    }

    /** {@code money dispute open STATEMENT}. */
    @Command(name = "open", description = "Dispute a line, or a ticket as a whole, within the centre's days.")
    static final class Open extends MoneyWork {
        @Parameters(paramLabel = "STATEMENT", description = "its number, such as ST-000012")
        private String statement;

        @Option(names = "--line", paramLabel = "ID", description = "the line, as: hearthwatch money statement show")
        private Long line;

        @Option(names = "--ticket", paramLabel = "TICKET", description = "or the ticket as a whole")
        private String ticket;

        @Option(names = "--amount", required = true, paramLabel = "X", description = "how much more it should be")
        private BigDecimal amount;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why")
        private String reason;

        @Option(names = "--evidence", required = true, paramLabel = "TEXT", description = "where its proof is")
        private String evidence;

        @Override
        void check() {
            if (line == null && ticket == null) {
                throw CommandFailure.usage("nothing is disputed", "give --line, or --ticket for the whole job");
            }
        }

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            Map<String, Object> opened =
                    money.disputes().open(actor, statement, line, ticket, amount, reason, evidence);
            print(out, List.of(opened));
            return opened;
        }
    }

    /** {@code money dispute answer ID}. */
    @Command(name = "answer", description = "Answer a dispute, by another person than those who decided and opened it.")
    static final class Answer extends MoneyWork {
        @Parameters(paramLabel = "ID", description = "the dispute's number")
        private long id;

        @Option(
                names = "--outcome",
                required = true,
                paramLabel = "OUTCOME",
                description = "upheld, partly or rejected")
        private String outcome;

        @Option(names = "--granted", paramLabel = "X", description = "how much, where it is partly upheld")
        private BigDecimal granted;

        @Option(names = "--answer", required = true, paramLabel = "TEXT", description = "what the centre is told")
        private String answer;

        @Override
        void check() {
            Choice.required("--outcome", outcome, "upheld", "partly", "rejected");
            if (outcome.equals("partly") == (granted == null)) {
                throw CommandFailure.usage(
                        "--granted goes with --outcome partly, and with no other", "--outcome partly --granted 15");
            }
        }

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            Map<String, Object> answered = money.disputes().answer(actor, id, outcome, granted, answer);
            print(out, List.of(answered));
            return answered;
        }
    }
}
