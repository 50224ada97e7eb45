package io.hearthwatch.app.doctor;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.ExitStatus;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.disk.MinFree;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.embedded.DataDirectory;
import io.hearthwatch.database.embedded.DirectoryLook;
import io.hearthwatch.gateway.GatewaySettings;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: what is wrong with this installation, and what to do. */
@Command(
        name = "doctor",
        description = {
            "Check this machine and installation, and say what to do.",
            "Works with the service running or not, and changes nothing. Exit status 1 if anything is an error."
        })
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(names = "--mqtt-host", paramLabel = "ADDRESS", description = "address for appliances (default: 127.0.0.1)")
    private String mqttHost = "127.0.0.1";

    @Option(names = "--mqtt-port", paramLabel = "PORT", description = "port for appliances (default: 1883)")
    private int mqttPort = 1883;

    @Option(names = "--http-host", paramLabel = "ADDRESS", description = "address for people (default: 127.0.0.1)")
    private String httpHost = "127.0.0.1";

    @Option(names = "--http-port", paramLabel = "PORT", description = "port for people (default: 8080)")
    private int httpPort = 8080;

    @Option(names = "--min-free", paramLabel = "SIZE", description = "room that `serve` is told to leave on the disk")
    private String minFree;

    @Option(
            names = "--start",
            description = "start the embedded database where none runs, to look at it too; ends it afterwards")
    private boolean start;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        json.check();
        InstantSource clock = InstantSource.system();
        Instant begun = clock.instant();
        long nanos = System.nanoTime();
        List<Finding> found = new ArrayList<>(look(clock));
        found.add(MachineChecks.steady(begun, clock.instant(), System.nanoTime() - nanos));
        print(found);
        long errors = count(found, Finding.Level.ERROR);
        json.write(json(found));
        return errors == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private List<Finding> look(InstantSource clock) {
        List<Finding> found = new ArrayList<>(
                new MachineChecks(clock, GatewaySettings.defaults().maxConnections()).look());
        Optional<ConnectionSettings> given = store.server();
        DirectoryLook directory = given.isPresent() ? null : DirectoryLook.at(store.dataDirectory());
        found.addAll(new PortChecks(mqttHost, mqttPort, httpHost, httpPort)
                .look(directory == null || directory.ownerAlive()));
        found.addAll(CatalogChecks.look(store.catalogs()));
        if (directory == null) {
            found.add(Finding.ok("disk", "a given server's disk cannot be seen from here; watch it there"));
            found.addAll(new DatabaseChecks(given.get(), clock).look());
            return found;
        }
        found.addAll(new DiskChecks(directory.path(), room()).look());
        found.addAll(DirectoryChecks.look(directory));
        Optional<ConnectionSettings> running = directory.server();
        if (running.isPresent()) {
            found.addAll(new DatabaseChecks(running.get(), clock).look());
        } else if (start && directory.hasDatabase()) {
            try (DataDirectory own = DataDirectory.use(directory.path(), Workspace.programs())) {
                found.addAll(new DatabaseChecks(own.connection(), clock).look());
            }
        }
        return found;
    }

    private MinFree room() {
        try {
            return minFree == null ? MinFree.DEFAULT : MinFree.parse(minFree);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(
                    "--min-free: " + e.getMessage(), "--min-free 2GB, --min-free 5% or --min-free 0");
        }
    }

    private void print(List<Finding> found) {
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : found) {
            out.printf("%-8s %-17s %s%n", finding.level().text(), finding.check(), finding.says());
            if (!finding.remedy().isEmpty()) {
                out.printf("%-8s %-17s try: %s%n", "", "", finding.remedy());
            }
        }
        long errors = count(found, Finding.Level.ERROR);
        long warnings = count(found, Finding.Level.WARNING);
        out.println();
        out.println(
                errors + warnings == 0
                        ? "all " + found.size() + " checks are well"
                        : errors + " errors, " + warnings + " warnings in " + found.size() + " checks");
    }

    private static long count(List<Finding> found, Finding.Level level) {
        return found.stream().filter(finding -> finding.level() == level).count();
    }

    private static Map<String, Object> json(List<Finding> found) {
        List<Map<String, Object>> checks = new ArrayList<>();
        for (Finding finding : found) {
            Map<String, Object> check = new LinkedHashMap<>();
            check.put("check", finding.check());
            check.put("level", finding.level().text());
            check.put("says", finding.says());
            check.put("try", finding.remedy());
            checks.add(check);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("ok", count(found, Finding.Level.ERROR) == 0);
        all.put("errors", count(found, Finding.Level.ERROR));
        all.put("warnings", count(found, Finding.Level.WARNING));
        all.put("checks", checks);
        return all;
    }
}
