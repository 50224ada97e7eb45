package io.hearthwatch.app.dispatch;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.dispatch.Dispatch;
import io.hearthwatch.servicedesk.dispatch.TechnicianAbsence;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dispatch absence}. */
@Command(
        name = "absence",
        description = {
            "Say that a technician is away, or back; the visits of that time are planned again.",
            "Without an option, list the technician's absences."
        })
final class DispatchAbsence extends DispatchWork {
    @Parameters(paramLabel = "TECHNICIAN", description = "the technician's id")
    private String technician;

    @Option(names = "--from", paramLabel = "TIME", description = "when it begins, such as 2026-11-23T08:00:00Z")
    private Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "when it is over")
    private Instant to;

    @Option(names = "--reason", paramLabel = "REASON", description = "ill, leave, training or other")
    private String reason;

    @Option(names = "--end", paramLabel = "N", description = "the absence of that number is over, or does not come")
    private Long end;

    @Option(names = "--who", paramLabel = "NAME", description = "who does it (default: the user of this machine)")
    private String who = Who.user();

    @Override
    Object run(ServiceDesk desk, PrintWriter out) {
        long said = Stream.of(from, to, reason).filter(each -> each != null).count();
        if (said != 0 && (said != 3 || end != null)) {
            throw CommandFailure.usage(
                    "--from, --to and --reason belong together, and without --end",
                    "--from 2026-11-23T08:00:00Z --to 2026-11-23T18:00:00Z --reason ill");
        }
        Dispatch dispatch = desk.dispatch();
        if (end != null) {
            dispatch.endAbsence(Scope.EVERYTHING, technician, end, who);
            out.println("absence " + end + " of " + technician + " has ended");
            return Map.of("id", end);
        }
        if (said == 3) {
            long id = dispatch.absent(Scope.EVERYTHING, technician, from, to, reason, who);
            out.println("absence " + id + ": " + technician + " is away from " + from + " to " + to);
            return Map.of("id", id);
        }
        List<TechnicianAbsence> absences = dispatch.absences(Scope.EVERYTHING, technician);
        absences.forEach(each -> out.println(each.id() + "  " + each.from() + " to " + each.to() + "  " + each.reason()
                + ", said by " + each.who()
                + (each.endedAt() == null ? "" : ", ended " + each.endedAt() + " by " + each.endedBy())));
        if (absences.isEmpty()) {
            out.println(technician + " has no absences");
        }
        return absences;
    }
}
