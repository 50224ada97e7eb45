package io.hearthwatch.app.dispatch;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.dispatch.Announcement;
import io.hearthwatch.servicedesk.dispatch.DayPlan;
import io.hearthwatch.servicedesk.dispatch.Dispatch;
import io.hearthwatch.servicedesk.dispatch.PlanChange;
import io.hearthwatch.servicedesk.dispatch.PlannedVisit;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about a whole day: planning it, and looking at it. */
final class DispatchDays {
    private static final int SECONDS = 5;

    private DispatchDays() {}

    /** {@code dispatch plan}. */
    @Command(name = "plan", description = "Plan a service centre's day, publish the plan, and print what changed.")
    static final class Plan extends DispatchWork {
        @Parameters(paramLabel = "CENTRE", description = "the service centre's id")
        private String centre;

        @Option(names = "--day", paramLabel = "DATE", description = "such as 2026-11-23 (default: today there)")
        private LocalDate day;

        @Option(names = "--seconds", paramLabel = "N", description = "how long to search (default: 5, at most 60)")
        private int seconds = SECONDS;

        @Option(names = "--announce", description = "announce it too: technicians are sent, and have to acknowledge")
        private boolean announce;

        @Option(names = "--why", paramLabel = "WORDS", description = "the reason, for the list of changes")
        private String why = "planned";

        @Option(names = "--who", paramLabel = "NAME", description = "who does it (default: the user of this machine)")
        private String who = Who.user();

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            if (seconds < 1 || seconds > Dispatch.LONGEST.toSeconds()) {
                throw CommandFailure.usage(
                        "--seconds must be between 1 and " + Dispatch.LONGEST.toSeconds(), "--seconds " + SECONDS);
            }
            DayPlan plan = desk.dispatch()
                    .plan(
                            Scope.EVERYTHING,
                            new Dispatch.Order(centre, day, Duration.ofSeconds(seconds), announce, who, why));
            print(out, plan);
            return plan;
        }
    }

    /** {@code dispatch announce}. */
    @Command(
            name = "announce",
            description = {
                "Announce a planned day: technicians are sent to their visits, and have to acknowledge.",
                "What the day brings after that is announced by itself."
            })
    static final class Announce extends DispatchWork {
        @Parameters(paramLabel = "CENTRE", description = "the service centre's id")
        private String centre;

        @Option(names = "--day", paramLabel = "DATE", description = "such as 2026-11-23 (default: today there)")
        private LocalDate day;

        @Option(names = "--who", paramLabel = "NAME", description = "who does it (default: the user of this machine)")
        private String who = Who.user();

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            Announcement announced = desk.dispatch().announce(Scope.EVERYTHING, centre, day, who);
            out.println(announced.centre() + ", " + announced.day() + ": "
                    + announced.sent().size() + " visits announced");
            announced
                    .sent()
                    .forEach(job -> out.println("  " + job.number() + " " + job.technician() + ", "
                            + DispatchWork.time(job.arrival(), zone(desk, job.ticket()))));
            announced
                    .left()
                    .forEach(job -> out.println("  " + job.number() + " not: " + job.technician()
                            + " has no licence, or has left; plan the day again"));
            return announced;
        }
    }

    /** {@code dispatch show}. */
    @Command(name = "show", description = "Show a service centre's day: routes, visits with nobody, and changes.")
    static final class Show extends DispatchWork {
        @Parameters(paramLabel = "CENTRE", description = "the service centre's id")
        private String centre;

        @Option(names = "--day", paramLabel = "DATE", description = "such as 2026-11-23 (default: today there)")
        private LocalDate day;

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            DayPlan plan = desk.dispatch().day(Scope.EVERYTHING, centre, day);
            print(out, plan);
            return plan;
        }
    }

    /** {@code dispatch route}. */
    @Command(name = "route", description = "Show a technician's visits of a day in their order.")
    static final class Technician extends DispatchWork {
        @Parameters(paramLabel = "TECHNICIAN", description = "the technician's id")
        private String technician;

        @Option(names = "--day", paramLabel = "DATE", description = "such as 2026-11-23 (default: today there)")
        private LocalDate day;

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            DayPlan.DayRoute route = desk.dispatch().route(Scope.EVERYTHING, technician, day);
            if (route.visits().isEmpty()) {
                out.println(technician + " visits nobody");
            } else {
                print(out, route, zone(desk, route.visits().get(0).ticket()));
            }
            return route;
        }
    }

    private static void print(PrintWriter out, DayPlan plan) {
        ZoneId zone = ZoneId.of(plan.timeZone());
        out.println(
                plan.centre() + ", " + plan.day() + ", times in " + plan.timeZone() + ", revision " + plan.revision());
        out.println(
                plan.plannedAt() == null
                        ? "not planned yet: hearthwatch dispatch plan " + plan.centre() + " --day " + plan.day()
                        : "planned " + DispatchWork.time(plan.plannedAt(), zone) + " by " + plan.plannedBy()
                                + ", costs "
                                + plan.costs().entrySet().stream()
                                        .map(cost ->
                                                String.format(Locale.ROOT, "%s %.1f", cost.getKey(), cost.getValue()))
                                        .collect(Collectors.joining(", ")));
        if (plan.announcedAt() != null) {
            out.println("announced " + DispatchWork.time(plan.announcedAt(), zone) + " by " + plan.announcedBy());
        }
        if (plan.staleSince() != null) {
            out.println("does not fit since " + DispatchWork.time(plan.staleSince(), zone) + ": " + plan.staleWhy());
        }
        plan.routes().forEach(route -> print(out, route, zone));
        if (!plan.unassigned().isEmpty()) {
            out.println("with nobody:");
        }
        for (DayPlan.Unassigned each : plan.unassigned()) {
            out.printf("  %-12s %s%n", each.number(), DispatchWork.span(each.windowFrom(), each.windowTo(), zone));
            each.why().stream().map(Text::en).forEach(why -> out.println("    " + why));
        }
        if (!plan.changes().isEmpty()) {
            out.println("changes:");
        }
        for (PlanChange each : plan.changes()) {
            out.println("  " + DispatchWork.time(each.at(), zone) + "  " + each.number() + " " + each.what()
                    + (each.fromTechnician() == null
                            ? ""
                            : " from " + each.fromTechnician() + " " + DispatchWork.time(each.fromBegin(), zone))
                    + (each.toTechnician() == null
                            ? ""
                            : " to " + each.toTechnician() + " " + DispatchWork.time(each.toBegin(), zone))
                    + ", by " + each.who() + ": " + each.why());
        }
    }

    private static void print(PrintWriter out, DayPlan.DayRoute route, ZoneId zone) {
        out.println(route.technician() + " (" + route.name() + "): "
                + route.visits().size() + " visits, " + route.travelMinutes() + " minutes on the road");
        for (PlannedVisit visit : route.visits()) {
            out.printf(
                    "  %-12s %-22s window %s, %d minutes to get there, %s%s%n",
                    visit.number(),
                    DispatchWork.span(visit.begin(), visit.end(), zone),
                    DispatchWork.span(visit.windowFrom(), visit.windowTo(), zone),
                    visit.travelMinutes(),
                    visit.state(),
                    visit.pinned() ? ", pinned by " + visit.pinnedBy() : "");
        }
    }
}
