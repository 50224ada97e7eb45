package io.hearthwatch.app.money;

import io.hearthwatch.app.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code money}. */
@Command(
        name = "money",
        description =
                "Settle with service centres; look at claims, deposits, costs and budgets; load rules and budgets.",
        subcommands = {
            MoneyLoad.class,
            MoneyRules.class,
            StatementCommand.class,
            MoneyClaims.class,
            ClaimCommand.class,
            DisputeCommand.class,
            MoneyDeposit.class,
            MoneyCosts.class,
            CostCommand.class,
            MoneyBudget.class
        })
public final class MoneyCommand implements Runnable {
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
