package io.hearthwatch.app.centre;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.CentreDetail;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code centre calendar CENTRE}. */
@Command(
        name = "calendar",
        description = {
            "Show when a centre works, or change it; days that are not named stay as they are.",
            "",
            "Example: hearthwatch centre calendar SH-1 --hours mon-fri=08:00-12:00,13:00-18:00 --days 2026-10-01=closed"
        })
final class CentreCalendar extends DeskCommand {
    @Parameters(paramLabel = "CENTRE", description = "its id, as: hearthwatch centre list")
    private String id;

    @Option(
            names = "--hours",
            paramLabel = "DAYS=SPANS",
            description = "hours of weekdays, such as mon-fri=08:00-18:00 or sun=closed; replaces the whole week")
    private Map<String, String> hours;

    @Option(
            names = "--days",
            paramLabel = "DAY=SPANS",
            description = "hours of one day, such as 2026-10-01=closed; =weekly takes a day out of the list again")
    private Map<String, String> days;

    @Option(
            names = "--announce-at",
            paramLabel = "HOUR",
            description =
                    "when the next working day is planned and announced by itself, on the working day before, by the"
                            + " centre's clock, such as 17:00; by_hand for never")
    private String announceAt;

    @Option(
            names = "--version",
            paramLabel = "N",
            description = "refuse it if the calendar is of another version by now")
    private Integer version;

    @Override
    protected void check() {
        if (!changes() && version != null) {
            throw CommandFailure.usage("--version without a change", "add --hours, --days or --announce-at");
        }
    }

    @Override
    protected Object run(ServiceDesk desk, PrintWriter out) {
        CentreDetail.Hours before = CentreLooks.centre(desk, id).calendar();
        if (changes()) {
            Map<String, List<String>> week = hours == null ? before.hours() : new LinkedHashMap<>();
            Map<String, List<String>> single = new LinkedHashMap<>(before.days());
            if (hours != null) {
                hours.forEach((day, spans) -> week.put(day, spans(spans)));
            }
            if (days != null) {
                days.forEach((day, spans) -> {
                    if (spans.equals("weekly")) {
                        single.remove(day);
                    } else {
                        single.put(day, spans(spans));
                    }
                });
            }
            desk.organisation()
                    .centres()
                    .setHours(
                            Scope.EVERYTHING,
                            id,
                            version == null ? before.version() : version,
                            week,
                            single,
                            announceAt);
        }
        CentreDetail.Hours now = CentreLooks.centre(desk, id).calendar();
        CentreLooks.hours(now, out);
        return now;
    }

    private boolean changes() {
        return hours != null || days != null || announceAt != null;
    }

    private static List<String> spans(String text) {
        return text.equals("closed") ? List.of() : List.of(text.split("\\s*,\\s*", -1));
    }
}
