package io.hearthwatch.app.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads the command line, runs the command, and says what went wrong if something did. */
public final class Hearthwatch {
    private Hearthwatch() {}

    /**
     * Runs one command line.
     *
     * @param root the command that has all others below it
     * @return exit status, one of {@link ExitStatus}
     */
    public static int run(Object root, Map<String, String> environment, String... arguments) {
        return run(
                root,
                environment,
                new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true),
                new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true),
                arguments);
    }

    /** The same with other places to print to. */
    public static int run(
            Object root, Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = commandLine(root).setOut(out).setErr(err);
        try {
            line.setDefaultValueProvider(Settings.read(environment, configOf(arguments)));
        } catch (CommandFailure e) {
            return Errors.execution(e, line, null);
        }
        if (List.of(arguments).contains("--debug") || "true".equals(environment.get(Setting.DEBUG.variable()))) {
            System.setProperty("hearthwatch.debug", "true");
        }
        Variables.unknown(environment.keySet()).forEach(sentence -> err.println("warning: " + sentence));
        return line.execute(arguments);
    }

    /** The command line as it is, without settings from elsewhere; for help and its tests. */
    public static CommandLine commandLine(Object root) {
        return new CommandLine(root)
                .registerConverter(Instant.class, new Instants.InstantConverter())
                .registerConverter(Path.class, Hearthwatch::path)
                .registerConverter(Duration.class, new Instants.DurationConverter())
                .registerConverter(LocalDate.class, new Instants.DayConverter())
                .registerConverter(YearMonth.class, new Instants.MonthConverter())
                .registerConverter(BigDecimal.class, Hearthwatch::amount)
                .setParameterExceptionHandler(Errors::usage)
                .setExecutionExceptionHandler(Errors::execution)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("that is not a path: " + e.getReason());
        }
    }

    /** An amount with at most as many digits as databases keep of it. */
    private static BigDecimal amount(String text) {
        if (!text.matches("-?\\d{1,15}(\\.\\d{1,6})?")) {
            throw new TypeConversionException("'" + text + "' is not a number such as 12.50");
        }
        return new BigDecimal(text);
    }

    private static String configOf(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--config=")) {
                return arguments[i].substring("--config=".length());
            }
            if (arguments[i].equals("--config") && i + 1 < arguments.length) {
                return arguments[i + 1];
            }
        }
        return null;
    }
}
