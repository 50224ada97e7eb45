package io.hearthwatch.app.commands;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.ingest.commands.Command;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code appliance commands ID}. */
@CommandLine.Command(
        name = "commands",
        description = "List an appliance's commands, the newest first: their states and what the appliance answered.")
final class ListCommands implements Runnable {
    private static final int MOST = 10_000;

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Parameters(paramLabel = "ID", description = "the maker's id")
    private String id;

    @Option(names = "--limit", paramLabel = "N", description = "how many (default: 20)")
    private int limit = 20;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        if (limit < 1 || limit > MOST) {
            throw CommandFailure.usage("--limit must be between 1 and " + MOST, "--limit 20");
        }
        try (Workspace workspace = Workspace.use(store)) {
            int no = ApplianceCommand.find(workspace, id).no();
            List<Command> commands = workspace.ingest().commands().list(no, limit);
            PrintWriter out = spec.commandLine().getOut();
            if (commands.isEmpty()) {
                out.println("no command was ever given to " + id);
            }
            for (Command command : commands) {
                out.printf(
                        "%s  %-9s %s  %s%s%n",
                        command.createdAt(), command.state().text(), command.id(), command.name(), outcome(command));
            }
            out.flush();
            json.write(commands.stream().map(ListCommands::report).toList());
        }
    }

    private static String outcome(Command command) {
        if (command.answer() != null) {
            String result = command.answer().result() == null
                    ? ""
                    : " " + command.answer().result();
            return ": " + (command.answer().ok() ? "ok" : "not ok") + result;
        }
        return command.refusal() == null ? "" : ": " + command.refusal();
    }

    static Map<String, Object> report(Command command) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("id", command.id());
        report.put("command", command.name());
        report.put("arguments", command.arguments());
        report.put("state", command.state().text());
        report.put("state_at", command.stateAt().toString());
        report.put("created_at", command.createdAt().toString());
        report.put("expires_at", command.expiresAt().toString());
        report.put("refusal", command.refusal());
        Map<String, Object> answer = new LinkedHashMap<>();
        if (command.answer() != null) {
            answer.put("at", command.answer().receivedAt().toString());
            answer.put("ok", command.answer().ok());
            answer.put("result", command.answer().result());
        }
        report.put("answer", answer.isEmpty() ? null : answer);
        return report;
    }
}
