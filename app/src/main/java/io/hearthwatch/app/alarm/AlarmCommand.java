package io.hearthwatch.app.alarm;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Limit;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.clock.Alarm;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alarm}: what somebody has to see to. */
@Command(
        name = "alarm",
        description = {
            "Alarms about promises that are nearly or already broken, and jobs that nobody acknowledged.",
            "",
            "Example: hearthwatch alarm list --role station_chief"
        },
        subcommands = {AlarmCommand.ListAll.class, AlarmCommand.Acknowledge.class})
public final class AlarmCommand extends CommandGroup {
    private static final int MOST = 1000;

    static Table table(List<Alarm> alarms) {
        Table table = Table.of("ALARM", "TICKET", "KIND", "ABOUT", "LEVEL", "ROLE", "CENTRE", "RAISED", "SEEN BY");
        alarms.forEach(each -> table.row(
                each.id(),
                each.ticketNumber(),
                each.kind(),
                each.subject(),
                each.level(),
                each.role(),
                each.centre(),
                each.raisedAt(),
                each.acknowledgedBy()));
        return table;
    }

    /** {@code alarm list}. */
    @Command(name = "list", description = "List alarms that nobody sees to yet, the newest first.")
    static final class ListAll extends DeskCommand {
        @Option(names = "--state", paramLabel = "STATE", description = "open or all (default: open)")
        private String state = "open";

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "only for a technician, dispatcher, station_chief, region_supervisor or headquarters")
        private String role;

        @Option(names = "--ticket", paramLabel = "TICKET", description = "only this ticket's")
        private String ticket;

        @Mixin
        private Limit limit;

        @Override
        protected void check() {
            Choice.of("--state", state, "open", "all");
            Choice.of("--role", role, "technician", "dispatcher", "station_chief", "region_supervisor", "headquarters");
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            Long about = ticket == null ? null : (Long) PromiseCommand.ticket(desk, ticket);
            boolean open = state.equals("open");
            List<Alarm> alarms = desk.clocks().reads().alarms(Scope.EVERYTHING, open, role, about, limit.of(MOST));
            table(alarms).print(out, open ? "nothing waits for somebody" : "there was no alarm");
            return alarms;
        }
    }

    /** {@code alarm acknowledge ID}. */
    @Command(name = "acknowledge", description = "Say that somebody sees to it; the next person is spared.")
    static final class Acknowledge extends DeskCommand {
        @Parameters(paramLabel = "ID", description = "the alarm's number, as: hearthwatch alarm list")
        private long id;

        @Mixin
        private Doer doer;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            Alarm alarm = alarm(desk, id);
            desk.clocks().acknowledgeAlarm(Long.parseLong(alarm.ticket()), id, doer.name());
            Alarm seen = alarm(desk, id);
            table(List.of(seen)).print(out, "");
            return seen;
        }

        private static Alarm alarm(ServiceDesk desk, long id) {
            return desk.clocks()
                    .reads()
                    .alarm(Scope.EVERYTHING, id)
                    .orElseThrow(() -> new CommandFailure(
                            "there is no alarm " + id, "look at: hearthwatch alarm list --state all"));
        }
    }
}
