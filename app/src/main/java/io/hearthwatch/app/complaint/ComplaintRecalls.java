package io.hearthwatch.app.complaint;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lots whose recall complaints suggest. */
final class ComplaintRecalls {
    private ComplaintRecalls() {}

    /** {@code complaint recalls}. */
    @Command(name = "recalls", description = "List the lots whose recall complaints suggest, the open ones first.")
    static final class ListAll extends DeskCommand {
        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<Map<String, Object>> all = desk.complaints().recalls();
            Table table = Table.of("RECALL", "TYPE", "LOT", "STATE", "APPLIANCES", "COMPLAINTS");
            all.forEach(each -> table.row(
                    each.get("id"),
                    each.get("type"),
                    each.get("lot"),
                    each.get("state"),
                    each.get("appliances"),
                    each.get("complaints")));
            table.print(out, "no recall is suggested");
            return all;
        }
    }

    /** {@code complaint recall ID}. */
    @Command(
            name = "recall",
            description = "Accept or reject a suggested recall; an accepted one is a campaign from then on.")
    static final class Decide extends DeskCommand {
        @Parameters(paramLabel = "ID", description = "the suggestion's number, as: hearthwatch complaint recalls")
        private long recall;

        @Option(
                names = "--accepted",
                required = true,
                arity = "1",
                paramLabel = "true|false",
                description = "whether the lot is recalled")
        private boolean accepted;

        @Option(names = "--note", paramLabel = "TEXT", description = "why; a rejection needs it")
        private String note;

        @Mixin
        private Doer doer;

        @Override
        protected void check() {
            if (!accepted && (note == null || note.isBlank())) {
                throw CommandFailure.usage("a recall is not rejected without a reason", "say it with --note");
            }
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            Optional<Long> campaign = desk.complaints().decide(recall, accepted, note, doer.name());
            out.println("recall " + recall + " is " + (accepted ? "accepted" : "rejected"));
            campaign.ifPresent(id -> out.println("how far it is: hearthwatch campaign show " + id));
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("decided", true);
            told.put("campaign", campaign.orElse(null));
            return told;
        }
    }
}
