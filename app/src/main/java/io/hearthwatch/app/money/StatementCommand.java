package io.hearthwatch.app.money;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommonOptions;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Money;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code money statement}. */
@Command(
        name = "statement",
        description = "What service centres are paid for a month of accepted jobs.",
        subcommands = {
            StatementCommand.Make.class,
            StatementCommand.Show.class,
            StatementCommand.ListAll.class,
            StatementCommand.Issue.class,
            StatementCommand.Confirm.class,
            StatementCommand.Pay.class,
            StatementCommand.Correct.class
        })
final class StatementCommand implements Runnable {
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

    private static void head(PrintWriter out, Map<?, ?> head) {
        out.printf(
                "%-10s %-8s %-20s %-10s %6s jobs %14s %s%n",
                head.get("number"),
                head.get("month"),
                head.get("centre"),
                head.get("state"),
                head.get("jobs"),
                MoneyWork.shown(head.get("total")),
                head.get("currency"));
    }

    /** {@code money statement make}. */
    @Command(
            name = "make",
            description = "Make a centre's statement of a month that is over, or add to its draft what has come since.")
    static final class Make extends MoneyWork {
        @Parameters(index = "0", paramLabel = "CENTRE", description = "the service centre's id")
        private String centre;

        @Parameters(index = "1", paramLabel = "MONTH", description = "such as 2026-11")
        private YearMonth month;

        @Option(names = "--again", description = "make drafts anew from what is known now")
        private boolean again;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            Map<String, Object> made = money.statements().make(actor, centre, month, again);
            List<?> statements = (List<?>) made.get("statements");
            statements.forEach(each -> head(out, (Map<?, ?>) each));
            if (statements.isEmpty()) {
                out.println("no accepted job waits to be settled");
            }
            for (Object each : (List<?>) made.get("not_settled")) {
                Map<?, ?> left = (Map<?, ?>) each;
                out.println("not settled: " + left.get("ticket") + " (" + left.get("why") + ")");
            }
            return made;
        }
    }

    /** A command about one statement. */
    abstract static class OfOne extends MoneyWork {
        @Parameters(index = "0", paramLabel = "STATEMENT", description = "its number, such as ST-000012")
        private String statement;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            Map<String, Object> whole = run(money, actor, statement);
            head(out, whole);
            return whole;
        }

        abstract Map<String, Object> run(Money money, Actor actor, String statement);
    }

    /** {@code money statement show}. */
    @Command(name = "show", description = "Show a statement, line by line, with what was found.")
    static final class Show extends MoneyWork {
        @Parameters(paramLabel = "STATEMENT", description = "its number, such as ST-000012")
        private String statement;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            Map<String, Object> whole = money.statements().one(actor, statement);
            head(out, whole);
            for (Object each : (List<?>) whole.get("lines")) {
                Map<?, ?> line = (Map<?, ?>) each;
                out.printf(
                        "%-6s %-10s %-24s %8s %12s  %s%n",
                        line.get("id"),
                        shown(line.get("ticket")),
                        line.get("name_en"),
                        shown(line.get("quantity")),
                        shown(line.get("amount")),
                        line.get("verdict"));
                for (Object finding : (List<?>) line.get("findings")) {
                    out.println("       " + ((Map<?, ?>) finding).get("en"));
                }
            }
            for (Object each : (List<?>) whole.get("disputes")) {
                Map<?, ?> dispute = (Map<?, ?>) each;
                out.println("dispute " + dispute.get("id") + " of " + dispute.get("ticket") + ": "
                        + shown(dispute.get("wanted")) + " more wanted, because " + dispute.get("reason") + "; "
                        + (dispute.get("outcome") == null
                                ? "open"
                                : dispute.get("outcome") + " with " + shown(dispute.get("granted")) + ": "
                                        + dispute.get("answer")));
            }
            return whole;
        }
    }

    /** {@code money statement list}. */
    @Command(name = "list", description = "List statements, the newest first.")
    static final class ListAll extends MoneyWork {
        @Option(names = "--centre", paramLabel = "ID", description = "only this service centre's")
        private String centre;

        @Option(names = "--month", paramLabel = "MONTH", description = "only this month's")
        private YearMonth month;

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "only those that are draft, issued, confirmed, disputed, resolved or paid")
        private String state;

        @Override
        void check() {
            Choice.of("--state", state, "draft", "issued", "confirmed", "disputed", "resolved", "paid");
        }

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            List<Map<String, Object>> statements = money.statements().list(actor, centre, month, state, null, 1_000);
            statements.forEach(each -> head(out, each));
            return statements;
        }
    }

    /** {@code money statement issue}. */
    @Command(name = "issue", description = "Issue a draft; from then on it never changes.")
    static final class Issue extends OfOne {
        @Override
        Map<String, Object> run(Money money, Actor actor, String statement) {
            return money.statements().issue(actor, statement);
        }
    }

    /** {@code money statement confirm}. */
    @Command(name = "confirm", description = "The centre agrees with an issued statement.")
    static final class Confirm extends OfOne {
        @Override
        Map<String, Object> run(Money money, Actor actor, String statement) {
            return money.statements().confirm(actor, statement);
        }
    }

    /** {@code money statement pay}. */
    @Command(name = "pay", description = "Note the payment of a confirmed or resolved statement.")
    static final class Pay extends OfOne {
        @Option(names = "--payment", required = true, paramLabel = "REFERENCE", description = "the bank's reference")
        private String payment;

        @Override
        Map<String, Object> run(Money money, Actor actor, String statement) {
            return money.statements().pay(actor, statement, payment);
        }
    }

    /** {@code money statement correct}. */
    @Command(
            name = "correct",
            description = {
                "Put right what was issued, by a line in the centre's next statement.",
                "",
                "Example: hearthwatch money statement correct ST-000012 --amount=-30 --reason \"counted twice\""
            })
    static final class Correct extends OfOne {
        @Option(names = "--line", paramLabel = "ID", description = "the line that it is about")
        private Long line;

        @Option(names = "--amount", required = true, paramLabel = "X", description = "what is added; below zero, taken")
        private BigDecimal amount;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the record")
        private String reason;

        @Override
        Map<String, Object> run(Money money, Actor actor, String statement) {
            return money.statements().correct(actor, statement, line, amount, reason);
        }
    }
}
