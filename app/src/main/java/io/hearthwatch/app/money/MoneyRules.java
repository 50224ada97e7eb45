package io.hearthwatch.app.money;

import io.hearthwatch.app.cli.Table;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Money;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code money rules}. */
@Command(name = "rules", description = "List what is paid for what, every version of every rule, and the terms.")
final class MoneyRules extends MoneyWork {
    @Override
    Object run(Money money, Actor actor, PrintWriter out) {
        Map<String, Object> rules = money.rules(actor);
        out.println("a statement can be disputed for " + rules.get("dispute_days") + " days");
        Table table = Table.of("ITEM", "KIND", "TYPE", "GRADE", "FROM", "VERSION", "AMOUNT", "BY");
        for (Object each : (List<?>) rules.get("rules")) {
            Map<?, ?> rule = (Map<?, ?>) each;
            table.row(
                    rule.get("item"),
                    rule.get("kind"),
                    rule.get("type"),
                    rule.get("grade"),
                    rule.get("valid_from"),
                    rule.get("version"),
                    MoneyWork.shown(rule.get("amount")) + " " + MoneyWork.shown(rule.get("currency")),
                    rule.get("who"));
        }
        table.print(out, "there are no rules yet; load some with: hearthwatch money load FILE");
        return rules;
    }
}
