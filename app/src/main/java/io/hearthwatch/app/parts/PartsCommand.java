package io.hearthwatch.app.parts;

import io.hearthwatch.app.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parts}: stock, orders and what will be needed. */
@Command(
        name = "parts",
        description =
                "Look at spare parts: stock, the ledger's truth, what will be needed; load suppliers, prices and rules.",
        subcommands = {
            PartsList.class,
            PartsForecast.class,
            PartsOrders.class,
            PartsKit.class,
            PartsCheck.class,
            PartsLoad.class
        })
public final class PartsCommand implements Runnable {
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
