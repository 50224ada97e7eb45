package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.app.cli.Hearthwatch;
import io.hearthwatch.app.cli.Setting;
import io.hearthwatch.app.commands.RootCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Documents that are printed from the program. {@code -Ddocs.update=true} writes them anew. */
class DocumentsTest {
    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void commandsAreDocumentedAsTheyAre() throws IOException {
        StringBuilder text = new StringBuilder("""
                # Commands

                Printed from the program's own help; a test keeps it equal.
                """);
        describe(Hearthwatch.commandLine(new RootCommand()), text);
        same("commands.md", text.toString());
    }

    @Test
    void settingsAreDocumentedAsTheyAre() throws IOException {
        String rows = Arrays.stream(Setting.values())
                .map(s -> "| `" + s.key() + "` | `" + s.variable() + "` | "
                        + (s.defaultValue().isEmpty() ? "" : "`" + s.defaultValue() + "`") + " | " + s.description()
                        + " |\n")
                .collect(Collectors.joining());
        same("configuration.md", """
                # Settings

                A command-line option wins over an environment variable, that over the settings file (`--config FILE`, or
                `HEARTHWATCH_CONFIG`), that over the default. The file has lines `key = value`; a key that does not exist is an
                error. A test keeps this table equal to the program.

                | key (and `--option`) | variable | default | what |
                |---|---|---|---|
                """ + rows);
    }

    @Test
    void everySettingIsAnOptionOfSomeCommand() {
        String help = allHelp(Hearthwatch.commandLine(new RootCommand()));
        for (Setting setting : Setting.values()) {
            assertThat(help).contains("--" + setting.key());
        }
    }

    private static String allHelp(CommandLine command) {
        return usage(command)
                + command.getSubcommands().values().stream()
                        .map(DocumentsTest::allHelp)
                        .collect(Collectors.joining());
    }

    private static void describe(CommandLine command, StringBuilder text) {
        text.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
        text.append(usage(command)).append("```\n");
        command.getSubcommands().values().forEach(sub -> describe(sub, text));
    }

    private static String usage(CommandLine command) {
        command.getCommandSpec().usageMessage().autoWidth(false).width(110);
        return command.getUsageMessage(Ansi.OFF)
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static void same(String file, String expected) throws IOException {
        Path path = DOCS.resolve(file);
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(path, expected);
        }
        assertThat(path).content().isEqualTo(expected);
    }
}
