package io.hearthwatch.app.policy;

import io.hearthwatch.app.cli.CommonOptions;
import io.hearthwatch.app.ticket.TicketCentre;
import io.hearthwatch.app.ticket.TicketChange;
import io.hearthwatch.app.ticket.TicketCustomer;
import io.hearthwatch.app.ticket.TicketLooks;
import io.hearthwatch.app.ticket.TicketWorkCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ticket}. */
@Command(
        name = "ticket",
        description =
                "Open tickets, bring them on their way, look at them; list them, and those that would have been opened.",
        subcommands = {
            TicketList.class,
            TicketWorkCommand.Show.class,
            TicketLooks.Find.class,
            TicketLooks.Triage.class,
            TicketLooks.Due.class,
            TicketLooks.Kinds.class,
            TicketWorkCommand.Open.class,
            TicketWorkCommand.Step.class,
            TicketWorkCommand.Add.class,
            TicketChange.Change.class,
            TicketChange.EndWish.class,
            TicketChange.EndPromise.class,
            TicketChange.Compensate.class,
            TicketChange.External.class,
            TicketCentre.Candidates.class,
            TicketCentre.HandOver.class,
            TicketCentre.TimeRefused.class,
            TicketCustomer.Acknowledge.class,
            TicketCustomer.OnTheWay.class,
            TicketCustomer.Link.class,
            TicketCustomer.Messages.class
        })
public final class TicketCommand implements Runnable {
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
