package io.hearthwatch.app.dispatch;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.customer.Slot;
import io.hearthwatch.servicedesk.dispatch.Dispatch;
import io.hearthwatch.servicedesk.dispatch.Why;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about one ticket's visit. */
final class DispatchVisits {
    private DispatchVisits() {}

    /** Something about one visit; prints who has it and why. */
    abstract static class Visit extends DispatchWork {
        @Parameters(index = "0", paramLabel = "TICKET", description = "its number, such as HW-000123")
        private String ticket;

        @Override
        final Object run(ServiceDesk desk, PrintWriter out) {
            long id = ticket(desk, ticket);
            Why why = decide(desk.dispatch(), id);
            print(out, why, zone(desk, id));
            return why;
        }

        abstract Why decide(Dispatch dispatch, long id);
    }

    /** A decision about one visit, of somebody. */
    abstract static class Decision extends Visit {
        @Option(names = "--who", paramLabel = "NAME", description = "who does it (default: the user of this machine)")
        private String who = Who.user();

        final String who() {
            return who;
        }
    }

    /** {@code dispatch pin}. */
    @Command(name = "pin", description = "Keep who visits, whatever is planned again.")
    static final class Pin extends Decision {
        @Option(names = "--time", description = "keep the time too, also where nobody was told it yet")
        private boolean time;

        @Override
        Why decide(Dispatch dispatch, long id) {
            return dispatch.pin(id, time, who());
        }
    }

    /** {@code dispatch unpin}. */
    @Command(name = "unpin", description = "Leave a visit to the plan again.")
    static final class Unpin extends Decision {
        @Override
        Why decide(Dispatch dispatch, long id) {
            return dispatch.unpin(id, who());
        }
    }

    /** {@code dispatch assign}. */
    @Command(
            name = "assign",
            description = "Give a visit to somebody and pin it there; refused with the rules that stand against it.")
    static final class Assign extends Decision {
        @Parameters(index = "1", paramLabel = "TECHNICIAN", description = "the technician's id")
        private String technician;

        @Option(names = "--override", paramLabel = "WHY", description = "why although rules stand against it")
        private String override;

        @Option(
                names = "--accept",
                description =
                        "also where others lose their technician, their window or their time by that; they are planned again")
        private boolean accept;

        @Option(
                names = "--unpin",
                paramLabel = "TICKET",
                split = ",",
                description = "also where this pinned visit does: its pin is given up; only with --accept")
        private List<String> unpin = List.of();

        @Override
        Why decide(Dispatch dispatch, long id) {
            return dispatch.assign(id, technician, new Dispatch.Terms(override, accept, unpin), who());
        }
    }

    /** {@code dispatch why}. */
    @Command(name = "why", description = "Say why a visit is with its technician, and what others would cost.")
    static final class Reasons extends Visit {
        @Override
        Why decide(Dispatch dispatch, long id) {
            return dispatch.why(id);
        }
    }

    /** {@code dispatch slots}. */
    @Command(name = "slots", description = "List the windows that a ticket's visit fits into.")
    static final class Slots extends DispatchWork {
        @Parameters(paramLabel = "TICKET", description = "its number, such as HW-000123")
        private String ticket;

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            long id = ticket(desk, ticket);
            ZoneId zone = zone(desk, id);
            List<Slot> slots = desk.dispatch().slots(id);
            slots.forEach(
                    slot -> out.printf("%s  free %d%n", DispatchWork.span(slot.from(), slot.to(), zone), slot.free()));
            if (slots.isEmpty()) {
                out.println("nobody has time for it within the days that are offered");
            }
            return slots;
        }
    }

    /** {@code dispatch overrun}. */
    @Command(
            name = "overrun",
            description = "Say that a visit under way takes longer; those after it are planned again.")
    static final class Overrun extends DispatchWork {
        @Parameters(index = "0", paramLabel = "TICKET", description = "its number, such as HW-000123")
        private String ticket;

        @Parameters(index = "1", paramLabel = "MINUTES", description = "how much longer, 1 to 600")
        private int minutes;

        @Override
        void check() {
            if (minutes < 1 || minutes > 600) {
                throw CommandFailure.usage("a visit takes 1 to 600 minutes longer", "give the minutes, such as 45");
            }
        }

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            long id = ticket(desk, ticket);
            Instant until = desk.dispatch().overrun(id, Duration.ofMinutes(minutes));
            ZoneId zone = zone(desk, id);
            out.println(ticket + " lasts until " + time(until, zone) + " (" + zone
                    + "); the visits after it are planned again");
            return Map.of("ticket", Long.toString(id), "until", until);
        }
    }

    private static void print(PrintWriter out, Why why, ZoneId zone) {
        out.println(
                why.technician() == null
                        ? why.number() + " is planned with nobody"
                        : why.number() + " is " + why.technician() + "'s at " + DispatchWork.time(why.begin(), zone)
                                + " (" + zone + ")" + (why.pinned() ? ", pinned" : ""));
        words(out, why.reasons());
        if (why.technician() != null) {
            out.println("costs " + costs(why.cost(), why.costs()));
        }
        for (Why.Other other : why.others()) {
            if (other.cost() == null) {
                out.println(other.technician() + " (" + other.name() + ") cannot:");
                words(out, other.words());
            } else {
                out.println(other.technician() + " (" + other.name() + ") could at "
                        + DispatchWork.time(other.begin(), zone) + ", costs " + costs(other.cost(), other.costs()));
            }
        }
    }

    private static void words(PrintWriter out, List<Text> words) {
        words.stream().map(Text::en).forEach(each -> out.println("  " + each));
    }

    /** In minutes on the road. */
    private static String costs(double sum, Map<String, Double> costs) {
        return String.format(Locale.ROOT, "%.1f", sum)
                + (costs.isEmpty()
                        ? ""
                        : costs.entrySet().stream()
                                .map(each -> String.format(Locale.ROOT, "%s %.1f", each.getKey(), each.getValue()))
                                .collect(Collectors.joining(", ", " (", ")")));
    }
}
