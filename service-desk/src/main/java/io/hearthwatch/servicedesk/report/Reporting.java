package io.hearthwatch.servicedesk.report;

import io.hearthwatch.servicedesk.customer.Customers;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.ticket.TicketDesk;
import io.hearthwatch.servicedesk.ticket.TicketInput;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a report is said as a ticket. What the report says of a person whom we know stays with the report: theirs is not overwritten. */
final class Reporting {
    private static final Set<String> ABOUT_APPLIANCE =
            Set.of("repair", "usage_guidance", "maintenance", "installation");
    private static final int MOST = 2_000;

    private final TicketDesk desk;

    Reporting(TicketDesk desk) {
        this.desk = desk;
    }

    /** Whether the kind of work is about an appliance that must be known. */
    static boolean needsAppliance(Report report) {
        return ABOUT_APPLIANCE.contains(report.kind());
    }

    /** What may hurt somebody, ticked or written. */
    static Set<Danger> dangers(Report report) {
        Set<Danger> all = EnumSet.noneOf(Danger.class);
        report.dangers().forEach(id -> all.add(Danger.valueOf(id.toUpperCase(java.util.Locale.ROOT))));
        all.addAll(Danger.in(report.symptom()));
        all.addAll(Danger.in(report.wish()));
        return all;
    }

    /** A ticket of whom it surely is; joins one that is open about the same. */
    TicketReceipt matched(ReportStore.Kept kept, Matching.Match match) {
        Map<String, Object> input = input(kept, kept.report().kind());
        input.put("appliance", match.appliance());
        input.put("household", match.household());
        input.put("answers", answers(kept.report(), false));
        return desk.open(TicketRequest.of(Customers.who(), null, input));
    }

    /**
     * A ticket without a household: of the kind asked for where that needs no appliance, else one to ask what is missing.
     *
     * @param centre who is to look at it, or null
     */
    TicketReceipt unmatched(ReportStore.Kept kept, String centre) {
        Report report = kept.report();
        Map<String, Object> input = input(kept, needsAppliance(report) ? "consultation" : report.kind());
        if (centre != null) {
            input.put("centre", centre);
        }
        Map<String, Object> answers = answers(report, true);
        if (needsAppliance(report)) {
            answers.put("question", report.symptom());
        }
        input.put("answers", answers);
        return desk.open(TicketRequest.of(Customers.who(), null, input));
    }

    /**
     * The ticket that somebody completed a report to, linked to the one by which it waited.
     *
     * @param said appliance, and what else was found out
     */
    TicketReceipt completed(ReportStore.Kept kept, Map<String, Object> said, String who, Scope scope) {
        String kind = Objects.toString(said.get("kind"), kept.report().kind());
        Map<String, Object> input = input(kept, kind);
        input.putAll(said);
        input.put("answers", answers(kept.report(), !said.containsKey("household")));
        input.put("parent", Long.toString(kept.intake()));
        return desk.open(new TicketRequest(who, null, null, null, scope, new TicketInput(input)));
    }

    private static Map<String, Object> input(ReportStore.Kept kept, String kind) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("kind", kind);
        input.put("source", "customer");
        input.put("channel", "form");
        input.put("called_at", kept.at().toString());
        input.put("words", words(kept));
        if (!dangers(kept.report()).isEmpty()) {
            input.put("urgency", "critical");
        }
        return input;
    }

    /** What is read first of the talk: what it is about, when they want us, and what may hurt somebody. */
    private static String words(ReportStore.Kept kept) {
        Report report = kept.report();
        String dangers = dangers(report).stream().map(Danger::id).collect(Collectors.joining(", "));
        return cut(Stream.of(
                        kept.reference(),
                        dangers.isEmpty() ? null : "danger: " + dangers,
                        report.symptom(),
                        report.wishedTime() == null ? null : "wished time: " + report.wishedTime())
                .filter(Objects::nonNull)
                .collect(Collectors.joining("\n")));
    }

    private static Map<String, Object> answers(Report report, boolean person) {
        Map<String, Object> answers = new LinkedHashMap<>();
        if (person) {
            put(answers, "customer_name", report.name());
            put(answers, "phone", report.phone());
            put(answers, "address", join(report.address(), report.postcode()));
            put(answers, "model", report.model());
            put(answers, "serial", report.serial());
        }
        switch (report.kind()) {
            case "repair" -> put(answers, "symptom", report.symptom());
            case "usage_guidance", "consultation" -> put(answers, "question", report.symptom());
            case "complaint" -> put(answers, "complaint", report.symptom());
            default -> {
                // Work that is asked for, such as an installation: what they wrote is their wish.
            }
        }
        put(answers, "began", report.began());
        put(answers, "wish", wish(report));
        return answers;
    }

    private static String wish(Report report) {
        boolean asked = List.of("maintenance", "installation", "site_survey").contains(report.kind());
        String wish = Stream.of(asked ? report.symptom() : null, report.wish(), report.wishedTime())
                .filter(Objects::nonNull)
                .collect(Collectors.joining("\n"));
        return wish.isEmpty() ? null : cut(wish);
    }

    private static String join(String one, String other) {
        return one == null || other == null ? Objects.requireNonNullElse(one, other) : one + ", " + other;
    }

    private static String cut(String text) {
        return text.length() <= MOST ? text : text.substring(0, MOST - 1) + "…";
    }

    private static void put(Map<String, Object> answers, String field, String value) {
        if (value != null) {
            answers.put(field, value);
        }
    }
}
