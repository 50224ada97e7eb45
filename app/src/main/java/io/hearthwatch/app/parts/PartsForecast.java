package io.hearthwatch.app.parts;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.parts.Forecasts;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parts forecast}. */
@Command(
        name = "forecast",
        description = {
            "Show what will be needed at each warehouse, when to order how many, and which shelves are about to run out (marked !).",
            "The need is that of everything below a warehouse, with the range that holds it with 80 %."
        })
final class PartsForecast implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(names = "--warehouse", paramLabel = "ID", description = "only this warehouse")
    private String warehouse;

    @Option(names = "--part", paramLabel = "NUMBER", description = "only this part")
    private String part;

    @Option(names = "--days", paramLabel = "N", description = "how far to look (default: 30)")
    private int days = 30;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        if (days < 1 || days > 730) {
            throw CommandFailure.usage("--days must be between 1 and 730", "--days 30");
        }
        try (Workspace workspace = Workspace.use(store)) {
            List<Forecasts.Outlook> shelves =
                    workspace.serviceDesk().spareParts().forecasts().all(warehouse, part, days);
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "  %-18s %-16s %8s %9s %8s %6s %9s %6s %5s %6s %6s%n",
                    "PART",
                    "WAREHOUSE",
                    "NEED",
                    "80 %",
                    "FORESEEN",
                    "USED",
                    "AVAILABLE",
                    "COMING",
                    "POINT",
                    "ORDER",
                    "RISK");
            shelves.forEach(each -> out.printf(
                    Locale.ROOT,
                    "%s %-18s %-16s %8.2f %9s %8.2f %6d %9d %6d %5d %6d %5.0f%%%n",
                    each.warned() ? "!" : " ",
                    each.part(),
                    each.warehouse(),
                    each.expected(),
                    each.low() + "-" + each.high(),
                    each.foreseen(),
                    each.used(),
                    each.available(),
                    each.coming(),
                    each.point(),
                    each.order(),
                    each.risk() * 100));
            out.flush();
            json.write(shelves.stream().map(PartsForecast::report).toList());
        }
    }

    private static Map<String, Object> report(Forecasts.Outlook each) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("warehouse", each.warehouse());
        report.put("part", each.part());
        report.put("days", each.days());
        report.put("expected", each.expected());
        report.put("low", each.low());
        report.put("high", each.high());
        report.put("foreseen", each.foreseen());
        report.put("installed", each.installed());
        report.put("used", each.used());
        report.put("available", each.available());
        report.put("coming", each.coming());
        report.put("waiting", each.waiting());
        report.put("lead_days", each.leadDays());
        report.put("service_level", each.serviceLevel());
        report.put("reorder_point", each.point());
        report.put("order", each.order());
        report.put("risk", each.risk());
        report.put("lasts_days", each.lastsDays());
        report.put("warned", each.warned());
        return report;
    }
}
