package io.hearthwatch.app.workspace;

import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Records;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that does one thing at the service desk: what the HTTP API does, by the same rules. */
public abstract class DeskCommand implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Spec
    private CommandSpec spec;

    @Override
    public final void run() {
        json.check();
        check();
        try (Workspace workspace = Workspace.use(store)) {
            PrintWriter out = spec.commandLine().getOut();
            json.write(Records.json(run(workspace.serviceDesk(), out)));
            out.flush();
        }
    }

    /** Refuses what makes no sense before the database is opened. */
    protected void check() {}

    /** Does it, prints what people want to know, and returns what a program wants to know, as maps, lists and records. */
    protected abstract Object run(ServiceDesk desk, PrintWriter out);
}
