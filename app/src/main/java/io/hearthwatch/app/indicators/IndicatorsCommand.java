package io.hearthwatch.app.indicators;

import io.hearthwatch.app.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code indicators}: what the service achieves, against what it aims at. */
@Command(
        name = "indicators",
        description = "Show what the service achieves: its indicators, their figures and targets.",
        subcommands = {IndicatorsList.class, IndicatorsShow.class, IndicatorsTarget.class})
public final class IndicatorsCommand implements Runnable {
    @Mixin
    CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which? " + String.join(", ", spec.subcommands().keySet()));
    }
}
