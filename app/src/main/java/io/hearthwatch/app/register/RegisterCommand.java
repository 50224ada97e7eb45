package io.hearthwatch.app.register;

import io.hearthwatch.app.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code register}: what a service file says, entered and changed one by one. */
@Command(
        name = "register",
        description = {
            "Enter and change a region, service centre, technician or household one by one, by the names that a service file"
                    + " has for what is said of it.",
            "",
            "Examples: hearthwatch register change centre SH-1 --set phone=\"+86 21 5555 0100\"",
            "          hearthwatch register add technician --id li --set name=\"Li Wei\" --set centre=SH-1"
        },
        subcommands = {
            RegisterLooks.Find.class,
            RegisterLooks.Show.class,
            RegisterLooks.Changes.class,
            RegisterWork.Add.class,
            RegisterWork.Change.class,
            RegisterAppliances.Connect.class,
            RegisterAppliances.Disconnect.class
        })
public final class RegisterCommand extends CommandGroup {}
