package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.app.cli.Hearthwatch;
import io.hearthwatch.app.commands.RootCommand;
import io.hearthwatch.database.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/** What a command said that ran in this process, and how it ended. */
record Ended(int status, String out, String err) {
    /** Runs a command line under these environment variables. */
    static Ended of(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Hearthwatch.run(
                new RootCommand(), environment, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Ended(status, out.toString(), err.toString());
    }

    /** Runs a command line on a database. */
    static Ended of(TestDatabase test, String... arguments) {
        return of(environment(test), arguments);
    }

    /** The environment variables that name a database. */
    static Map<String, String> environment(TestDatabase test) {
        Map<String, String> environment =
                new HashMap<>(Map.of("HEARTHWATCH_DATABASE", test.settings().jdbcUrl()));
        if (test.settings().user() != null) {
            environment.put("HEARTHWATCH_DATABASE_USER", test.settings().user());
        }
        if (test.settings().password() != null) {
            environment.put("HEARTHWATCH_DATABASE_PASSWORD", test.settings().password());
        }
        return environment;
    }

    /** What a command said that had to succeed. */
    String ok() {
        assertThat(status).as(err).isZero();
        return out;
    }
}
