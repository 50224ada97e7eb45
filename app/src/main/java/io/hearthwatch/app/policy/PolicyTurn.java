package io.hearthwatch.app.policy;

import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.Author;
import io.hearthwatch.servicedesk.TypePolicy;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The commands that turn something on or off. */
abstract class PolicyTurn implements Runnable {
    @Mixin
    private StoreOptions store;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        try (Workspace workspace = Workspace.use(store)) {
            spec.commandLine().getOut().println(turn(workspace));
            spec.commandLine().getOut().flush();
        }
    }

    /** Does it, and says in a sentence what holds now. */
    abstract String turn(Workspace workspace);

    /** {@code policy enable}. */
    @Command(name = "enable", description = "Let predictions about a type open tickets.")
    static final class Enable extends PolicyTurn {
        @Option(names = "--type", required = true, paramLabel = "TYPE", description = "appliance type")
        private String type;

        @Option(names = "--reason", paramLabel = "TEXT", description = "why; kept with the change")
        private String reason;

        @Override
        String turn(Workspace workspace) {
            PolicyCommand.checkType(workspace, type);
            workspace.serviceDesk().policies().enable(type, new Author(Who.user(), reason));
            boolean stopped = workspace.serviceDesk().policies().stops().keySet().stream()
                    .anyMatch(of -> of.equals(type) || of.equals("*"));
            return type + ": predictions open tickets from the next scoring on"
                    + (stopped ? ", once the emergency switch is off: hearthwatch policy resume" : "");
        }
    }

    /** {@code policy disable}. */
    @Command(
            name = "disable",
            description = "Put a type in shadow: would-be tickets are counted, none is opened; open ones stay.")
    static final class Disable extends PolicyTurn {
        @Option(names = "--type", required = true, paramLabel = "TYPE", description = "appliance type")
        private String type;

        @Option(names = "--reason", paramLabel = "TEXT", description = "why; kept with the change")
        private String reason;

        @Override
        String turn(Workspace workspace) {
            PolicyCommand.checkType(workspace, type);
            workspace.serviceDesk().policies().disable(type, new Author(Who.user(), reason));
            return type + ": in shadow; see what would be opened with: hearthwatch ticket list --shadow --type " + type;
        }
    }

    /** {@code policy stop}. */
    @Command(
            name = "stop",
            description =
                    "Pull the emergency switch: no prediction opens a ticket any more, in any process; scoring goes on.")
    static final class Stop extends PolicyTurn {
        @Option(names = "--type", paramLabel = "TYPE", description = "only this appliance type (default: all)")
        private String type;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; shown on every page")
        private String reason;

        @Override
        String turn(Workspace workspace) {
            if (type != null) {
                PolicyCommand.checkType(workspace, type);
            }
            boolean first = workspace.serviceDesk().policies().stop(type, new Author(Who.user(), reason));
            return (first ? "stopped: " : "was stopped already: ")
                    + (type == null
                            ? "no prediction opens a ticket"
                            : "no prediction about " + type + " opens a ticket")
                    + "; go on with: hearthwatch policy resume" + (type == null ? "" : " --type " + type);
        }
    }

    /** {@code policy resume}. */
    @Command(
            name = "resume",
            description =
                    "Release the emergency switch. What was predicted meanwhile opens nothing late: the next scoring decides.")
    static final class Resume extends PolicyTurn {
        @Option(
                names = "--type",
                paramLabel = "TYPE",
                description = "the switch of this appliance type (default: the one for all)")
        private String type;

        @Option(names = "--reason", paramLabel = "TEXT", description = "why; kept with the change")
        private String reason;

        @Override
        String turn(Workspace workspace) {
            if (type != null) {
                PolicyCommand.checkType(workspace, type);
            }
            boolean was = new PolicyOffice(workspace).resume(type, new Author(Who.user(), reason));
            StringBuilder said = new StringBuilder(
                    was ? "resumed: the next scoring opens what is still likely enough" : "it was not stopped");
            workspace
                    .serviceDesk()
                    .policies()
                    .stops()
                    .forEach((of, stop) -> said.append(System.lineSeparator())
                            .append("still stopped: ")
                            .append(of.equals("*") ? "all types" : of)
                            .append(", by ")
                            .append(stop.who())
                            .append(": ")
                            .append(stop.reason()));
            return said.toString();
        }
    }

    /** For the reports: a switch as JSON. */
    static Map<String, Object> json(TypePolicy.Stop stop) {
        return Map.of("all", stop.all(), "at", stop.at().toString(), "who", stop.who(), "reason", stop.reason());
    }
}
