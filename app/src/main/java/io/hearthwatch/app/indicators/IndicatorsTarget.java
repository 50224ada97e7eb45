package io.hearthwatch.app.indicators;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.indicator.Target;
import io.hearthwatch.servicedesk.indicator.Targets;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code indicators target NAME}. */
@Command(
        name = "target",
        description = {
            "Show the targets of an indicator, or set one (--value).",
            "The newest target of the narrowest scope holds; the same day again makes its next version."
        })
final class IndicatorsTarget implements Runnable {
    @Mixin
    private StoreOptions store;

    @Parameters(paramLabel = "NAME", description = "the indicator, as: hearthwatch indicators list")
    private String name;

    @Option(
            names = "--value",
            paramLabel = "X",
            description = "what is aimed at, in the indicator's unit (a share: 0 to 1)")
    private Double value;

    @Option(
            names = "--limit",
            paramLabel = "X",
            description = "up to here the light is amber (default: a tenth of leeway)")
    private Double limit;

    @Option(names = "--valid-from", paramLabel = "DAY", description = "first day on which it holds, such as 2026-01-01")
    private String validFrom;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "own_history, industry or feedback (default: own_history)")
    private String source = "own_history";

    @Option(names = "--region", paramLabel = "ID", description = "for this region only")
    private String region;

    @Option(names = "--centre", paramLabel = "ID", description = "for this service centre only")
    private String centre;

    @Option(names = "--type", paramLabel = "TYPE", description = "for this appliance type only")
    private String type;

    @Option(names = "--owner", paramLabel = "NAME", description = "who answers for it (default: the indicator's owner)")
    private String owner;

    @Option(names = "--note", paramLabel = "WORDS", description = "why")
    private String note;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        try (Workspace workspace = Workspace.use(store)) {
            Targets targets = workspace.serviceDesk().indicators().targets();
            PrintWriter out = spec.commandLine().getOut();
            if (value != null) {
                targets.set(
                        new Targets.Wanted(name, region, centre, type, day(), value, limit, source, owner, note),
                        Scope.EVERYTHING,
                        Who.user());
            } else if (validFrom != null || limit != null) {
                throw CommandFailure.usage("--value is missing", "--value 0.85");
            }
            for (Target target : targets.of(name, Scope.EVERYTHING)) {
                out.printf(
                        Locale.ROOT,
                        "from %s v%d  %s  target %s, limit %s  (%s, owner %s)%s%n",
                        target.validFrom(),
                        target.version(),
                        scope(target),
                        target.value(),
                        target.limit(),
                        target.source(),
                        target.owner(),
                        target.note() == null ? "" : "  " + target.note());
            }
            out.flush();
        } catch (Refusal e) {
            throw Refused.of(e);
        }
    }

    private LocalDate day() {
        if (validFrom == null) {
            throw CommandFailure.usage("--valid-from is missing", "--valid-from 2026-01-01");
        }
        try {
            if (validFrom.length() == "2026-01-01".length()) {
                return LocalDate.parse(validFrom);
            }
        } catch (DateTimeException e) {
            // Told below, as one out of range.
        }
        throw CommandFailure.usage("--valid-from " + validFrom + " is not a day", "--valid-from 2026-01-01");
    }

    private static String scope(Target target) {
        String place = target.centre() != null
                ? "centre " + target.centre()
                : target.region() != null ? "region " + target.region() : "everywhere";
        return target.type() == null ? place : place + ", " + target.type();
    }
}
