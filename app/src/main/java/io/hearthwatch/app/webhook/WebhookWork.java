package io.hearthwatch.app.webhook;

import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every command about webhooks does: opens the database, works, prints and writes. */
abstract class WebhookWork implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            PrintWriter out = spec.commandLine().getOut();
            json.write(run(workspace.serviceDesk(), out));
            out.flush();
        }
    }

    /** Does it, prints what people want to know, and returns what a program wants to know. */
    abstract Object run(ServiceDesk desk, PrintWriter out);
}
