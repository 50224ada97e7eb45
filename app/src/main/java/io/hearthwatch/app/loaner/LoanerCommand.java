package io.hearthwatch.app.loaner;

import io.hearthwatch.app.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code loaner}: the pool of appliances that are lent while the customer's own is in the workshop. */
@Command(
        name = "loaner",
        description = {
            "Look at loaners and put them into the pool; lend them under a ticket and take them back.",
            "",
            "Example: hearthwatch loaner put L-17 --warehouse sh-central --type washing_machine"
        },
        subcommands = {LoanerList.class, LoanerPut.class, LoanerTurns.Lend.class, LoanerTurns.Return.class})
public final class LoanerCommand extends CommandGroup {}
