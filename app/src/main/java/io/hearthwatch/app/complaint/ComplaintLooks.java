package io.hearthwatch.app.complaint;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Limit;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What there is of complaints. */
final class ComplaintLooks {
    /** Classes as the database names them. */
    static final String[] CLASSES = {"product_function", "product_safety", "service", "logistics", "repair"};

    private ComplaintLooks() {}

    /** {@code complaint list}. */
    @Command(name = "list", description = "List open complaints, the newest first.")
    static final class ListAll extends DeskCommand {
        @Option(
                names = "--class",
                paramLabel = "CLASS",
                description = "only product_function, product_safety, service, logistics or repair")
        private String about;

        @Option(names = "--state", paramLabel = "STATE", description = "open or all (default: open)")
        private String state = "open";

        @Mixin
        private Limit limit;

        @Override
        protected void check() {
            Choice.of("--class", about, CLASSES);
            Choice.of("--state", state, "open", "all");
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<Map<String, Object>> all =
                    desk.complaints().list(Scope.EVERYTHING, about, state.equals("open"), limit.of(500));
            Table table = Table.of("COMPLAINT", "CLASS", "STATE", "URGENCY", "CENTRE", "RECEIVED", "LATE", "ABOUT");
            all.forEach(each -> table.row(
                    each.get("number"),
                    each.get("class"),
                    each.get("state"),
                    each.get("urgency"),
                    each.get("centre"),
                    each.get("received_at"),
                    each.get("late"),
                    each.get("about")));
            table.print(out, "no complaint" + (state.equals("open") ? " is open" : ""));
            return all;
        }
    }

    /** {@code complaint show TICKET}. */
    @Command(
            name = "show",
            description = "Show a complaint: its class and cause, what is done about it, and what the customer says.")
    static final class Show extends DeskCommand {
        @Parameters(paramLabel = "TICKET", description = "its number, such as HW-000123")
        private String ticket;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            Map<String, Object> shown = desk.complaints().show(ticket);
            out.println(shown.get("ticket") + " is " + shown.get("state"));
            if (shown.get("complaint") instanceof Map<?, ?> of) {
                out.println(of.get("class") + ": " + of.get("name_en") + ", for " + of.get("department")
                        + " to answer for");
                out.println("asks for: " + of.get("response_en"));
                out.println("cause: " + (of.get("cause") == null ? "not known yet" : of.get("cause"))
                        + (of.get("about") == null ? "" : "; about " + of.get("about")));
            } else if (desk.ticket(ticket)
                    .filter(each -> each.summary().kind().equals("complaint"))
                    .isEmpty()) {
                throw new CommandFailure(
                        shown.get("ticket") + " is no complaint", "look at: hearthwatch complaint list --state all");
            } else {
                out.println("it has no class yet: hearthwatch ticket add " + shown.get("ticket")
                        + " answers --set answers.complaint_class=repair");
            }
            for (Map<?, ?> each : rows(shown, "actions")) {
                out.println("action " + each.get("id") + ": " + each.get("what") + ", by " + each.get("owner")
                        + " until " + each.get("due_on") + "; " + state(each));
            }
            rows(shown, "replies")
                    .forEach(each -> out.println("the customer " + (yes(each, "agrees") ? "agrees" : "does not agree")
                            + " at " + Table.shown(each.get("at")) + " by " + each.get("channel")
                            + (each.get("words") == null ? "" : ": " + each.get("words"))));
            rows(shown, "recalls")
                    .forEach(each -> out.println("recall " + each.get("id") + " of " + each.get("type") + " lot "
                            + each.get("lot") + " is " + each.get("state")));
            rows(shown, "clocks")
                    .forEach(each -> out.println(each.get("promise") + " due " + Table.shown(each.get("due_at"))
                            + (each.get("breached_at") == null
                                    ? ""
                                    : ", broken " + Table.shown(each.get("breached_at")))
                            + (each.get("outcome") == null ? "" : ", " + each.get("outcome"))));
            return shown;
        }

        private static String state(Map<?, ?> action) {
            if (action.get("done_at") == null) {
                return "open";
            }
            return "done by " + action.get("done_by")
                    + (action.get("checked_at") == null
                            ? ", not checked yet"
                            : (yes(action, "effective") ? ", it helped" : ", it did not help") + " says "
                                    + action.get("checked_by"));
        }

        private static boolean yes(Map<?, ?> row, String name) {
            return Boolean.TRUE.equals(row.get(name));
        }

        private static List<Map<?, ?>> rows(Map<String, Object> shown, String name) {
            return ((List<?>) shown.get(name))
                    .stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
        }
    }

    /** {@code complaint classes}. */
    @Command(name = "classes", description = "List the classes of complaints, with what is done about each.")
    static final class Classes extends DeskCommand {
        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<Map<String, Object>> all = desk.complaints().classes();
            Table table = Table.of("CLASS", "NAME", "DEPARTMENT", "WHAT IS DONE");
            all.forEach(each ->
                    table.row(each.get("class"), each.get("name_en"), each.get("department"), each.get("response_en")));
            table.print(out, "there are none");
            return all;
        }
    }
}
