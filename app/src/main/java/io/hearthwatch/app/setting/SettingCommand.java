package io.hearthwatch.app.setting;

import io.hearthwatch.app.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code setting}: numbers by which the whole service goes. */
@Command(
        name = "setting",
        description = {
            "Look at settings of the whole service, and change them: how long what is personal is kept (retention), when a"
                    + " fault is hard and how long technical support may take (support), how a ticket's service centre is"
                    + " chosen (assignment).",
            "",
            "Example: hearthwatch setting change assignment --set reach_km=80"
        },
        subcommands = {
            SettingLooks.ListAll.class,
            SettingLooks.Show.class,
            SettingChange.class,
            SettingLooks.Changes.class
        })
public final class SettingCommand extends CommandGroup {}
