package io.hearthwatch.app.parts;

import io.hearthwatch.app.cli.ExitStatus;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.parts.StockAudit;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code parts check}. */
@Command(
        name = "check",
        description = {
            "Hold the shelves against the ledger: no unit lost, none twice, none negative.",
            "Exit status: 0 if every rule holds, 1 if not."
        })
final class PartsCheck implements Callable<Integer> {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            List<StockAudit.Violation> violations =
                    workspace.serviceDesk().spareParts().violations();
            PrintWriter out = spec.commandLine().getOut();
            for (String rule : StockAudit.ruleNames()) {
                long broken = violations.stream()
                        .filter(each -> each.rule().equals(rule))
                        .mapToLong(StockAudit.Violation::count)
                        .sum();
                out.println(
                        (broken == 0 ? "good  " : "WRONG ") + rule + (broken == 0 ? "" : ": " + broken + " times not"));
            }
            out.flush();
            json.write(Map.of(
                    "good",
                    violations.isEmpty(),
                    "violations",
                    violations.stream()
                            .map(each -> Map.of("rule", each.rule(), "count", each.count()))
                            .toList()));
            return violations.isEmpty() ? 0 : ExitStatus.FAILED;
        }
    }
}
