package io.hearthwatch.app.complaint;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.ticket.TicketWorkCommand;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code complaint open}. */
@Command(name = "open", description = "Open a complaint; its clocks run from then on.")
final class ComplaintOpen extends DeskCommand {
    @Option(names = "--household", paramLabel = "HOUSEHOLD", description = "who complains, such as H-17")
    private String household;

    @Option(names = "--appliance", paramLabel = "ID", description = "the appliance, by its maker's id")
    private String appliance;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description = "product_function, product_safety, service, logistics or repair; may be said later")
    private String about;

    @Option(names = "--words", required = true, paramLabel = "TEXT", description = "what the customer complains about")
    private String words;

    @Option(names = "--wish", paramLabel = "TEXT", description = "what the customer wishes")
    private String wish;

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            description = "how the customer came: phone, form, email, chat, web or shop (default: phone)")
    private String channel = "phone";

    @Mixin
    private Doer doer;

    @Override
    protected void check() {
        Choice.of("--class", about, ComplaintLooks.CLASSES);
        if (household == null && appliance == null) {
            throw CommandFailure.usage(
                    "nobody says who complains", "--household H-17, or --appliance ID whose household it is");
        }
    }

    @Override
    protected Object run(ServiceDesk desk, PrintWriter out) {
        Map<String, Object> answers = new LinkedHashMap<>();
        answers.put("complaint", words);
        some(answers, "complaint_class", about);
        some(answers, "wish", wish);
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("kind", "complaint");
        said.put("source", "customer");
        said.put("channel", channel);
        some(said, "household", household);
        some(said, "appliance", appliance);
        said.put("answers", answers);
        TicketReceipt receipt = desk.work().open(TicketRequest.of(doer.name(), null, said));
        TicketWorkCommand.print(out, receipt);
        return receipt;
    }

    private static void some(Map<String, Object> said, String key, Object value) {
        if (value != null) {
            said.put(key, value);
        }
    }
}
