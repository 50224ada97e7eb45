package io.hearthwatch.app.commands;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.ingest.IngestSettings;
import io.hearthwatch.ingest.commands.Command;
import io.hearthwatch.ingest.commands.CommandRefusedException;
import io.hearthwatch.ingest.commands.NewCommand;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code appliance command ID NAME}. */
@CommandLine.Command(
        name = "command",
        description =
                "Queue a command to an appliance. A running server delivers it within about a second, or when the appliance connects.")
final class GiveCommand implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Parameters(index = "0", paramLabel = "ID", description = "the maker's id")
    private String id;

    @Parameters(index = "1", paramLabel = "NAME", description = "what to do, such as self_test")
    private String name;

    @Option(names = "--arguments", paramLabel = "JSON", description = "a JSON object (default: none)")
    private String arguments;

    @Option(
            names = "--expires",
            paramLabel = "DURATION",
            description = "how long it may wait for the appliance (default: 1d)")
    private Duration expires = NewCommand.USUAL_LIFETIME;

    @Option(
            names = "--commands-per-appliance",
            paramLabel = "N",
            description = "commands that may wait for one appliance (default: 100)")
    private int most = 100;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        if (most < 1) {
            throw CommandFailure.usage("--commands-per-appliance must be at least 1", "--commands-per-appliance 100");
        }
        NewCommand wanted = wanted();
        try (Workspace workspace = Workspace.use(store)) {
            workspace.ingestSettings(IngestSettings.defaults().withCommands(most));
            int no = ApplianceCommand.find(workspace, id).no();
            Command given = workspace.ingest().commands().give(no, wanted);
            spec.commandLine()
                    .getOut()
                    .println("command " + given.id() + " (" + given.name() + ") queued until " + given.expiresAt());
            json.write(ListCommands.report(given));
        } catch (CommandRefusedException e) {
            throw new CommandFailure(e.getMessage(), e.hint());
        }
    }

    private NewCommand wanted() {
        try {
            return NewCommand.of(name, arguments, expires);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(
                    e.getMessage(),
                    "hearthwatch appliance command WM-1 self_test --arguments '{\"level\":2}' --expires 1d");
        }
    }
}
