package io.hearthwatch.app.commands;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.cli.Version;
import io.hearthwatch.app.disk.Disk;
import io.hearthwatch.app.disk.MinFree;
import io.hearthwatch.app.disk.Size;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.database.backup.Backup;
import io.hearthwatch.database.backup.BackupException;
import io.hearthwatch.database.backup.BackupProgress;
import io.hearthwatch.database.backup.BackupReport;
import io.hearthwatch.database.backup.Restore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backup}: the embedded database into one file, while it works. */
@Command(
        name = "backup",
        description =
                "Write the embedded database into one file, whether `serve` runs or not. What was acknowledged before is in it.")
final class BackupCommand implements Runnable {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'hearthwatch-'uuuuMMdd'T'HHmmss'Z.tar.gz'")
            .withZone(ZoneOffset.UTC);

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Parameters(
            paramLabel = "FILE|DIR",
            description = "new file to write, or a directory in which it is named by the time")
    private Path target;

    @Option(names = "--verify", description = "only check the checksums of a backup FILE; needs no database")
    private boolean verify;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        if (verify) {
            BackupReport report = saying(() -> new Restore(target, Workspace.programs(), progress()).verify());
            println("whole: " + describe(report));
            json.write(json(report));
            return;
        }
        embeddedOnly(store, "back your server up with its own pg_basebackup or pg_dump");
        Path directory = store.dataDirectory();
        if (!Files.isDirectory(directory.resolve("pg"))) {
            throw new CommandFailure("there is no database in " + directory, "name its directory with --data-dir");
        }
        try (Workspace workspace = Workspace.use(store)) {
            Progress progress = new Progress();
            long keepFree = MinFree.DEFAULT.of(Disk.of(directory).room().total());
            Instant now = InstantSource.system().instant();
            Path file = Files.isDirectory(target) ? target.resolve(NAME.format(now)) : target;
            Backup.removeLeftovers(file.toAbsolutePath().getParent());
            Backup backup = new Backup(directory, workspace.database().settings(), keepFree, showing(progress));
            BackupReport report = saying(() -> backup.write(file, Version.number(), now));
            progress.done();
            println("wrote " + report.file() + ": " + describe(report)
                    + String.format(Locale.ROOT, ", in %.1f s", progress.seconds()));
            json.write(json(report));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void println(String line) {
        spec.commandLine().getOut().println(line);
    }

    /** Has a backup's refusals said as every command's. */
    static <T> T saying(Supplier<T> work) {
        try {
            return work.get();
        } catch (BackupException e) {
            throw new CommandFailure(e.getMessage(), e.remedy());
        }
    }

    static void embeddedOnly(StoreOptions store, String instead) {
        if (store.server().isPresent()) {
            throw CommandFailure.usage(
                    "this is for Hearthwatch's own database, and --database (or HEARTHWATCH_DATABASE) names another server",
                    instead);
        }
    }

    static BackupProgress progress() {
        return showing(new Progress());
    }

    private static BackupProgress showing(Progress progress) {
        return (what, done, total) -> {
            progress.show(what, total == 0 ? -1 : (double) done / total, Size.text(done) + " of " + Size.text(total));
            if (done >= total) {
                progress.done();
            }
        };
    }

    static String describe(BackupReport report) {
        return report.files() + " files, " + Size.text(report.bytes()) + " in " + Size.text(report.archiveBytes())
                + ", of " + report.manifest().createdAt() + ", PostgreSQL "
                + report.manifest().postgresqlMajor();
    }

    static Map<String, Object> json(BackupReport report) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("file", report.file().toString());
        all.put("created_at", report.manifest().createdAt());
        all.put("hearthwatch", report.manifest().hearthwatch());
        all.put("postgresql", report.manifest().postgresqlMajor());
        all.put("schemas", report.manifest().schemas());
        all.put("files", report.files());
        all.put("bytes", report.bytes());
        all.put("archive_bytes", report.archiveBytes());
        return all;
    }
}
