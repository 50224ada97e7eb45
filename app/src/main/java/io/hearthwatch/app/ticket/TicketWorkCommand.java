package io.hearthwatch.app.ticket;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Said;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.TicketDetail;
import io.hearthwatch.servicedesk.ticket.TicketDesk;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Opening tickets, working on them and looking at one: what the HTTP API does, by the same rules. */
public abstract class TicketWorkCommand implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            PrintWriter out = spec.commandLine().getOut();
            json.write(run(workspace.serviceDesk(), out));
            out.flush();
        }
    }

    /** Does it, prints what people want to know, and returns what a program wants to know. */
    abstract Object run(ServiceDesk desk, PrintWriter out);

    /** What is said with {@code --set} and {@code --who}. */
    static final class Saying {
        @Option(
                names = "--set",
                paramLabel = "KEY=VALUE",
                description = "what is said, as in the API; may be given more than once; a dot leads into an object,"
                        + " as in answers.symptom=…")
        private List<String> pairs = new ArrayList<>();

        @Option(names = "--who", paramLabel = "NAME", description = "who does it (default: the user of this machine)")
        private String who = Who.user();

        TicketRequest request(Integer version, Map<String, Object> more) {
            Map<String, Object> all = new LinkedHashMap<>(more);
            all.putAll(Said.read(pairs));
            return TicketRequest.of(who, version, all);
        }
    }

    /** Says where a ticket is after something was done about it, and what may follow. */
    public static void print(PrintWriter out, TicketReceipt receipt) {
        out.println(
                receipt.number() + " is " + receipt.step() + " (" + receipt.kind() + "), version " + receipt.version());
        String brought = receipt.result().entrySet().stream()
                .filter(each -> each.getValue() instanceof Number || each.getValue() instanceof String)
                .map(each -> each.getKey().replace('_', ' ') + " " + each.getValue())
                .collect(Collectors.joining(", "));
        if (!brought.isEmpty()) {
            out.println("noted: " + brought);
        }
        printNext(out, receipt.missing(), receipt.next());
    }

    private static void printNext(PrintWriter out, List<?> missing, List<?> next) {
        List<String> fields = missing.stream()
                .map(each -> (Map<?, ?>) each)
                .map(each -> each.get("field") + " (ask the " + each.get("ask_first") + ")")
                .toList();
        if (!fields.isEmpty()) {
            out.println("not known yet: " + String.join(", ", fields));
        }
        for (Object each : next) {
            Map<?, ?> step = (Map<?, ?>) each;
            out.println("may go to " + step.get("to")
                    + (((List<?>) step.get("give")).isEmpty() ? "" : " with " + step.get("give")));
            for (Object need : (List<?>) step.get("missing")) {
                out.println("  first: " + ((Map<?, ?>) need).get("what"));
            }
        }
    }

    /** {@code ticket show}. */
    @Command(name = "show", description = "Show one ticket: where it is, what is next, and what happened.")
    public static final class Show extends TicketWorkCommand {
        @Parameters(paramLabel = "TICKET", description = "its number, such as HW-000123")
        private String ticket;

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            TicketDetail detail = desk.ticket(ticket)
                    .orElseThrow(() -> new CommandFailure(
                            "there is no ticket '" + ticket + "'", "look at: hearthwatch ticket list"));
            Map<String, Object> life = desk.work().life(detail.summary().id());
            out.println(ticket + ": " + detail.summary().summary().en());
            out.println("is " + life.get("step") + ", version " + life.get("version") + ", "
                    + detail.summary().kind() + " from " + detail.summary().source()
                    + (detail.summary().centre() == null
                            ? ""
                            : ", with " + detail.summary().centre()));
            printNext(out, (List<?>) life.get("missing"), (List<?>) life.get("next"));
            for (Object each : (List<?>) life.get("history")) {
                Map<?, ?> event = (Map<?, ?>) each;
                out.println(event.get("at") + "  " + event.get("what") + "  by " + event.get("who")
                        + (event.get("lasted_seconds") == null
                                ? ""
                                : "  after " + java.time.Duration.ofSeconds((Long) event.get("lasted_seconds"))));
            }
            return life;
        }
    }

    /** {@code ticket open}. */
    @Command(name = "open", description = "Open a ticket, or join the open one that is about the same.")
    public static final class Open extends TicketWorkCommand {
        @Mixin
        private Saying saying;

        @Option(names = "--kind", paramLabel = "KIND", description = "kind of work (default: repair)")
        private String kind = "repair";

        @Option(
                names = "--source",
                paramLabel = "SOURCE",
                description = "customer, inspection, maintenance_plan or recall (default: customer)")
        private String source = "customer";

        @Option(names = "--channel", paramLabel = "CHANNEL", description = "how the customer came (default: phone)")
        private String channel = "phone";

        @Option(names = "--appliance", paramLabel = "ID", description = "the appliance, by its maker's id")
        private String appliance;

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            Map<String, Object> more = new LinkedHashMap<>();
            more.put("kind", kind);
            more.put("source", source);
            if (source.equals("customer")) {
                more.put("channel", channel);
            }
            if (appliance != null) {
                more.put("appliance", appliance);
            }
            TicketReceipt receipt = desk.work().open(saying.request(null, more));
            print(out, receipt);
            return receipt;
        }
    }

    /** {@code ticket step}. */
    @Command(
            name = "step",
            description = {
                "Take a step; without its name, say which may follow.",
                "",
                "Example: hearthwatch ticket step HW-000123 triaged --set way=home"
            })
    public static final class Step extends TicketWorkCommand {
        @Mixin
        private Saying saying;

        @Parameters(index = "0", paramLabel = "TICKET", description = "its number, such as HW-000123")
        private String ticket;

        @Parameters(index = "1", arity = "0..1", paramLabel = "STATE", description = "where it goes, such as triaged")
        private String to;

        @Option(
                names = "--if-version",
                paramLabel = "N",
                description = "refuse it if the ticket is of another version by now")
        private Integer version;

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            Integer meant = version != null ? version : (Integer) desk.work().version(ticket);
            if (to == null) {
                Map<String, Object> life =
                        desk.work().life(desk.ticketId(ticket).orElseThrow());
                out.println(ticket + " is " + life.get("step") + ", version " + life.get("version"));
                printNext(out, (List<?>) life.get("missing"), (List<?>) life.get("next"));
                return life;
            }
            TicketReceipt receipt = desk.work().step(ticket, saying.request(meant, Map.of("to", to)));
            print(out, receipt);
            return receipt;
        }
    }

    /** {@code ticket add}. */
    @Command(name = "add", description = "Add something to a ticket: what was asked, found, signed, promised, …")
    public static final class Add extends TicketWorkCommand {
        @Mixin
        private Saying saying;

        @Parameters(index = "0", paramLabel = "TICKET", description = "its number, such as HW-000123")
        private String ticket;

        @Parameters(
                index = "1",
                paramLabel = "WHAT",
                description =
                        "answers, contact, guidance, check-back, support, support-answer, quote, consent, checklist, household-check,"
                                + " finding, part, record-sheet, answer, review, follow-up, feedback, wish, promise, return or loaner")
        private String what;

        @Override
        Object run(ServiceDesk desk, PrintWriter out) {
            TicketDesk work = desk.work();
            BiFunction<String, TicketRequest, TicketReceipt> write =
                    writes(work).get(what);
            if (write == null) {
                throw CommandFailure.usage(
                        "nothing called '" + what + "' is added to tickets",
                        "use " + String.join(", ", writes(work).keySet()));
            }
            TicketReceipt receipt = write.apply(ticket, saying.request(work.version(ticket), Map.of()));
            print(out, receipt);
            return receipt;
        }

        private static Map<String, BiFunction<String, TicketRequest, TicketReceipt>> writes(TicketDesk work) {
            Map<String, BiFunction<String, TicketRequest, TicketReceipt>> writes = new TreeMap<>();
            writes.put("answers", work::change);
            writes.put("contact", work::contact);
            writes.put("guidance", work::guide);
            writes.put("check-back", work::checkBack);
            writes.put("support", work::askSupport);
            writes.put("support-answer", work::answerSupport);
            writes.put("quote", work::quote);
            writes.put("consent", work::consent);
            writes.put("checklist", work::check);
            writes.put("household-check", work::checkHousehold);
            writes.put("finding", work::find);
            writes.put("part", work::buildIn);
            writes.put("record-sheet", work::sign);
            writes.put("answer", work::answer);
            writes.put("review", work::review);
            writes.put("follow-up", work::followUp);
            writes.put("feedback", work::feedBack);
            writes.put("wish", work::wish);
            writes.put("promise", work::promise);
            writes.put("return", work::returns);
            writes.put("loaner", work::loaner);
            return writes;
        }
    }
}
