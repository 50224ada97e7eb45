package io.hearthwatch.app.money;

import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Money;
import java.io.PrintWriter;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code money costs MONTH}. */
@Command(
        name = "costs",
        description = "Show what service cost in a month, and what customers paid, by region, centre and element.")
final class MoneyCosts extends MoneyWork {
    @Parameters(paramLabel = "MONTH", description = "such as 2026-11")
    private YearMonth month;

    @Override
    Object run(Money money, Actor actor, PrintWriter out) {
        List<Map<String, Object>> costs = money.costs().matrix(actor, month);
        out.printf("%-8s %-16s %-20s %-18s %14s%n", "KIND", "REGION", "CENTRE", "ELEMENT", "AMOUNT");
        costs.forEach(each -> out.printf(
                "%-8s %-16s %-20s %-18s %14s %s%n",
                each.get("kind"),
                shown(each.get("region")),
                shown(each.get("centre")),
                each.get("element"),
                shown(each.get("amount")),
                each.get("currency")));
        List<Map<String, Object>> due = money.costs().due(actor, 1_000);
        if (!due.isEmpty()) {
            out.println(due.size() + " could not be booked yet, such as "
                    + due.get(0).get("due") + " (" + due.get(0).get("problem") + ")");
        }
        return Map.of("costs", costs, "due", due);
    }
}
