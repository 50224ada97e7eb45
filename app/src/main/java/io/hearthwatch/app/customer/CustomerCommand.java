package io.hearthwatch.app.customer;

import io.hearthwatch.app.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code customer}: how households want to hear from us, and what is kept about one. */
@Command(
        name = "customer",
        description =
                "Say how a household wants to hear from us; choose its own engineer; hand out or erase what is kept about"
                        + " it; say how long it is kept.",
        subcommands = {
            CustomerPreferences.Show.class,
            CustomerPreferences.Prefer.class,
            CustomerData.Export.class,
            CustomerData.Erase.class,
            CustomerEngineer.class,
            CustomerLooks.class,
            CustomerRetention.class
        })
public final class CustomerCommand extends CommandGroup {}
