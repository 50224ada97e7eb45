package io.hearthwatch.app.customer;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.customer.PreferenceWish;
import io.hearthwatch.servicedesk.customer.Preferences;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How a household wants to hear from us. */
abstract class CustomerPreferences extends DeskCommand {
    @Parameters(paramLabel = "HOUSEHOLD", description = "its number, such as H-17")
    private String household;

    final String household() {
        return household;
    }

    final Object shown(ServiceDesk desk, PrintWriter out) {
        Preferences kept = desk.customers()
                .preferences(household)
                .orElseThrow(() -> unknown(household))
                .getKey();
        desk.organisation().looks().noteBy(Who.user(), household, "preferences");
        out.println(household + ": "
                + (kept.channel() == null || kept.channel().equals("none")
                        ? "is not written to"
                        : (kept.consent() ? "is written to by " : "did not agree to be written to by ")
                                + kept.channel())
                + " in " + kept.language()
                + (kept.quietHours() == null
                        ? ""
                        : ", not from " + kept.quietHours().replace("-", " to "))
                + (kept.surveys() ? "" : ", not asked how it went")
                + (kept.how() == null ? "" : " (" + kept.how() + ", " + kept.consentAt() + ")"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("household", kept.household());
        json.put("language", kept.language());
        json.put("channel", kept.channel());
        json.put("email", kept.email());
        json.put("consent", kept.consent());
        json.put(
                "consent_at", kept.consentAt() == null ? null : kept.consentAt().toString());
        json.put("how", kept.how());
        json.put("quiet_hours", kept.quietHours());
        json.put("surveys", kept.surveys());
        return json;
    }

    static CommandFailure unknown(String household) {
        return new CommandFailure(
                "there is no household '" + household + "'", "load it with: hearthwatch service load FILE");
    }

    /** {@code customer show HOUSEHOLD}. */
    @Command(name = "show", description = "Show how a household wants to hear from us. The look is recorded.")
    static final class Show extends CustomerPreferences {
        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            return shown(desk, out);
        }
    }

    /** {@code customer prefer HOUSEHOLD}. */
    @Command(name = "prefer", description = "Keep how a household wants to hear from us, and whether it agreed.")
    static final class Prefer extends CustomerPreferences {
        @Option(names = "--channel", required = true, paramLabel = "CHANNEL", description = "email, webhook or none")
        private String channel;

        @Option(names = "--email", paramLabel = "ADDRESS", description = "where e-mail goes")
        private String email;

        @Option(
                names = "--consent",
                required = true,
                arity = "1",
                paramLabel = "true|false",
                description = "whether it agreed to be written to; a warning needs no consent")
        private boolean consent;

        @Option(
                names = "--how",
                required = true,
                paramLabel = "TEXT",
                description = "in which words or by which form it said so")
        private String how;

        @Option(names = "--language", paramLabel = "LANGUAGE", description = "en or zh (default: as before)")
        private String language;

        @Option(
                names = "--quiet-hours",
                paramLabel = "FROM-TO",
                description = "when it wants to be left alone, by the clocks of its centre: 21:00-08:00, or none"
                        + " (default: as before)")
        private String quietHours;

        @Option(
                names = "--surveys",
                arity = "1",
                paramLabel = "true|false",
                description = "whether it may be asked how it went (default: as before)")
        private Boolean surveys;

        @Override
        protected Object run(ServiceDesk desk, PrintWriter out) {
            desk.customers()
                    .prefer(
                            household(),
                            new PreferenceWish(language, channel, email, consent, how, quietHours, surveys));
            return shown(desk, out);
        }
    }
}
