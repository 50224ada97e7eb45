package io.hearthwatch.app.money;

import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.app.cli.Limit;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Costs;
import io.hearthwatch.servicedesk.money.Money;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code money cost}: entries of cost and revenue, one by one. */
@Command(
        name = "cost",
        description = {
            "Look at entries of cost and revenue; book one by hand, or take one back. By month: hearthwatch money costs.",
            "",
            "Example: hearthwatch money cost book --centre shanghai --element training --amount 500 --currency CNY"
                    + " --booked-on 2026-11-20 --evidence invoice-77"
        },
        subcommands = {
            CostCommand.ListAll.class,
            CostCommand.Book.class,
            CostCommand.Counter.class,
            CostCommand.Due.class,
            CostCommand.Elements.class
        })
final class CostCommand extends CommandGroup {
    private static void print(PrintWriter out, List<Map<String, Object>> entries) {
        Table table =
                Table.of("ENTRY", "KIND", "BOOKED", "CENTRE", "ELEMENT", "AMOUNT", "TICKET", "SOURCE", "COUNTERS");
        entries.forEach(each -> table.row(
                each.get("id"),
                each.get("kind"),
                each.get("booked_on"),
                each.get("centre"),
                each.get("element"),
                MoneyWork.shown(each.get("amount")) + " " + each.get("currency"),
                each.get("ticket"),
                each.get("source"),
                each.get("counters")));
        table.print(out, "nothing is booked");
    }

    /** {@code money cost list}. */
    @Command(name = "list", description = "List entries, the newest first; what has become due is booked first.")
    static final class ListAll extends MoneyWork {
        @Option(names = "--region", paramLabel = "ID", description = "only this region's")
        private String region;

        @Option(names = "--centre", paramLabel = "ID", description = "only this service centre's")
        private String centre;

        @Option(names = "--element", paramLabel = "ELEMENT", description = "as: hearthwatch money cost elements")
        private String element;

        @Option(names = "--month", paramLabel = "MONTH", description = "only those of it, such as 2026-11")
        private YearMonth month;

        @Option(names = "--ticket", paramLabel = "TICKET", description = "only this ticket's, by its number")
        private String ticket;

        @Option(names = "--before", paramLabel = "N", description = "only those before this number")
        private Long before;

        @Mixin
        private Limit limit;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            List<Map<String, Object>> entries = money.costs()
                    .list(actor, new Costs.Filter(region, centre, element, month, ticket, before, limit.of(1_000)));
            print(out, entries);
            return entries;
        }
    }

    /** {@code money cost book}. */
    @Command(name = "book", description = "Book a cost by hand.")
    static final class Book extends MoneyWork {
        @Option(names = "--centre", paramLabel = "ID", description = "whose (default: headquarters')")
        private String centre;

        @Option(names = "--element", required = true, paramLabel = "ELEMENT", description = "what it was for")
        private String element;

        @Option(names = "--amount", required = true, paramLabel = "X", description = "such as 500 or 12.50")
        private BigDecimal amount;

        @Option(names = "--currency", required = true, paramLabel = "CODE", description = "such as CNY")
        private String currency;

        @Option(names = "--booked-on", required = true, paramLabel = "DAY", description = "such as 2026-11-20")
        private LocalDate bookedOn;

        @Option(names = "--ticket", paramLabel = "TICKET", description = "for which, by its number")
        private String ticket;

        @Option(names = "--evidence", required = true, paramLabel = "TEXT", description = "where its proof is")
        private String evidence;

        @Option(
                names = "--due",
                paramLabel = "ENTRY",
                description = "what waits to be booked, as: hearthwatch money cost due")
        private String due;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            Map<String, Object> booked = money.costs()
                    .add(actor, new Costs.Entry(centre, element, amount, currency, bookedOn, ticket, evidence, due));
            print(out, List.of(booked));
            return booked;
        }
    }

    /** {@code money cost counter ID}. */
    @Command(name = "counter", description = "Take an entry back by its counter-entry.")
    static final class Counter extends MoneyWork {
        @Parameters(paramLabel = "ID", description = "the entry's number")
        private long id;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the record")
        private String reason;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            Map<String, Object> booked = money.costs().counter(actor, id, reason);
            print(out, List.of(booked));
            return booked;
        }
    }

    /** {@code money cost due}. */
    @Command(name = "due", description = "List what could not be booked by itself yet, and why.")
    static final class Due extends MoneyWork {
        @Mixin
        private Limit limit;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            List<Map<String, Object>> due = money.costs().due(actor, limit.of(1_000));
            Table table = Table.of("ENTRY", "TICKET", "CENTRE", "PROBLEM");
            due.forEach(
                    each -> table.row(each.get("due"), each.get("ticket"), each.get("centre"), each.get("problem")));
            table.print(out, "everything is booked");
            return due;
        }
    }

    /** {@code money cost elements}. */
    @Command(name = "elements", description = "List the elements of cost and revenue, and who answers for them.")
    static final class Elements extends MoneyWork {
        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            List<Map<String, Object>> elements = money.elements(actor);
            Table table = Table.of("ELEMENT", "KIND", "NAME", "OWNER");
            elements.forEach(
                    each -> table.row(each.get("element"), each.get("kind"), each.get("name_en"), each.get("owner")));
            table.print(out, "there are none");
            return elements;
        }
    }
}
