package io.hearthwatch.app.complaint;

import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.app.ticket.TicketWorkCommand;
import picocli.CommandLine.Command;

/** {@code complaint}: tickets of the kind complaint, with their classes, causes and actions. */
@Command(
        name = "complaint",
        description = {
            "Open complaints, bring them on their way, and decide what they ask for.",
            "",
            "Example: hearthwatch complaint open --household H-17 --class repair --words \"It leaks again\"",
            "         hearthwatch complaint cause HW-000123 \"hose not clamped\" --about HW-000098",
            "         hearthwatch complaint action HW-000123 \"torque check\" --owner li --due-on 2026-12-31"
        },
        subcommands = {
            ComplaintLooks.ListAll.class,
            ComplaintLooks.Show.class,
            ComplaintLooks.Classes.class,
            ComplaintOpen.class,
            ComplaintWork.Cause.class,
            ComplaintWork.Answer.class,
            ComplaintWork.Reply.class,
            ComplaintWork.Action.class,
            ComplaintWork.ActionDone.class,
            ComplaintWork.ActionChecked.class,
            TicketWorkCommand.Step.class,
            ComplaintRecalls.ListAll.class,
            ComplaintRecalls.Decide.class
        })
public final class ComplaintCommand extends CommandGroup {}
