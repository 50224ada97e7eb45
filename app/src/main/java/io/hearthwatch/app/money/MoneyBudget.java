package io.hearthwatch.app.money;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommonOptions;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Money;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
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

/** {@code money budget}. */
@Command(
        name = "budget",
        description = "What elements of cost may cost, and what they do.",
        subcommands = {
            MoneyBudget.Load.class,
            MoneyBudget.Show.class,
            MoneyBudget.ListAll.class,
            BudgetAlerts.ListAll.class,
            BudgetAlerts.Acknowledge.class
        })
final class MoneyBudget implements Runnable {
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

    /** {@code money budget load}. */
    @Command(
            name = "load",
            description =
                    "Load budgets from a money file, or from a CSV file with region,centre,element,month,amount,currency.")
    static final class Load extends MoneyWork {
        @Parameters(paramLabel = "FILE", description = "a file that ends in .csv, or YAML")
        private Path file;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            boolean csv = file.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".csv");
            int changed = csv ? money.loadBudgets(actor, file) : money.load(actor, file);
            out.println(changed + " entries changed");
            return Map.of("changed", changed);
        }
    }

    /** {@code money budget show}. */
    @Command(name = "show", description = "Show budget against actual of a month; ! marks what is overspent.")
    static final class Show extends MoneyWork {
        @Parameters(paramLabel = "MONTH", description = "such as 2026-11")
        private YearMonth month;

        @Option(names = "--to", paramLabel = "MONTH", description = "last month (default: the same)")
        private YearMonth to;

        @Option(names = "--centre", paramLabel = "ID", description = "only this service centre")
        private String centre;

        @Option(names = "--region", paramLabel = "ID", description = "only this region")
        private String region;

        @Option(names = "--element", paramLabel = "ELEMENT", description = "only this element of cost")
        private String element;

        @Option(
                names = "--level",
                paramLabel = "LEVEL",
                description = "only budgets of a centre, region or headquarters")
        private String level;

        @Override
        void check() {
            Choice.of("--level", level, "centre", "region", "headquarters");
        }

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            List<Map<String, Object>> lines =
                    money.budgets().against(actor, level, region, centre, element, month, to == null ? month : to);
            out.printf("  %-8s %-20s %-16s %14s %14s %8s%n", "MONTH", "PLACE", "ELEMENT", "BUDGET", "ACTUAL", "SHARE");
            for (Map<String, Object> each : lines) {
                BigDecimal share = (BigDecimal) each.get("share");
                Object place = each.get("centre") != null ? each.get("centre") : each.get("region");
                out.printf(
                        "%s %-8s %-20s %-16s %14s %14s %8s %s%n",
                        share != null && share.compareTo(BigDecimal.ONE) > 0 ? "!" : " ",
                        each.get("month"),
                        place == null ? each.get("level") : place,
                        each.get("element"),
                        shown(each.get("budget")),
                        shown(each.get("actual")),
                        share == null
                                ? "-"
                                : share.movePointRight(2).stripTrailingZeros().toPlainString() + " %",
                        each.get("currency"));
            }
            return lines;
        }
    }

    /** {@code money budget list}. */
    @Command(name = "list", description = "List the budgets of a month, every version.")
    static final class ListAll extends MoneyWork {
        @Parameters(paramLabel = "MONTH", description = "such as 2026-11")
        private YearMonth month;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            List<Map<String, Object>> budgets = money.budgets().list(actor, month);
            Table table = Table.of("REGION", "CENTRE", "ELEMENT", "VERSION", "AMOUNT", "SET", "BY");
            budgets.forEach(each -> table.row(
                    each.get("region"),
                    each.get("centre"),
                    each.get("element"),
                    each.get("version"),
                    shown(each.get("amount")) + " " + each.get("currency"),
                    each.get("at"),
                    each.get("who")));
            table.print(out, "there is no budget of " + month);
            return budgets;
        }
    }
}
