package io.hearthwatch.app.commands;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.importing.CredentialsFile;
import io.hearthwatch.app.importing.ImportJob;
import io.hearthwatch.app.importing.ImportReport;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.history.Mapping;
import io.hearthwatch.history.RecordedHistory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: recorded history in. */
@Command(
        name = "import",
        description =
                "Bring recorded appliances, telemetry, faults, repairs and failures in from CSV files, as a mapping says."
                        + " Running it again changes nothing.")
final class ImportCommand implements Runnable {
    private static final int REJECTS_SHOWN = 20;

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(
            names = "--mapping",
            required = true,
            paramLabel = "FILE",
            description = "YAML file that says which file and column is what")
    private Path mapping;

    @Parameters(paramLabel = "DIR", description = "directory with the CSV files, plain or gzip")
    private Path directory;

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            description = "leave out what happened after it, such as 2015-08-01T06:00:00Z")
    private Instant until;

    @Option(
            names = "--credentials-out",
            paramLabel = "FILE",
            description =
                    "add the secrets of newly registered appliances to this file (CSV appliance,secret; mode 0600)")
    private Path credentialsOut;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        CredentialsFile credentials = credentialsOut == null ? null : CredentialsFile.open(credentialsOut);
        // Everything that can be wrong with the files is said before a database is touched.
        RecordedHistory history =
                RecordedHistory.open(Mapping.load(mapping, Catalog.load(store.catalogs())), directory);
        try (Workspace workspace = Workspace.use(store)) {
            Progress progress = new Progress();
            ImportJob job = new ImportJob(workspace, history, until, credentials, progress);
            ImportReport report = job.run();
            print(report, progress.seconds());
            if (job.withoutSecret() > 0) {
                spec.commandLine()
                        .getOut()
                        .println(job.withoutSecret()
                                + " appliances were registered before and keep secrets that are not in "
                                + credentialsOut
                                + "; `hearthwatch appliance renew-secret` gives them new ones");
            }
            json.write(report);
            if (report.allRejected()) {
                throw new CommandFailure(
                        String.format(Locale.ROOT, "nothing was imported: all %,d rows were rejected", report.read()),
                        "look at the reasons above; usually the mapping names another column, type or time format than the"
                                + " files have");
            }
        }
    }

    private void print(ImportReport report, double seconds) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-44s %12s %12s %12s %12s%n", "file", "read", "stored", "repeated", "rejected");
        report.byFile()
                .forEach((file, c) -> out.printf(
                        Locale.ROOT,
                        "%-44s %,12d %,12d %,12d %,12d%n",
                        file,
                        c.read(),
                        c.stored(),
                        c.repeated(),
                        c.rejected()));
        out.printf(
                Locale.ROOT,
                "%-44s %,12d %,12d %,12d %,12d%n",
                "total",
                report.read(),
                report.stored(),
                report.repeated(),
                report.rejected());
        if (report.later() > 0) {
            out.printf(Locale.ROOT, "%,d rows after %s left out%n", report.later(), until);
        }
        out.printf(Locale.ROOT, "%.1f s, %,.0f rows/s%n", seconds, report.read() / Math.max(seconds, 1e-3));
        report.rejectedRows().stream().limit(REJECTS_SHOWN).forEach(row -> out.println("rejected " + row));
        if (report.rejected() > REJECTS_SHOWN) {
            out.println("... and " + (report.rejected() - REJECTS_SHOWN) + " more; --json lists up to "
                    + report.rejectedRows().size());
        }
        out.flush();
    }
}
