package io.hearthwatch.app.ticket;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Limit;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.TicketDetail;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What people look at before and while they work on tickets. */
public final class TicketLooks {
    private TicketLooks() {}

    /** {@code ticket due}. */
    @Command(name = "due", description = "List check-backs and follow-up calls that are due, the most overdue first.")
    public static final class Due extends DeskCommand {
        @Mixin
        private Limit limit;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<Map<String, Object>> due = desk.work().due(Scope.EVERYTHING, limit.of(500));
            Table table = Table.of("TICKET", "WHAT", "DUE", "CENTRE");
            due.forEach(
                    each -> table.row(each.get("number"), each.get("what"), each.get("due_at"), each.get("centre")));
            table.print(out, "nothing is due");
            return due;
        }
    }

    /** {@code ticket triage}. */
    @Command(
            name = "triage",
            description = "Say what is known before anyone drives: suspects, earlier tickets, articles, the way to go.")
    public static final class Triage extends DeskCommand {
        @Parameters(paramLabel = "TICKET", description = "its number, such as HW-000123")
        private String ticket;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            Map<String, Object> known = desk.triage(ticket);
            for (Object each : (List<?>) known.get("suspects")) {
                Map<?, ?> suspect = (Map<?, ?>) each;
                out.printf(
                        Locale.ROOT,
                        "%5.1f %%  %s (%s), %s minutes, %s, parts %s%n",
                        ((Number) suspect.get("share")).doubleValue() * 100,
                        suspect.get("component"),
                        ((Map<?, ?>) suspect.get("name")).get("en"),
                        Table.shown(suspect.get("minutes")),
                        Boolean.TRUE.equals(suspect.get("home_repair")) ? "at home" : "in the workshop",
                        Table.shown(suspect.get("parts")));
            }
            if (((List<?>) known.get("suspects")).isEmpty()) {
                out.println("nothing is suspected yet: add symptoms and fault codes");
            }
            for (Object each : (List<?>) known.get("earlier_tickets")) {
                out.println("earlier: " + words((Map<?, ?>) each));
            }
            for (Object each : (List<?>) known.get("knowledge")) {
                out.println("article: " + words((Map<?, ?>) each));
            }
            out.println("suggested: " + Table.shown(known.get("suggested_way"))
                    + (Boolean.TRUE.equals(known.get("loaner_needed")) ? ", with a loaner" : ""));
            if (known.get("visit") instanceof Map<?, ?> visit) {
                out.println("visit: " + ((Map<?, ?>) visit.get("words")).get("en"));
                if (visit.get("hint") instanceof Map<?, ?> hint) {
                    out.println("try: " + hint.get("en"));
                }
            }
            return known;
        }

        private static String words(Map<?, ?> row) {
            StringBuilder words = new StringBuilder();
            row.forEach((key, value) -> {
                if (value != null) {
                    words.append(words.isEmpty() ? "" : ", ")
                            .append(key)
                            .append(' ')
                            .append(Table.shown(value));
                }
            });
            return words.toString();
        }
    }

    /** {@code ticket kinds}. */
    @Command(
            name = "kinds",
            description =
                    "List the kinds of work; with --kind, its fields, its checklist, and which step may follow which.")
    public static final class Kinds extends DeskCommand {
        @Option(names = "--kind", paramLabel = "KIND", description = "one of them, such as repair")
        private String kind;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            Map<String, Object> all = desk.work().kinds();
            if (kind == null) {
                Table table = Table.of("KIND", "NAME", "ENDS AS");
                rows(all, "kinds").forEach(each -> table.row(each.get("kind"), each.get("name_en"), each.get("ends")));
                table.print(out, "there are none");
                return all;
            }
            Choice.required(
                    "--kind",
                    kind,
                    rows(all, "kinds").stream()
                            .map(each -> Table.shown(each.get("kind")))
                            .toArray(String[]::new));
            of(all, "fields", "*")
                    .forEach(each ->
                            out.println("asks for " + each.get("field") + ", first the " + each.get("ask_first")));
            of(all, "steps", null)
                    .forEach(each -> out.println(each.get("from") + " → " + each.get("to")
                            + (Boolean.TRUE.equals(each.get("by_itself")) ? " by itself" : "")
                            + (((List<?>) each.get("needs")).isEmpty()
                                    ? ""
                                    : ", needs " + Table.shown(each.get("needs")))));
            of(all, "checklist", "*")
                    .forEach(each -> out.println("checklist: " + each.get("item") + ", " + each.get("name_en")));
            return all;
        }

        private List<Map<?, ?>> of(Map<String, Object> all, String name, String any) {
            return rows(all, name).stream()
                    .filter(each -> kind.equals(each.get("kind")) || (any != null && any.equals(each.get("kind"))))
                    .toList();
        }

        private static List<Map<?, ?>> rows(Map<String, Object> all, String name) {
            return ((List<?>) all.get(name))
                    .stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
        }
    }

    /** {@code ticket find}. */
    @Command(name = "find", description = "Find the ticket that another system knows under an id.")
    public static final class Find extends DeskCommand {
        @Parameters(index = "0", paramLabel = "SYSTEM", description = "the other system's name, such as erp")
        private String system;

        @Parameters(index = "1", paramLabel = "ID", description = "the ticket's id there")
        private String id;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            TicketDetail ticket = desk.work()
                    .byExternal(system, id)
                    .flatMap(desk::ticket)
                    .orElseThrow(() -> new CommandFailure(
                            system + " knows no ticket under '" + id + "'",
                            "note one with: hearthwatch ticket external TICKET " + system + " " + id));
            out.println(ticket.summary().number() + ": "
                    + ticket.summary().summary().en());
            return Map.of("number", ticket.summary().number());
        }
    }
}
