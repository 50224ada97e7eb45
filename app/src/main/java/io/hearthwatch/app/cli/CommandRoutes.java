package io.hearthwatch.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which command does what a route of the HTTP API does, so that a hint that names a route names the command at the command line. */
public final class CommandRoutes {
    private static final Pattern LINE = Pattern.compile("([A-Z]+) (\\S+) ([=-]) (.+)");
    private static final Pattern ROUTE =
            Pattern.compile("(?:\\b(GET|POST|PUT|PATCH|DELETE) )?(/api/v1/[^\\s?;,)\"]*[^\\s?;,)\".])(\\?[^\\s;,)]*)?");
    private static final List<Line> LINES = read();

    private CommandRoutes() {}

    /**
     * A route.
     *
     * @param command the words after {@code hearthwatch}; null where none does it
     * @param reason why none does it, or null
     */
    public record Line(String method, String path, String command, String reason) {
        boolean is(String said, String route) {
            if (!method.equals(said)) {
                return false;
            }
            String[] own = path.split("/", -1);
            String[] other = route.split("/", -1);
            boolean same = own.length == other.length;
            for (int i = 0; same && i < own.length; i++) {
                same = own[i].equals(other[i]) || own[i].startsWith("{");
            }
            return same;
        }
    }

    /** Every route. */
    public static List<Line> lines() {
        return LINES;
    }

    /** A hint with the commands of the routes that it names; routes without a command stay. */
    static String atTheCommandLine(String hint) {
        if (hint == null) {
            return null;
        }
        if (hint.startsWith("PATCH the ticket with")) {
            return "hearthwatch ticket change TICKET --answers FIELD=VALUE";
        }
        Matcher matcher = ROUTE.matcher(hint);
        StringBuilder words = new StringBuilder();
        while (matcher.find()) {
            String method = Objects.requireNonNullElse(matcher.group(1), "GET");
            String command = command(method, matcher.group(2));
            boolean all = "?state=all".equals(matcher.group(3));
            String said = command == null
                    ? matcher.group()
                    : (matcher.start() == 0 || endsWithColon(hint, matcher.start()) ? "" : ": ") + "hearthwatch "
                            + command + (all ? " --state all" : "");
            matcher.appendReplacement(words, Matcher.quoteReplacement(said));
        }
        return matcher.appendTail(words).toString().replace(" : hearthwatch", ": hearthwatch");
    }

    private static boolean endsWithColon(String hint, int at) {
        return hint.substring(0, at).stripTrailing().endsWith(":");
    }

    private static String command(String method, String route) {
        // What a route names literally comes before what it names in braces.
        return LINES.stream()
                .filter(line -> line.is(method, route))
                .min((a, b) -> Long.compare(braces(a), braces(b)))
                .map(Line::command)
                .orElse(null);
    }

    private static long braces(Line line) {
        return line.path().chars().filter(each -> each == '{').count();
    }

    private static List<Line> read() {
        List<Line> lines = new ArrayList<>();
        try (InputStream in = CommandRoutes.class.getResourceAsStream("routes.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String each : text.lines().toList()) {
                if (each.isBlank() || each.startsWith("#")) {
                    continue;
                }
                Matcher matcher = LINE.matcher(each);
                if (!matcher.matches()) {
                    throw new IllegalStateException("routes.txt: " + each);
                }
                boolean done = matcher.group(3).equals("=");
                lines.add(new Line(
                        matcher.group(1),
                        matcher.group(2),
                        done ? matcher.group(4) : null,
                        done ? null : matcher.group(4)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(lines);
    }
}
