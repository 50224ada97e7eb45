package io.hearthwatch.app.commands;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.ExitStatus;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.database.backup.BackupReport;
import io.hearthwatch.database.backup.Restore;
import io.hearthwatch.database.embedded.DirectoryNotEmptyException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code restore}: a new data directory out of a backup. */
@Command(
        name = "restore",
        description =
                "Make a new data directory (--data-dir) out of a file that `backup` wrote. The file is checked first.")
final class RestoreCommand implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Parameters(paramLabel = "FILE", description = "backup to restore")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        BackupCommand.embeddedOnly(
                store, "restore into a directory of Hearthwatch's own with --data-dir, without --database");
        if (!store.namesDirectory()) {
            throw CommandFailure.usage("restore where to?", "name a new directory with --data-dir");
        }
        Path directory = store.dataDirectory();
        try {
            Restore restore = new Restore(file, Workspace.programs(), BackupCommand.progress());
            BackupReport report = BackupCommand.saying(() -> restore.into(directory));
            spec.commandLine().getOut().println("restored " + directory + ": " + BackupCommand.describe(report));
            json.write(BackupCommand.json(report));
        } catch (DirectoryNotEmptyException e) {
            throw new CommandFailure(
                    e.getMessage(), "name a new directory with --data-dir; nothing was changed", ExitStatus.FAILED, e);
        }
    }
}
