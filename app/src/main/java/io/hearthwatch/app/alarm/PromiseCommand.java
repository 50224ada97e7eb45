package io.hearthwatch.app.alarm;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.clock.ClockView;
import io.hearthwatch.servicedesk.clock.Clocks;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code promise}: what was promised about tickets, and what broken promises cost. */
@Command(
        name = "promise",
        description = {
            "Promises about tickets with their clocks: look, wait for somebody, promise another time, settle breaches.",
            "",
            "Example: hearthwatch promise change HW-000123 finished --promised 72h --reason \"agreed on the phone\""
        },
        subcommands = {
            PromiseCommand.Show.class,
            PromiseCommand.Pause.class,
            PromiseCommand.Resume.class,
            PromiseCommand.Change.class,
            BreachCommands.ListAll.class,
            BreachCommands.Settle.class
        })
public final class PromiseCommand extends CommandGroup {
    /** The id of a ticket that is there. */
    static long ticket(ServiceDesk desk, String number) {
        return desk.ticketId(number)
                .orElseThrow(() ->
                        new CommandFailure("there is no ticket '" + number + "'", "look at: hearthwatch ticket list"));
    }

    /** Something about a ticket's clocks, which are shown. */
    abstract static class OfTicket extends DeskCommand {
        @Parameters(index = "0", paramLabel = "TICKET", description = "its number, such as HW-000123")
        private String ticket;

        @Override
        protected final Object run(ServiceDesk desk, PrintWriter out) {
            long id = ticket(desk, ticket);
            change(desk.clocks(), id);
            List<ClockView> clocks = desk.clocks().reads().ofTicket(id);
            Table table = Table.of("PROMISE", "STATE", "PROMISED", "USED", "WAITED", "DUE", "ENDED");
            clocks.forEach(each -> table.row(
                    each.promise() + (each.round() > 1 ? " (" + each.round() + ")" : ""),
                    each.state(),
                    hours(each.promised()) + (each.roundTheClock() ? ", day and night" : ""),
                    hours(each.used()),
                    hours(each.paused()),
                    each.dueAt(),
                    each.endedAt()));
            table.print(out, "nothing was promised");
            return clocks;
        }

        abstract void change(Clocks clocks, long ticketId);
    }

    private static String hours(Duration time) {
        return time == null ? "-" : String.format(Locale.ROOT, "%d h %02d min", time.toHours(), time.toMinutesPart());
    }

    /** {@code promise show TICKET}. */
    @Command(name = "show", description = "Show a ticket's promises: what was used of each, and when it is due.")
    static final class Show extends OfTicket {
        @Override
        void change(Clocks clocks, long ticketId) {
            // Only looks.
        }
    }

    /** {@code promise pause TICKET}. */
    @Command(name = "pause", description = "The ticket waits for the customer or a part; its clocks stand.")
    static final class Pause extends OfTicket {
        @Option(names = "--for", required = true, paramLabel = "WHAT", description = "customer or part")
        private String forWhat;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the record")
        private String reason;

        @Mixin
        private Doer doer;

        @Override
        void change(Clocks clocks, long ticketId) {
            clocks.pause(ticketId, forWhat, reason, doer.name());
        }
    }

    /** {@code promise resume TICKET}. */
    @Command(name = "resume", description = "The ticket waits no longer.")
    static final class Resume extends OfTicket {
        @Mixin
        private Doer doer;

        @Override
        void change(Clocks clocks, long ticketId) {
            clocks.resume(ticketId, doer.name());
        }
    }

    /** {@code promise change TICKET PROMISE}. */
    @Command(name = "change", description = "Promise another time; what was used and what was waited stays.")
    static final class Change extends OfTicket {
        @Parameters(index = "1", paramLabel = "PROMISE", description = "such as first_contact, visit or finished")
        private String promise;

        @Option(names = "--promised", required = true, paramLabel = "DURATION", description = "in all, such as 72h")
        private Duration promised;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the record")
        private String reason;

        @Mixin
        private Doer doer;

        @Override
        void change(Clocks clocks, long ticketId) {
            clocks.promise(ticketId, promise, promised, reason, doer.name());
        }
    }
}
