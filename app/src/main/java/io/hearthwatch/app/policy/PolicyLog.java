package io.hearthwatch.app.policy;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.PolicyChange;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code policy log}. */
@Command(name = "log", description = "List who changed the policy, when, from what to what and why; newest first.")
final class PolicyLog implements Runnable {
    private static final int MOST = 10_000;

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(names = "--limit", paramLabel = "N", description = "how many (default: 20)")
    private int limit = 20;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        if (limit < 1 || limit > MOST) {
            throw CommandFailure.usage("--limit must be between 1 and " + MOST, "--limit 20");
        }
        try (Workspace workspace = Workspace.use(store)) {
            List<PolicyChange> changes = workspace.serviceDesk().policies().changes(limit);
            PrintWriter out = spec.commandLine().getOut();
            if (changes.isEmpty()) {
                out.println("nobody has changed the policy yet");
            }
            for (PolicyChange change : changes) {
                String about = Stream.of(change.type(), change.component(), change.centre())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" "));
                out.println(change.at() + "  " + change.who() + "  " + change.what()
                        + (about.isEmpty() ? "" : " " + about)
                        + (change.old() == null ? "" : " from " + change.old())
                        + (change.now() == null ? "" : " to " + change.now())
                        + (change.reason() == null ? "" : ": " + change.reason()));
            }
            out.flush();
            json.write(changes.stream().map(PolicyLog::report).toList());
        }
    }

    private static Map<String, Object> report(PolicyChange change) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("at", change.at().toString());
        report.put("who", change.who());
        report.put("what", change.what());
        report.put("type", change.type());
        report.put("component", change.component());
        report.put("centre", change.centre());
        report.put("old", change.old());
        report.put("new", change.now());
        report.put("reason", change.reason());
        return report;
    }
}
