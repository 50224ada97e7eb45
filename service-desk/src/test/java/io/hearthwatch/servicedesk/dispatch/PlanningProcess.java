package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process of its own that plans or announces the day of {@link Centre}, to be killed. */
final class PlanningProcess {
    private PlanningProcess() {}

    /** @param what plan or announce */
    static Process start(ConnectionSettings settings, String what) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlanningProcess.class.getName(),
                        what,
                        settings.jdbcUrl(),
                        settings.user() == null ? "" : settings.user(),
                        settings.password() == null ? "" : settings.password())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Does it once. */
    public static void main(String[] arguments) {
        ConnectionSettings settings = new ConnectionSettings(
                arguments[1],
                arguments[2].isEmpty() ? null : arguments[2],
                arguments[3].isEmpty() ? null : arguments[3]);
        try (Database database = Database.connect(settings, 4)) {
            Catalog catalog = Catalog.load(List.of());
            Dispatch dispatch = new ServiceDesk(
                            database, catalog, new Fleet(database, catalog, () -> Centre.EIGHT), () -> Centre.EIGHT)
                    .dispatch();
            if (arguments[0].equals("plan")) {
                dispatch.search(
                        Scope.EVERYTHING,
                        new Dispatch.Order("A", Centre.TODAY, Duration.ofSeconds(1), false, "chen", "plan"),
                        Centre.MOVES);
            } else {
                dispatch.announce(Scope.EVERYTHING, "A", Centre.TODAY, "chen");
            }
        }
    }
}
