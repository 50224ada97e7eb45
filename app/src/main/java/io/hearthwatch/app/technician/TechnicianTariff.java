package io.hearthwatch.app.technician;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.licence.LicenceTariff;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code technician tariff}. */
@Command(
        name = "tariff",
        description = {
            "Show how many licence points what costs or earns by itself; with --set, say it from a day on.",
            "None, and it is not counted. Example: technician tariff --set overcharge --points -10 --from 2026-12-01"
        })
final class TechnicianTariff extends DeskCommand {
    @Option(
            names = "--set",
            paramLabel = "REASON",
            description =
                    "broken_promise, out_of_standard, overcharge, not_fixed_first, repeat_repair or delighted_customer")
    private String reason;

    @Option(names = "--points", paramLabel = "POINTS", description = "below zero to take, above to give")
    private Integer points;

    @Option(names = "--from", paramLabel = "DAY", description = "the first day, today or later")
    private LocalDate from;

    @Mixin
    private Doer doer;

    @Override
    protected void check() {
        if ((reason == null) != (points == null) || (reason == null) != (from == null)) {
            throw CommandFailure.usage(
                    "--set, --points and --from belong together", "--set overcharge --points -10 --from 2026-12-01");
        }
    }

    @Override
    protected Object run(ServiceDesk desk, PrintWriter out) {
        if (reason != null) {
            desk.licences().setTariff(reason, from, points, doer.name());
        }
        List<LicenceTariff> all = desk.licences().tariff();
        Table table = Table.of("REASON", "FROM", "VERSION", "POINTS", "SAID BY");
        all.forEach(each -> table.row(each.reason(), each.validFrom(), each.version(), each.points(), each.who()));
        table.print(out, "nothing is counted by itself");
        return all;
    }
}
