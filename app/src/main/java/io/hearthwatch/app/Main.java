package io.hearthwatch.app;

import io.hearthwatch.app.cli.Hearthwatch;
import io.hearthwatch.app.commands.RootCommand;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where the runnable jar starts. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Tribuo and the PostgreSQL driver log through java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(Hearthwatch.run(new RootCommand(), System.getenv(), arguments));
    }
}
