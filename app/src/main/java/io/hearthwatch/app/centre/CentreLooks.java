package io.hearthwatch.app.centre;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.CentreDetail;
import io.hearthwatch.servicedesk.organisation.CentreSummary;
import io.hearthwatch.servicedesk.organisation.Centres;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What there is of service centres. */
final class CentreLooks {
    private static final Duration LONGEST_SPAN = Duration.ofDays(92);

    private CentreLooks() {}

    /** {@code centre list}. */
    @Command(name = "list", description = "List service centres.")
    static final class ListAll extends DeskCommand {
        @Option(names = "--region", paramLabel = "ID", description = "only this region's")
        private String region;

        @Option(
                names = "--kind",
                paramLabel = "KIND",
                description = "only own_shop, repair_shop, dedicated_service, retailer or do_it_yourself")
        private String kind;

        @Override
        protected void check() {
            Choice.of("--kind", kind, "own_shop", "repair_shop", "dedicated_service", "retailer", "do_it_yourself");
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            Centres all = desk.organisation().centres();
            List<String> regions = all.regions(Scope.EVERYTHING).stream()
                    .map(Centres.Region::id)
                    .toList();
            if (region != null && !regions.contains(region)) {
                throw new CommandFailure(
                        "there is no region '" + region + "'",
                        regions.isEmpty() ? "leave it out: there is none" : "use one of " + String.join(", ", regions));
            }
            List<CentreSummary> centres = all.list(Scope.EVERYTHING, region, kind);
            Table table = Table.of("CENTRE", "NAME", "REGION", "KIND", "CERTIFIED UNTIL", "TECHNICIANS", "TO CORRECT");
            centres.forEach(each -> table.row(
                    each.id(),
                    each.name().en(),
                    each.region(),
                    each.kind(),
                    each.certified() ? each.certifiedUntil() : "not certified",
                    each.technicians(),
                    each.openActions()));
            table.print(out, "there is none; load some with: hearthwatch service load FILE");
            return centres;
        }
    }

    static CentreDetail centre(ServiceDesk desk, String id) {
        return desk.organisation()
                .centres()
                .find(Scope.EVERYTHING, id)
                .orElseThrow(() -> new CommandFailure(
                        "there is no service centre '" + id + "'", "look at: hearthwatch centre list"));
    }

    static void print(CentreDetail centre, PrintWriter out) {
        out.println(centre.id() + ": " + centre.name().en() + ", " + centre.kind()
                + (centre.region() == null ? "" : " of " + centre.region()) + ", " + centre.timeZone() + ", "
                + centre.technicians() + " technician(s), warehouse " + Table.shown(centre.warehouse()));
        out.println("serves " + Table.shown(centre.territory()) + "; may do "
                + Table.shown(centre.competences().stream()
                        .map(each -> each.type() + "/" + each.faultClass())
                        .toList()));
        out.println(centre.certified() ? "certified until " + centre.certifiedUntil() : "not certified today");
        centre.certificates()
                .forEach(each -> out.println("  " + each.name() + ", " + each.issuedOn() + " to " + each.expiresOn()));
        out.println("next audit due " + centre.auditDue());
        centre.audits()
                .forEach(each -> out.println("  " + each.heldOn() + " by " + each.auditor() + ": "
                        + Table.shown(each.score()) + " of 100"
                        + (each.remarks() == null ? "" : ", " + each.remarks())));
        Table actions = Table.of("ACTION", "STATE", "WHAT", "OWNER", "DUE", "REMARKS");
        centre.actions()
                .forEach(each ->
                        actions.row(each.id(), each.state(), each.what(), each.owner(), each.dueOn(), each.remarks()));
        actions.print(out, "nothing is to be corrected");
        hours(centre.calendar(), out);
    }

    static void hours(CentreDetail.Hours calendar, PrintWriter out) {
        out.println("calendar, version " + calendar.version() + ":");
        spans(calendar.hours(), out);
        spans(calendar.days(), out);
        out.println(
                calendar.announceAt().equals("by_hand")
                        ? "  days are announced by hand"
                        : "  the next working day is announced at " + calendar.announceAt());
    }

    private static void spans(Map<String, List<String>> hours, PrintWriter out) {
        hours.forEach((day, spans) ->
                out.println("  " + day + " " + (spans.isEmpty() ? "closed" : String.join(", ", spans))));
    }

    /** {@code centre show CENTRE}. */
    @Command(name = "show", description = "Show one: certificates, audits, what is to be corrected, when it works.")
    static final class Show extends DeskCommand {
        @Parameters(paramLabel = "CENTRE", description = "its id, as: hearthwatch centre list")
        private String id;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            CentreDetail centre = centre(desk, id);
            print(centre, out);
            return centre;
        }
    }

    /** {@code centre openings CENTRE}. */
    @Command(name = "openings", description = "List the hours in which a centre works, holidays taken out.")
    static final class Openings extends DeskCommand {
        @Parameters(paramLabel = "CENTRE", description = "its id, as: hearthwatch centre list")
        private String id;

        @Option(names = "--from", required = true, paramLabel = "TIME", description = "such as 2026-11-23T00:00:00Z")
        private Instant from;

        @Option(names = "--to", paramLabel = "TIME", description = "at most 92 days later (default: 7 days later)")
        private Instant to;

        @Override
        protected void check() {
            if (to != null && (!to.isAfter(from) || Duration.between(from, to).compareTo(LONGEST_SPAN) > 0)) {
                throw CommandFailure.usage(
                        "--to is not within " + LONGEST_SPAN.toDays() + " days after --from", "give a shorter span");
            }
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            centre(desk, id);
            Instant end = to == null ? from.plus(Duration.ofDays(7)) : to;
            List<Centres.Opening> openings = desk.organisation().centres().openings(Scope.EVERYTHING, id, from, end);
            Table table = Table.of("OPENS", "CLOSES");
            openings.forEach(each -> table.row(each.opens(), each.closes()));
            table.print(out, "it does not work between " + from + " and " + end);
            return openings;
        }
    }
}
