package io.hearthwatch.app.parts;

import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parts load FILE}. */
@Command(
        name = "load",
        description = "Load parts, suppliers, prices and rules from a parts file; loading it again changes nothing.")
final class PartsLoad implements Runnable {
    @Mixin
    private StoreOptions store;

    @Parameters(paramLabel = "FILE", description = "YAML file as docs/parts.md describes it")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        try (Workspace workspace = Workspace.use(store)) {
            int changed = workspace.serviceDesk().spareParts().load(file);
            PrintWriter out = spec.commandLine().getOut();
            out.println(changed + " entries changed");
            out.flush();
        }
    }
}
