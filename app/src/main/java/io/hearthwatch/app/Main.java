package io.hearthwatch.app;

import io.hearthwatch.app.cli.Hearthwatch;
import io.hearthwatch.app.commands.RootCommand;
import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where the runnable jar starts. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Before anything logs: stack traces and details are for who asked for them.
        if (List.of(arguments).contains("--debug") || "true".equals(System.getenv("HEARTHWATCH_DEBUG"))) {
            System.setProperty("hearthwatch.exceptions", "true");
            System.setProperty("hearthwatch.level", "DEBUG");
        }
        // Tribuo and the PostgreSQL driver log through java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(Hearthwatch.run(new RootCommand(), System.getenv(), arguments));
    }
}
