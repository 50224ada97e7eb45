package io.hearthwatch.app.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does nothing by itself: it asks which of its commands is meant. */
public abstract class CommandGroup implements Runnable {
    @Mixin
    CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public final void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which? " + String.join(", ", spec.subcommands().keySet()));
    }
}
