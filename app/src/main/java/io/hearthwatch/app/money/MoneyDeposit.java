package io.hearthwatch.app.money;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.CommonOptions;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Deposits;
import io.hearthwatch.servicedesk.money.Money;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code money deposit}. */
@Command(
        name = "deposit",
        description = "Service deposits of centres, from which compensation is drawn.",
        subcommands = {
            MoneyDeposit.ListAll.class,
            MoneyDeposit.Show.class,
            MoneyDeposit.PayIn.class,
            MoneyDeposit.Return.class,
            MoneyDeposit.Demand.class
        })
final class MoneyDeposit implements Runnable {
    private static final String ACCOUNT = "%-20s %12s %12s %12s %-10s %12s %s%n";

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

    private static void accounts(PrintWriter out, List<?> accounts) {
        out.printf(ACCOUNT, "CENTRE", "BALANCE", "REQUIRED", "MISSING", "TOP UP BY", "STILL DUE", "");
        for (Object each : accounts) {
            Map<?, ?> account = (Map<?, ?>) each;
            out.printf(
                    ACCOUNT,
                    account.get("centre"),
                    MoneyWork.shown(account.get("balance")),
                    MoneyWork.shown(account.get("required")),
                    MoneyWork.shown(account.get("missing")),
                    MoneyWork.shown(account.get("top_up_by")),
                    MoneyWork.shown(account.get("due_with_statement")),
                    account.get("currency"));
        }
    }

    /** {@code money deposit list}. */
    @Command(name = "list", description = "Show where every deposit stands; those with something missing first.")
    static final class ListAll extends MoneyWork {
        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            List<Map<String, Object>> deposits = money.deposits().list(actor);
            if (deposits.isEmpty()) {
                out.println("no centre has a deposit; state what it must come to as 'deposits' in the money file");
            } else {
                accounts(out, deposits);
            }
            return deposits;
        }
    }

    /** A command about one centre. */
    abstract static class OfCentre extends MoneyWork {
        @Parameters(index = "0", paramLabel = "CENTRE", description = "the service centre's id")
        private String centre;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            Map<String, Object> shown = run(money, actor, centre);
            accounts(out, (List<?>) shown.get("accounts"));
            return shown;
        }

        abstract Map<String, Object> run(Money money, Actor actor, String centre);
    }

    /** {@code money deposit show}. */
    @Command(name = "show", description = "Show a centre's deposit and its entries, the newest first.")
    static final class Show extends MoneyWork {
        @Parameters(paramLabel = "CENTRE", description = "the service centre's id")
        private String centre;

        @Option(names = "--limit", paramLabel = "N", description = "most entries (default: ${DEFAULT-VALUE})")
        private int limit = 100;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            if (limit < 1) {
                throw CommandFailure.usage("--limit is not positive", "such as --limit 100");
            }
            Map<String, Object> shown = money.deposits().one(actor, centre, null, limit);
            accounts(out, (List<?>) shown.get("accounts"));
            for (Object each : (List<?>) shown.get("entries")) {
                Map<?, ?> entry = (Map<?, ?>) each;
                out.printf(
                        "%-6s %-20s %-16s %12s %12s %s  %s%n",
                        entry.get("id"),
                        entry.get("at"),
                        entry.get("kind"),
                        shown(entry.get("amount")),
                        shown(entry.get("balance")),
                        entry.get("currency"),
                        about(entry));
            }
            return shown;
        }

        private static String about(Map<?, ?> entry) {
            return switch (String.valueOf(entry.get("kind"))) {
                case "drawn" ->
                    entry.get("ticket") + ", compensation " + entry.get("compensation")
                            + (((BigDecimal) entry.get("shortfall")).signum() > 0
                                    ? ", " + shown(entry.get("shortfall")) + " not covered, settled in "
                                            + (entry.get("settled_in") == null
                                                    ? "the next statement"
                                                    : entry.get("settled_in"))
                                    : "");
                case "top_up_demanded" -> shown(entry.get("wanted")) + " by " + entry.get("due_on");
                default -> String.valueOf(entry.get("reference"));
            };
        }
    }

    /** A payment in or back. */
    abstract static class Payment extends OfCentre {
        @Parameters(index = "1", paramLabel = "AMOUNT", description = "such as 20000")
        private BigDecimal amount;

        @Parameters(index = "2", paramLabel = "CURRENCY", description = "such as CNY")
        private String currency;

        @Option(
                names = "--reference",
                paramLabel = "TEXT",
                required = true,
                description = "the payment's reference, such as the bank's")
        private String reference;

        final Deposits.Payment payment(String centre) {
            return new Deposits.Payment(centre, amount, currency, reference);
        }
    }

    /** {@code money deposit pay-in}. */
    @Command(name = "pay-in", description = "Book what a centre paid in.")
    static final class PayIn extends Payment {
        @Override
        Map<String, Object> run(Money money, Actor actor, String centre) {
            return money.deposits().payIn(actor, payment(centre));
        }
    }

    /** {@code money deposit return}. */
    @Command(
            name = "return",
            description = "Book what a centre got back: at most what is there beyond what is required.")
    static final class Return extends Payment {
        @Override
        Map<String, Object> run(Money money, Actor actor, String centre) {
            return money.deposits().giveBack(actor, payment(centre));
        }
    }

    /** {@code money deposit demand}. */
    @Command(name = "demand", description = "Demand what is missing, as each draw does by itself.")
    static final class Demand extends OfCentre {
        @Parameters(index = "1", paramLabel = "CURRENCY", description = "such as CNY")
        private String currency;

        @Override
        Map<String, Object> run(Money money, Actor actor, String centre) {
            return money.deposits().demand(actor, centre, currency);
        }
    }
}
