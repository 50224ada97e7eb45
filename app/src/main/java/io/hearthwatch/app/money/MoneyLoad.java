package io.hearthwatch.app.money;

import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Money;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code money load FILE}. */
@Command(
        name = "load",
        description = {
            "Load rules of settlement, owners of cost elements and budgets from a money file; loading it again changes nothing.",
            "What is stated with other terms becomes a new version."
        })
final class MoneyLoad extends MoneyWork {
    @Parameters(paramLabel = "FILE", description = "YAML file as docs/money.md describes it")
    private Path file;

    @Override
    Object run(Money money, Actor actor, PrintWriter out) {
        int changed = money.load(actor, file);
        out.println(changed + " entries changed");
        return Map.of("changed", changed);
    }
}
