package io.hearthwatch.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a benchmark says while it runs, and its figures at the end.
 *
 * @param spec of the command, whose output it is
 */
public record Talk(CommandSpec spec) {
    /** What is being done now. */
    public void say(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(what + " …");
        err.flush();
    }

    /** Figures by name, a line each; those within others by both names. */
    public void print(Map<?, ?> figures) {
        print(figures, "");
        spec.commandLine().getOut().flush();
    }

    private void print(Map<?, ?> figures, String before) {
        figures.forEach((name, value) -> {
            if (value instanceof Map<?, ?> more) {
                print(more, before + name + ".");
            } else {
                spec.commandLine()
                        .getOut()
                        .println(String.format(Locale.ROOT, "%-52s %22s", before + name, shown(value)));
            }
        });
    }

    private static String shown(Object value) {
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, "%,.3f", number);
        }
        return value instanceof Number number
                ? String.format(Locale.ROOT, "%,d", number.longValue())
                : String.valueOf(value);
    }

    /** Removes a directory with all that is in it, and says where it could not. */
    public void remove(Path directory) {
        try (var tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            say("left behind: " + directory + " (" + e.getMessage() + ")");
        }
    }
}
