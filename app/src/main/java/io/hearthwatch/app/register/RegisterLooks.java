package io.hearthwatch.app.register;

import io.hearthwatch.app.cli.ChangeTable;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.register.RegisterChange;
import io.hearthwatch.servicedesk.register.RegisterRecord;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is registered. */
final class RegisterLooks {
    private RegisterLooks() {}

    /** {@code register find}. */
    @Command(
            name = "find",
            description = "Find households by what a customer says on the phone. Every look is recorded.")
    static final class Find extends DeskCommand {
        private static final int MOST = 100;

        @Option(
                names = "--search",
                paramLabel = "WORDS",
                description = "a piece of the id, the name, the address, or at least four digits of the phone number")
        private String words;

        @Option(names = "--centre", paramLabel = "ID", description = "only of this service centre")
        private String centre;

        @Option(
                names = "--after",
                paramLabel = "ID",
                description = "only those after this household, which continues a list")
        private String after;

        @Option(names = "--limit", paramLabel = "N", description = "how many, at most 100 (default: 20)")
        private int limit = 20;

        @Override
        protected void check() {
            if (limit < 1 || limit > MOST) {
                throw CommandFailure.usage("--limit must be between 1 and " + MOST, "--limit 20");
            }
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            List<RegisterRecord> found =
                    desk.register().households(Scope.EVERYTHING, true, words, centre, after, limit);
            List<Map<String, Object>> json = new ArrayList<>();
            Table table = Table.of("HOUSEHOLD", "NAME", "ADDRESS", "PHONE", "CENTRE");
            for (RegisterRecord each : found) {
                desk.organisation().looks().noteBy(Who.user(), each.id(), "household list");
                Map<String, Object> said = each.values();
                table.row(each.id(), said.get("name"), said.get("address"), said.get("phone"), said.get("centre"));
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("id", each.id());
                one.putAll(said);
                json.add(one);
            }
            table.print(out, "there is none");
            return json;
        }
    }

    /** {@code register show KIND ID}. */
    @Command(
            name = "show",
            description = "Show what is said of one, and its version. A look at a household is recorded.")
    static final class Show extends OfKind {
        @Parameters(index = "1", paramLabel = "ID", description = "its id")
        private String id;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            return show(desk, record(desk, kind(), id), out);
        }
    }

    /** {@code register changes KIND ID}. */
    @Command(
            name = "changes",
            description = "List who changed what of one, the newest first; of a household no values.")
    static final class Changes extends OfKind {
        private static final int MOST = 200;

        @Parameters(index = "1", paramLabel = "ID", description = "its id")
        private String id;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            record(desk, kind(), id);
            List<RegisterChange> changes = desk.register().changes(kind(), id, MOST);
            ChangeTable.print(changes, out);
            return changes;
        }
    }
}
