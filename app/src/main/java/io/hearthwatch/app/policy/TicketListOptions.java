package io.hearthwatch.app.policy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which tickets {@code ticket list} shows: the filters of the HTTP API, by the same names. */
final class TicketListOptions {
    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "open, ended, closed, cancelled or all (default: open)")
    String state = "open";

    @Option(names = "--centre", paramLabel = "ID", description = "only this service centre's")
    String centre;

    @Option(names = "--appliance", paramLabel = "ID", description = "only about this appliance")
    String appliance;

    @Option(names = "--appliance-model", paramLabel = "MODEL", description = "only about appliances of this model")
    private String model;

    @Option(names = "--urgency", paramLabel = "URGENCY", description = "low, normal, high or critical")
    private String urgency;

    @Option(names = "--kind", paramLabel = "KIND", description = "only this kind of work, such as repair")
    private String kind;

    @Option(names = "--source", paramLabel = "SOURCE", description = "where it came from, such as prediction")
    private String source;

    @Option(names = "--step", paramLabel = "STEP", description = "where it is in its life, such as dispatched")
    private String step;

    @Option(
            names = "--waits-for",
            paramLabel = "WHAT",
            description =
                    "what it waits for: information, consent, parts, customer, acknowledgement, support, check_back")
    private String waitsFor;

    @Option(names = "--household", paramLabel = "ID", description = "only this household's")
    private String household;

    @Option(names = "--technician", paramLabel = "ID", description = "only this technician's jobs")
    private String technician;

    @Option(names = "--component", paramLabel = "ID", description = "only about this component")
    private String component;

    @Option(names = "--fault-code", paramLabel = "CODE", description = "only with this fault code")
    private String faultCode;

    @Option(names = "--opened-from", paramLabel = "TIME", description = "opened then or later")
    private Instant openedFrom;

    @Option(names = "--opened-to", paramLabel = "TIME", description = "opened before then")
    private Instant openedTo;

    @Option(names = "--due-from", paramLabel = "TIME", description = "due then or later")
    private Instant dueFrom;

    @Option(names = "--due-to", paramLabel = "TIME", description = "due before then")
    private Instant dueTo;

    @Option(names = "--overdue", description = "only those of which a clock has run out")
    private boolean overdue;

    @Option(
            names = "--search",
            paramLabel = "WORDS",
            description = "number, words of the symptom, beginning of a serial number or model, customer's name,"
                    + " end of the phone number")
    private String words;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description = "urgency, due, -due, opened or -opened (default: urgency)")
    private String sort;

    @Option(names = "--after", paramLabel = "PAGE", description = "the page after this one, as the one before named it")
    private String after;

    /** What is asked for, by the names of the HTTP API. */
    Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>();
        put(asked, "model", model);
        put(asked, "urgency", urgency);
        put(asked, "kind", kind);
        put(asked, "source", source);
        put(asked, "step", step);
        put(asked, "waits_for", waitsFor);
        put(asked, "household", household);
        put(asked, "technician", technician);
        put(asked, "component", component);
        put(asked, "fault_code", faultCode);
        put(asked, "opened_from", openedFrom);
        put(asked, "opened_to", openedTo);
        put(asked, "due_from", dueFrom);
        put(asked, "due_to", dueTo);
        put(asked, "overdue", overdue ? "true" : null);
        put(asked, "q", words);
        put(asked, "sort", sort);
        put(asked, "after", after);
        return asked;
    }

    /** Whether nothing but open tickets is asked for. */
    boolean plain() {
        return asked().isEmpty() && centre == null && appliance == null && state.equals("open");
    }

    private static void put(Map<String, String> asked, String name, Object value) {
        if (value != null) {
            asked.put(name, value.toString());
        }
    }
}
