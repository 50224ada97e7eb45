package io.hearthwatch.app.customer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is kept about a household. */
final class CustomerData {
    private CustomerData() {}

    /** {@code customer export HOUSEHOLD}. */
    @Command(
            name = "export",
            description =
                    "Print everything that is kept about a household as JSON, for the customer who asks. The export is"
                            + " recorded.")
    static final class Export extends DeskCommand {
        private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

        @Parameters(paramLabel = "HOUSEHOLD", description = "its number, such as H-17")
        private String household;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            Map<String, Object> all =
                    desk.customers().export(household).orElseThrow(() -> CustomerPreferences.unknown(household));
            desk.organisation().looks().noteBy(Who.user(), household, "export");
            try {
                out.println(JSON.writeValueAsString(all));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
            return all;
        }
    }

    /** {@code customer erase HOUSEHOLD}. */
    @Command(
            name = "erase",
            description =
                    "Take a household's personal data out of everything, for good. What was found and done stays, under its"
                            + " number; and that it was erased, by whom and why.")
    static final class Erase extends DeskCommand {
        @Parameters(paramLabel = "HOUSEHOLD", description = "its number, such as H-17")
        private String household;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, for the record")
        private String reason;

        @Option(names = "--yes", description = "do it; nothing is erased without it, and nothing brings it back")
        private boolean yes;

        @Option(names = "--who", paramLabel = "NAME", description = "who does it (default: the user of this machine)")
        private String who = Who.user();

        @Override
        protected void check() {
            if (reason.isBlank()) {
                throw CommandFailure.usage(
                        "--reason is empty", "say why, such as --reason \"the customer asked for it\"");
            }
        }

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            if (!yes) {
                if (desk.customers().preferences(household).isEmpty()) {
                    throw CustomerPreferences.unknown(household);
                }
                throw CommandFailure.usage(
                        "nothing was erased: what is erased of " + household + " cannot be brought back",
                        "look at: hearthwatch customer export " + household + "; then say it again with --yes");
            }
            Map<String, Object> erased = desk.customers().erase(household, reason, who);
            out.println("erased what was kept about " + household + ":");
            erased.forEach((what, count) -> out.printf("  %-15s %s%n", what, count));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("household", household);
            json.put("erased", erased);
            return json;
        }
    }
}
