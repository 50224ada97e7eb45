package io.hearthwatch.app.commands;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.organisation.People;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code person}: who uses the service, and with which tokens. */
@Command(
        name = "person",
        description =
                "Register people who use the service, and make their tokens. From the first person on, every request needs one.",
        subcommands = {
            PersonCommand.Add.class,
            PersonCommand.Token.class,
            PersonCommand.Revoke.class,
            PersonCommand.Disable.class,
            PersonCommand.ListAll.class
        })
final class PersonCommand extends CommandGroup {
    private static void with(StoreOptions store, Consumer<People> work) {
        try (Workspace workspace = Workspace.use(store)) {
            work.accept(workspace.serviceDesk().organisation().people());
        }
    }

    /** {@code person add ID}. */
    @Command(name = "add", description = "Register somebody, or change what was said of them.")
    static final class Add implements Runnable {
        @Mixin
        private StoreOptions store;

        @Parameters(paramLabel = "ID", description = "what records show, such as li.wei")
        private String id;

        @Option(names = "--name", paramLabel = "NAME", required = true, description = "the person's name")
        private String name;

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                required = true,
                description =
                        "administrator, headquarters, region_supervisor, station_chief, dispatcher, information_agent,"
                                + " technician, technical_support, parts_manager, reliability_engineer or quality_engineer")
        private String role;

        @Option(names = "--region", paramLabel = "ID", description = "sees this region's service centres only")
        private String region;

        @Option(names = "--centre", paramLabel = "ID", description = "sees this service centre only")
        private String centre;

        @Option(names = "--technician", paramLabel = "ID", description = "the technician that the person is")
        private String technician;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            Role known = Role.of(role)
                    .orElseThrow(() -> CommandFailure.usage(
                            "there is no role '" + role + "'",
                            "--role "
                                    + Arrays.stream(Role.values()).map(Role::id).collect(Collectors.joining(", "))));
            with(store, people -> {
                boolean first = !people.any();
                people.add(new Person(id, name, known, region, centre, technician, true));
                PrintWriter out = spec.commandLine().getOut();
                out.println("registered " + id + " as " + known.id());
                if (first) {
                    out.println("this is the first person: from now on every request needs a token; make one with:"
                            + " hearthwatch person token " + id);
                }
            });
        }
    }

    /** {@code person token ID}. */
    @Command(
            name = "token",
            description =
                    "Make a token for somebody and print it; it is shown only now. Programs send it, browsers sign in with it.")
    static final class Token implements Runnable {
        @Mixin
        private StoreOptions store;

        @Parameters(paramLabel = "ID", description = "the person")
        private String id;

        @Option(names = "--label", paramLabel = "WORDS", description = "what it is for")
        private String label;

        @Option(names = "--valid-for", paramLabel = "DURATION", description = "until it expires (default: never)")
        private Duration validFor;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            with(store, people -> spec.commandLine().getOut().println(people.token(id, label, validFor)));
        }
    }

    /** {@code person revoke ID}. */
    @Command(name = "revoke", description = "Make all tokens of somebody useless.")
    static final class Revoke implements Runnable {
        @Mixin
        private StoreOptions store;

        @Parameters(paramLabel = "ID", description = "the person")
        private String id;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            with(store, people -> spec.commandLine().getOut().println(people.revoke(id) + " tokens revoked"));
        }
    }

    /** {@code person disable ID}. */
    @Command(name = "disable", description = "Take somebody's access away; what they did stays on record.")
    static final class Disable implements Runnable {
        @Mixin
        private StoreOptions store;

        @Parameters(paramLabel = "ID", description = "the person")
        private String id;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            with(store, people -> {
                people.setActive(id, false);
                spec.commandLine().getOut().println(id + " has no access any more; person add gives it back");
            });
        }
    }

    /** {@code person list}. */
    @Command(name = "list", description = "List the people who use the service.")
    static final class ListAll implements Runnable {
        @Mixin
        private StoreOptions store;

        @Mixin
        private JsonOutput json;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            json.check();
            with(store, people -> {
                List<Person> all = people.all();
                PrintWriter out = spec.commandLine().getOut();
                if (all.isEmpty()) {
                    out.println("nobody is registered: whoever reaches the server may do everything");
                }
                for (Person person : all) {
                    out.printf(
                            "%-20s %-20s %-24s %s%s%n",
                            person.id(),
                            person.role().id(),
                            scope(person),
                            person.name(),
                            person.active() ? "" : " (no access)");
                }
                json.write(all.stream().map(ListAll::json).toList());
            });
        }

        private static String scope(Person person) {
            if (person.technician() != null) {
                return "technician " + person.technician();
            }
            if (person.centre() != null) {
                return "centre " + person.centre();
            }
            return person.region() == null ? "everything" : "region " + person.region();
        }

        private static Map<String, Object> json(Person person) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", person.id());
            json.put("name", person.name());
            json.put("role", person.role().id());
            json.put("region", person.region());
            json.put("centre", person.centre());
            json.put("technician", person.technician());
            json.put("active", person.active());
            return json;
        }
    }
}
