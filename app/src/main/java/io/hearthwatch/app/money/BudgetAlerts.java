package io.hearthwatch.app.money;

import io.hearthwatch.app.cli.Limit;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Money;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Budgets of which a share is spent. */
final class BudgetAlerts {
    private BudgetAlerts() {}

    /** {@code money budget alerts}. */
    @Command(name = "alerts", description = "List budgets of which a share is spent, those that nobody has seen first.")
    static final class ListAll extends MoneyWork {
        @Mixin
        private Limit limit;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            List<Map<String, Object>> alerts = money.budgets().alerts(actor, limit.of(1_000));
            Table table =
                    Table.of("ALERT", "MONTH", "REGION", "CENTRE", "ELEMENT", "SPENT", "ACTUAL", "BUDGET", "SEEN BY");
            alerts.forEach(each -> table.row(
                    each.get("id"),
                    each.get("month"),
                    each.get("region"),
                    each.get("centre"),
                    each.get("element"),
                    each.get("percent") + " %",
                    each.get("actual"),
                    shown(each.get("budget")) + " " + each.get("currency"),
                    each.get("acknowledged_by")));
            table.print(out, "no budget is spent as far as anybody is warned");
            return alerts;
        }
    }

    /** {@code money budget acknowledge ID}. */
    @Command(name = "acknowledge", description = "Somebody has seen a warning.")
    static final class Acknowledge extends MoneyWork {
        @Parameters(paramLabel = "ID", description = "its number, as: hearthwatch money budget alerts")
        private long id;

        @Override
        Object run(Money money, Actor actor, PrintWriter out) {
            Map<String, Object> seen = money.budgets().acknowledge(actor, id);
            out.println("warning " + id + " was seen by " + actor.name());
            return seen;
        }
    }
}
