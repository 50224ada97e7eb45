package io.hearthwatch.app.cli;

import picocli.CommandLine.Option;

/** What every command understands. */
public class CommonOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "settings file with lines `key = value`; also HEARTHWATCH_CONFIG")
    String config;

    @Option(names = "--debug", description = "show stack traces and debug logs")
    boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help and exit")
    boolean help;
}
