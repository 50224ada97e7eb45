package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.AuditEntry;
import io.hearthwatch.predictor.AuditRecord;
import io.hearthwatch.predictor.ModelDocument;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model audit}. */
@Command(name = "audit", description = "Who did what to models, when and why; newest first.")
final class ModelAudit implements Runnable {
    private static final int MOST = 10_000;

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(names = "--type", paramLabel = "TYPE", description = "only about this type")
    private String type;

    @Option(names = "--limit", paramLabel = "N", description = "most lines (default: 50)")
    private int limit = 50;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        if (limit < 1 || limit > MOST) {
            throw CommandFailure.usage("--limit must be from 1 to " + MOST, "--limit 50");
        }
        try (Workspace workspace = Workspace.use(store)) {
            List<AuditRecord> lines = workspace.models().audit(type, limit);
            PrintWriter out = spec.commandLine().getOut();
            lines.forEach(line -> print(line, out));
            if (lines.isEmpty()) {
                out.println("nothing was done yet");
            }
            out.flush();
            json.write(lines.stream().map(ModelDocument::of).toList());
        }
    }

    /** A line of the log for people. */
    static void print(AuditRecord line, PrintWriter out) {
        AuditEntry entry = line.entry();
        out.println(line.at().truncatedTo(ChronoUnit.SECONDS) + "  " + pad(entry.who(), 16) + "  "
                + pad(entry.action(), 15) + "  "
                + (entry.model() == null ? entry.type() == null ? "" : entry.type() : entry.model())
                + (entry.previous() == null ? "" : " after " + entry.previous())
                + (entry.reason() == null ? "" : ": " + entry.reason()));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
