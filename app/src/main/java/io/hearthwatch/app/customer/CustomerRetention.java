package io.hearthwatch.app.customer;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.customer.Retention;
import io.hearthwatch.servicedesk.customer.RetentionRule;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code customer retention}: how long what is personal is kept. */
@Command(
        name = "retention",
        description =
                "Show how long what is personal is kept, and what is due to be erased; erase it, or say another time."
                        + " A running server erases by itself, every hour.")
final class CustomerRetention extends DeskCommand {
    @Option(names = "--dry-run", description = "only show what would be erased (so it is without --run, too)")
    private boolean dryRun;

    @Option(names = "--run", description = "erase what is due; nothing brings it back")
    private boolean run;

    @Option(
            names = "--set",
            paramLabel = "KIND=MONTHS",
            description =
                    "keep a kind for so many months from now on: answers, words, signatures, messages, reports, looks or"
                            + " household; may be given several times")
    private Map<String, Integer> months = new TreeMap<>();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "as of an instant, such as 2027-01-01T00:00:00Z (default: now); only with --dry-run")
    private Instant at;

    @Override
    protected void check() {
        if (dryRun && run) {
            throw CommandFailure.usage("--dry-run and --run contradict each other", "say one of them");
        }
        if (at != null && !dryRun) {
            throw CommandFailure.usage("--at is for looking only", "add --dry-run");
        }
        if (dryRun && !months.isEmpty()) {
            throw CommandFailure.usage("--set changes the rules, and --dry-run changes nothing", "say one of them");
        }
    }

    @Override
    protected Object run(ServiceDesk desk, PrintWriter out) {
        Retention retention = desk.customers().retention();
        try {
            if (!months.isEmpty()) {
                desk.register().settings().change("retention", null, months, Who.user());
            }
        } catch (Refusal e) {
            throw CommandFailure.usage(e.getMessage(), e.hint());
        }
        Instant when = at == null ? retention.now() : at;
        int erased = run ? retention.run(when) : 0;
        List<RetentionRule> rules = retention.due(when);
        if (run) {
            out.println("erased what was due of " + erased + " tickets, reports, looks and households");
        }
        out.printf("%-11s %6s  %9s  %s%n", "kind", "months", "due", "kept all the same");
        rules.forEach(rule -> out.printf(
                "%-11s %6d  %9d  %s%n",
                rule.kind(),
                rule.months(),
                rule.due(),
                rule.kept().isEmpty()
                        ? "-"
                        : rule.kept().entrySet().stream()
                                .map(each ->
                                        each.getValue() + " (" + each.getKey().replace('_', ' ') + ")")
                                .collect(Collectors.joining(", "))));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", when.toString());
        json.put("erased", erased);
        List<Object> list = new ArrayList<>();
        for (RetentionRule rule : rules) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("kind", rule.kind());
            one.put("months", rule.months());
            one.put("due", rule.due());
            one.put("kept", rule.kept());
            list.add(one);
        }
        json.put("kinds", list);
        return json;
    }
}
