package io.hearthwatch.app.campaign;

import io.hearthwatch.app.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code campaign}: a ticket for every appliance of a lot, or of a type every so often. */
@Command(
        name = "campaign",
        description = "Recall what was built alike, or have a type maintained every so often, and see how far it is.",
        subcommands = {
            CampaignStart.Recall.class,
            CampaignStart.Maintenance.class,
            CampaignLook.ListAll.class,
            CampaignLook.Show.class,
            CampaignState.Pause.class,
            CampaignState.Resume.class,
            CampaignState.End.class
        })
public final class CampaignCommand extends CommandGroup {}
