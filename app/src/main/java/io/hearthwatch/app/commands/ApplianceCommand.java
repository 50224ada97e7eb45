package io.hearthwatch.app.commands;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.importing.CredentialsFile;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.fleet.NewCredential;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The registry of appliances. */
@Command(
        name = "appliance",
        description = "Register appliances and see how they are doing.",
        subcommands = {
            ApplianceCommand.Add.class,
            ApplianceCommand.Import.class,
            ApplianceListCommand.class,
            ShowAppliance.class,
            ApplianceCommand.RenewSecret.class,
            GiveCommand.class,
            ListCommands.class
        })
final class ApplianceCommand extends CommandGroup {
    /** {@code appliance add ID --type T}. */
    @Command(name = "add", description = "Register an appliance; its generated secret is shown once.")
    static final class Add implements Runnable {
        @Mixin
        private StoreOptions store;

        @Mixin
        private JsonOutput json;

        @Parameters(paramLabel = "ID", description = "the maker's id: letters, digits and . _ : -")
        private String id;

        @Option(names = "--type", required = true, paramLabel = "TYPE", description = "appliance type of the catalog")
        private String type;

        @Option(names = "--model", paramLabel = "MODEL", description = "model number")
        private String model;

        @Option(names = "--lot", paramLabel = "LOT", description = "production lot")
        private String lot;

        @Option(names = "--produced-on", paramLabel = "DATE", description = "day of production, 2025-03-01")
        private LocalDate producedOn;

        @Option(names = "--purchased-on", paramLabel = "DATE", description = "day of purchase")
        private LocalDate purchasedOn;

        @Option(names = "--firmware", paramLabel = "VERSION", description = "firmware version")
        private String firmware;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            json.check();
            try (Workspace workspace = Workspace.use(store)) {
                NewCredential added = workspace
                        .fleet()
                        .add(new NewAppliance(id, type, model, lot, producedOn, purchasedOn, firmware, Map.of()));
                PrintWriter out = spec.commandLine().getOut();
                if (!added.added()) {
                    out.println("appliance " + id + " was registered before; it keeps its secret");
                    out.println("`hearthwatch appliance renew-secret " + id + "` gives it a new one");
                } else {
                    out.println("appliance " + id + " (" + type + ") registered");
                    out.println("secret " + added.secret());
                    out.println("It is shown only now. MQTT user name: " + id + ", password: the secret.");
                }
                Map<String, Object> report = new LinkedHashMap<>();
                report.put("appliance", id);
                report.put("added", added.added());
                report.put("secret", added.secret());
                json.write(report);
            }
        }
    }

    /** {@code appliance import FILE}. */
    @Command(
            name = "import",
            description =
                    "Register the appliances of a CSV file with the columns id and type, and optionally model, lot,"
                            + " produced_on, purchased_on, firmware. Running it again changes nothing.")
    static final class Import implements Runnable {
        private static final Set<String> COLUMNS =
                Set.of("id", "type", "model", "lot", "produced_on", "purchased_on", "firmware");

        @Mixin
        private StoreOptions store;

        @Mixin
        private JsonOutput json;

        @Parameters(paramLabel = "FILE", description = "CSV file with a header line")
        private Path file;

        @Option(
                names = "--credentials-out",
                paramLabel = "FILE",
                description =
                        "write the new secrets there (CSV appliance,secret; mode 0600); without it new appliances get"
                                + " their secret later, from renew-secret")
        private Path credentialsOut;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            json.check();
            Optional<CredentialsFile> credentials =
                    Optional.ofNullable(credentialsOut).map(CredentialsFile::open);
            List<NewAppliance> wanted = read();
            try (Workspace workspace = Workspace.use(store)) {
                List<NewCredential> results = workspace.fleet().addAll(wanted);
                credentials.ifPresent(c -> {
                    results.forEach(c::add);
                    c.write();
                });
                long added = results.stream().filter(NewCredential::added).count();
                spec.commandLine()
                        .getOut()
                        .println(added + " registered, " + (results.size() - added) + " registered before"
                                + (credentialsOut == null ? "" : "; secrets in " + credentialsOut));
                json.write(Map.of("read", results.size(), "stored", added, "repeated", results.size() - added));
            }
        }

        private List<NewAppliance> read() {
            Set<String> types = store.catalog().types().keySet();
            List<String> problems = new ArrayList<>();
            List<NewAppliance> wanted = new ArrayList<>();
            CSVFormat format = CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .setTrim(true)
                    .setIgnoreEmptyLines(true)
                    .get();
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                    CSVParser parser = format.parse(reader)) {
                List<String> header = parser.getHeaderNames();
                if (!header.contains("id") || !header.contains("type") || !COLUMNS.containsAll(header)) {
                    throw CommandFailure.usage(file + ":1: the columns are " + header, "id,type and any of " + COLUMNS);
                }
                for (CSVRecord row : parser) {
                    String where = file + ":" + parser.getCurrentLineNumber() + ": ";
                    if (!Fleet.isId(cell(row, "id"))) {
                        problems.add(where + "'" + row.get("id")
                                + "' is not 1 to 100 letters, digits, dots, underscores, colons or hyphens");
                    }
                    if (!types.contains(cell(row, "type"))) {
                        problems.add(where + "there is no appliance type '" + row.get("type") + "', but "
                                + String.join(", ", types));
                    }
                    try {
                        wanted.add(new NewAppliance(
                                cell(row, "id"),
                                cell(row, "type"),
                                cell(row, "model"),
                                cell(row, "lot"),
                                date(row, "produced_on"),
                                date(row, "purchased_on"),
                                cell(row, "firmware"),
                                Map.of()));
                    } catch (DateTimeParseException e) {
                        problems.add(where + "'" + e.getParsedString() + "' is not a date such as 2025-03-01");
                    }
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            if (!problems.isEmpty()) {
                throw new CommandFailure(String.join("\n", problems), "correct these lines; nothing was stored");
            }
            return wanted;
        }

        private static String cell(CSVRecord row, String column) {
            return row.isSet(column) && !row.get(column).isEmpty() ? row.get(column) : null;
        }

        private static LocalDate date(CSVRecord row, String column) {
            String text = cell(row, column);
            return text == null ? null : LocalDate.parse(text);
        }
    }

    /** {@code appliance renew-secret ID}. */
    @Command(name = "renew-secret", description = "Give an appliance a new secret; the old one stops working.")
    static final class RenewSecret implements Runnable {
        @Mixin
        private StoreOptions store;

        @Parameters(paramLabel = "ID", description = "the maker's id")
        private String id;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            try (Workspace workspace = Workspace.use(store)) {
                find(workspace, id);
                NewCredential renewed = workspace.fleet().renewSecret(id).orElseThrow();
                PrintWriter out = spec.commandLine().getOut();
                out.println("secret " + renewed.secret());
                out.println("It is shown only now; a running server accepts the old one for at most a minute more.");
            }
        }
    }

    static Appliance find(Workspace workspace, String id) {
        return workspace
                .fleet()
                .find(id)
                .orElseThrow(() ->
                        new CommandFailure("no appliance " + id + " is registered", "hearthwatch appliance list"));
    }
}
