package io.hearthwatch.app.dispatch;

import io.hearthwatch.app.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code dispatch}: who visits which household when. */
@Command(
        name = "dispatch",
        description = "Plan a centre's day, look at routes, ask why, and decide who visits whom.",
        subcommands = {
            DispatchDays.Plan.class,
            DispatchDays.Announce.class,
            DispatchDays.Show.class,
            DispatchDays.Technician.class,
            DispatchVisits.Pin.class,
            DispatchVisits.Unpin.class,
            DispatchVisits.Assign.class,
            DispatchVisits.Reasons.class,
            DispatchVisits.Slots.class,
            DispatchVisits.Overrun.class,
            DispatchAbsence.class
        })
public final class DispatchCommand extends CommandGroup {}
