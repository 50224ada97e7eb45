package io.hearthwatch.app.money;

import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Money;
import io.hearthwatch.servicedesk.organisation.Caller;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Objects;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command about money has: the store, {@code --json}, and who does it. By the same rules as the HTTP API. */
abstract class MoneyWork implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(names = "--who", paramLabel = "NAME", description = "who does it (default: the user of this machine)")
    private String who = Who.user();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        check();
        Actor actor = Actor.of(Caller.ANYBODY, who);
        try (Workspace workspace = Workspace.use(store)) {
            PrintWriter out = spec.commandLine().getOut();
            json.write(run(workspace.serviceDesk().money(), actor, out));
            out.flush();
        }
    }

    /** Refuses what makes no sense before the database is opened. */
    void check() {}

    /** Does it, prints what people want to know, and returns what a program wants to know. */
    abstract Object run(Money money, Actor actor, PrintWriter out);

    /** A value for a table: plain, or - where there is none. */
    static String shown(Object value) {
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : Objects.toString(value, "-");
    }
}
