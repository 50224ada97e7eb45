package io.hearthwatch.app.indicators;

import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.indicator.Indicator;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code indicators list}. */
@Command(name = "list", description = "List the indicators with what they count.")
final class IndicatorsList implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            List<Indicator> indicators = workspace.serviceDesk().indicators().all();
            PrintWriter out = spec.commandLine().getOut();
            indicators.forEach(each -> out.printf(
                    "%-26s %-8s %s better, owner %s%n    %s%n",
                    each.name(),
                    each.unit().id(),
                    each.better().id(),
                    each.owner(),
                    each.definition().en()));
            out.flush();
            json.write(indicators.stream().map(IndicatorsList::report).toList());
        }
    }

    private static Map<String, Object> report(Indicator each) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("name", each.name());
        report.put("title", Map.of("en", each.title().en(), "zh", each.title().zh()));
        report.put(
                "definition",
                Map.of("en", each.definition().en(), "zh", each.definition().zh()));
        report.put("unit", each.unit().id());
        report.put("better", each.better().id());
        report.put("owner", each.owner());
        return report;
    }
}
