package io.hearthwatch.app.campaign;

import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starting one; its tickets are opened by {@code serve}. */
abstract class CampaignStart extends DeskCommand {
    @Parameters(paramLabel = "NAME", description = "what it is about, for people")
    private String name;

    @Option(
            names = "--type",
            required = true,
            paramLabel = "TYPE",
            description = "appliance type, such as washing_machine")
    private String type;

    @Option(names = "--model", paramLabel = "MODEL", description = "only this model; may be given more than once")
    private List<String> models = List.of();

    @Option(names = "--lot", paramLabel = "LOT", description = "only this lot; may be given more than once")
    private List<String> lots = List.of();

    @Option(
            names = "--firmware",
            paramLabel = "VERSION",
            description = "only with this firmware; may be given more than once")
    private List<String> firmware = List.of();

    @Option(names = "--serial-from", paramLabel = "ID", description = "the first appliance, in byte order of their ids")
    private String from;

    @Option(names = "--serial-to", paramLabel = "ID", description = "the last appliance")
    private String to;

    @Option(names = "--words-en", paramLabel = "TEXT", description = "what customers read of it (default: NAME)")
    private String english;

    @Option(names = "--words-zh", paramLabel = "TEXT", description = "the same in Chinese (default: NAME)")
    private String chinese;

    @Option(
            names = "--per-day",
            paramLabel = "NUMBER",
            description = "most tickets a day and centre (default: what the centre takes on, else 50)")
    private Integer perDay;

    @Option(names = "--who", paramLabel = "NAME", description = "who does it (default: the user of this machine)")
    private String who = Who.user();

    /** What only this kind says. */
    abstract void say(Map<String, Object> said);

    @Override
    protected Object run(ServiceDesk desk, PrintWriter out) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("name", name);
        said.put("type", type);
        some(said, "models", models);
        some(said, "lots", lots);
        some(said, "firmware", firmware);
        some(said, "serial_from", from);
        some(said, "serial_to", to);
        some(said, "per_day", perDay);
        Map<String, Object> words = new LinkedHashMap<>();
        some(words, "en", english);
        some(words, "zh", chinese);
        if (!words.isEmpty()) {
            said.put("words", words);
        }
        say(said);
        Map<String, Object> campaign = desk.work().campaigns().start(said, who);
        out.println("campaign " + campaign.get("id") + " is about " + campaign.get("appliances")
                + " appliance(s); their tickets are opened by: hearthwatch serve");
        out.println("how far it is: hearthwatch campaign show " + campaign.get("id"));
        return campaign;
    }

    static void some(Map<String, Object> said, String key, Object value) {
        if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
            said.put(key, value);
        }
    }

    /** {@code campaign recall}. */
    @Command(
            name = "recall",
            description =
                    "Recall models, lots, firmware versions or a range of appliances: a ticket for each, its customer told.")
    static final class Recall extends CampaignStart {
        @Option(names = "--component", paramLabel = "COMPONENT", description = "what is replaced, such as drive_belt")
        private String component;

        @Option(
                names = "--safety",
                description =
                        "it may hurt somebody: no ticket waits for room, and every household is told to stop using it")
        private boolean safety;

        @Override
        void say(Map<String, Object> said) {
            said.put("kind", "recall");
            said.put("safety", safety);
            some(said, "component", component);
        }
    }

    /** {@code campaign maintenance}. */
    @Command(
            name = "maintenance",
            description =
                    "Have appliances of a type maintained every so many months after the last time, or their purchase.")
    static final class Maintenance extends CampaignStart {
        @Option(names = "--every-months", required = true, paramLabel = "NUMBER", description = "how often, such as 12")
        private int months;

        @Override
        void say(Map<String, Object> said) {
            said.put("kind", "maintenance");
            said.put("every_months", months);
        }
    }
}
