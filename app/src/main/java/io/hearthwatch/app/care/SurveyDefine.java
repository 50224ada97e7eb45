package io.hearthwatch.app.care;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.customer.SurveyDefinition;
import io.hearthwatch.servicedesk.customer.Surveys;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code survey define}. */
@Command(
        name = "define",
        description = {
            "Define how customers are asked from a day on; what is not said stays as in the newest definition.",
            "",
            "Example: hearthwatch survey define --valid-from 2026-12-01 --sample-percent 50 --weights quality=2,attitude=1"
        })
final class SurveyDefine extends DeskCommand {
    @Option(names = "--valid-from", required = true, paramLabel = "DAY", description = "such as 2026-12-01")
    private LocalDate from;

    @Option(names = "--after", paramLabel = "STEP", description = "asked after accepted or closed")
    private String after;

    @Option(names = "--wait-minutes", paramLabel = "N", description = "how long after it, 0 to 43200")
    private Integer waitMinutes;

    @Option(names = "--sample-percent", paramLabel = "N", description = "how many of a hundred, 0 to 100")
    private Integer samplePercent;

    @Option(
            names = "--quiet-days",
            paramLabel = "N",
            description = "a household that was asked within so many days is left in peace, 0 to 3650")
    private Integer quietDays;

    @Option(names = "--low-mark", paramLabel = "1..4", description = "a mark of this or worse makes a call due")
    private Integer lowMark;

    @Option(names = "--call-hours", paramLabel = "N", description = "within how many hours, 1 to 720")
    private Integer callHours;

    @Option(names = "--kinds", paramLabel = "KIND", split = ",", description = "kinds of work, such as repair")
    private List<String> kinds;

    @Option(
            names = "--weights",
            paramLabel = "MARK=WEIGHT",
            split = ",",
            description = "attitude, efficiency, quality and product, each above 0; those not said are left out")
    private Map<String, Double> weights;

    @Mixin
    private Doer doer;

    @Override
    protected void check() {
        SurveyCommand.within("--wait-minutes", waitMinutes, 0, 43_200);
        SurveyCommand.within("--sample-percent", samplePercent, 0, 100);
        SurveyCommand.within("--quiet-days", quietDays, 0, 3650);
        SurveyCommand.within("--low-mark", lowMark, 1, 4);
        SurveyCommand.within("--call-hours", callHours, 1, 720);
        Choice.of("--after", after, "accepted", "closed");
    }

    @Override
    protected Object run(ServiceDesk desk, PrintWriter out) {
        Surveys surveys = desk.customers().surveys();
        SurveyDefinition newest = surveys.definitions().stream()
                .findFirst()
                .orElseGet(() -> new SurveyDefinition(
                        0, from, 0, "accepted", 60, 100, 30, 2, 24, List.of("repair"), List.of(), null));
        Map<String, Double> said = weights;
        if (said == null) {
            said = new LinkedHashMap<>();
            for (SurveyDefinition.Dimension each : newest.dimensions()) {
                said.put(each.dimension(), each.weight());
            }
        }
        SurveyDefinition made = surveys.define(
                new SurveyDefinition(
                        0,
                        from,
                        0,
                        or(after, newest.after()),
                        or(waitMinutes, newest.waitMinutes()),
                        or(samplePercent, newest.samplePercent()),
                        or(quietDays, newest.quietDays()),
                        or(lowMark, newest.lowMark()),
                        or(callHours, newest.callHours()),
                        or(kinds, newest.kinds()),
                        List.of(),
                        null),
                said,
                doer.name());
        Table table = SurveyCommand.table();
        SurveyCommand.print(table, made);
        table.print(out, "");
        return made;
    }

    private static <T> T or(T said, T otherwise) {
        return said == null ? otherwise : said;
    }
}
