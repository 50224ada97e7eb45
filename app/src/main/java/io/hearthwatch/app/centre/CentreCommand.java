package io.hearthwatch.app.centre;

import io.hearthwatch.app.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code centre}: service centres, their certificates, audits and calendars. */
@Command(
        name = "centre",
        description = {
            "Look at service centres; certify and audit them, follow what is corrected, set when they work.",
            "",
            "Example: hearthwatch centre audit SH-1 --held-on 2026-11-20 --auditor li --score 82"
                    + " --actions \"seal the store,wang,2026-12-20\""
        },
        subcommands = {
            CentreLooks.ListAll.class,
            CentreLooks.Show.class,
            CentreLooks.Openings.class,
            CentreCalendar.class,
            CentreWork.Certify.class,
            CentreWork.Audit.class,
            CentreActions.Done.class,
            CentreActions.Checked.class
        })
public final class CentreCommand extends CommandGroup {}
