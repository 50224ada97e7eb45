package io.hearthwatch.app.care;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.customer.Customers;
import io.hearthwatch.servicedesk.customer.SurveyDefinition;
import io.hearthwatch.servicedesk.customer.Surveys;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code survey}: how customers are asked how it went. */
@Command(
        name = "survey",
        description = {
            "Say how customers are asked how it went; keep what they answered on the phone or on paper.",
            "",
            "Example: hearthwatch survey answer HW-000123 --attitude 5 --efficiency 4 --quality 5 --product 4 --solved true"
        },
        subcommands = {
            SurveyCommand.Definitions.class,
            SurveyDefine.class,
            SurveyCommand.Show.class,
            SurveyCommand.Answer.class
        })
public final class SurveyCommand extends CommandGroup {
    static void print(Table table, SurveyDefinition each) {
        table.row(
                each.validFrom() + (each.version() > 1 ? " (" + each.version() + ")" : ""),
                each.after(),
                each.waitMinutes() + " min",
                each.samplePercent() + " %",
                each.quietDays(),
                each.lowMark(),
                each.callHours() + " h",
                each.kinds(),
                each.dimensions().stream()
                        .map(mark -> mark.dimension() + " " + mark.weight())
                        .collect(Collectors.joining(", ")),
                each.who());
    }

    static Table table() {
        return Table.of(
                "FROM", "AFTER", "WAIT", "SAMPLE", "QUIET DAYS", "LOW MARK", "CALL WITHIN", "KINDS", "WEIGHTS", "BY");
    }

    /** {@code survey definitions}. */
    @Command(name = "definitions", description = "List how customers are asked, the newest definition first.")
    static final class Definitions extends DeskCommand {
        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<SurveyDefinition> all = desk.customers().surveys().definitions();
            Table table = table();
            all.forEach(each -> print(table, each));
            table.print(out, "nobody is asked yet");
            return all;
        }
    }

    static void within(String option, Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw CommandFailure.usage(
                    option + " must be between " + least + " and " + most, option + " " + Math.max(least, 1));
        }
    }

    /** Something about the survey of one ticket, which is shown. */
    abstract static class OfTicket extends DeskCommand {
        @Parameters(paramLabel = "TICKET", description = "its number, such as HW-000123")
        private String ticket;

        @Override
        protected final Object run(ServiceDesk desk, PrintWriter out) {
            long id = desk.ticketId(ticket)
                    .orElseThrow(() -> new CommandFailure(
                            "there is no ticket '" + ticket + "'", "look at: hearthwatch ticket list"));
            write(desk.customers(), id);
            Surveys surveys = desk.customers().surveys();
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("asked", surveys.asked(id).orElse(null));
            shown.put("answers", surveys.answers(id));
            out.println(surveys.asked(id)
                    .map(asked -> asked.asked()
                            ? "the customer was asked at " + Table.shown(asked.at())
                            : "the customer is not asked: " + asked.leftOut())
                    .orElse("it is not decided yet whether the customer is asked"));
            for (Surveys.Answer each : surveys.answers(id)) {
                out.println(Table.shown(each.at()) + " by " + each.channel() + ": attitude " + each.attitude()
                        + ", efficiency " + each.efficiency() + ", quality " + each.quality() + ", product "
                        + each.product() + ", " + (each.solved() ? "solved" : "not solved")
                        + (each.words() == null ? "" : ": " + each.words()));
            }
            return shown;
        }

        void write(Customers customers, long ticketId) {
            // Only looks.
        }
    }

    /** {@code survey show TICKET}. */
    @Command(name = "show", description = "Show whether a ticket's customer was asked, and what was answered.")
    static final class Show extends OfTicket {}

    /** {@code survey answer TICKET}. */
    @Command(
            name = "answer",
            description =
                    "Keep what the customer answered; a mark of 1 or 2, or a problem not solved, reopens the ticket.")
    static final class Answer extends OfTicket {
        @Option(names = "--channel", paramLabel = "CHANNEL", description = "phone or form (default: phone)")
        private String channel = "phone";

        @Option(names = "--attitude", required = true, paramLabel = "1..5", description = "mark for the manner")
        private int attitude;

        @Option(names = "--efficiency", required = true, paramLabel = "1..5", description = "mark for the speed")
        private int efficiency;

        @Option(names = "--quality", required = true, paramLabel = "1..5", description = "mark for the work")
        private int quality;

        @Option(names = "--product", required = true, paramLabel = "1..5", description = "mark for the appliance")
        private int product;

        @Option(
                names = "--solved",
                required = true,
                arity = "1",
                paramLabel = "true|false",
                description = "whether the problem is solved")
        private boolean solved;

        @Option(names = "--words", paramLabel = "TEXT", description = "what the customer said")
        private String words;

        @Mixin
        private Doer doer;

        @Override
        protected void check() {
            Choice.required("--channel", channel, "phone", "form");
            within("--attitude", attitude, 1, 5);
            within("--efficiency", efficiency, 1, 5);
            within("--quality", quality, 1, 5);
            within("--product", product, 1, 5);
        }

        @Override
        void write(Customers customers, long ticketId) {
            customers.answer(
                    ticketId,
                    new Customers.Rating(attitude, efficiency, quality, product, solved, words),
                    channel,
                    doer.name());
        }
    }
}
