package io.hearthwatch.app.serve;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Setting;
import io.hearthwatch.gateway.broker.BrokerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The options of {@code serve} about where messages come from. */
final class DoorOptions {
    @Option(
            names = "--mqtt-broker",
            paramLabel = "URI",
            description =
                    "take messages from an MQTT 5 broker, too: mqtt://HOST:PORT or mqtts://HOST:PORT; processes with the same group share"
                            + " the work")
    private String broker;

    @Option(names = "--mqtt-broker-user", paramLabel = "NAME", description = "name to sign in to the broker with")
    private String user;

    @Option(
            names = "--mqtt-broker-password",
            paramLabel = "SECRET",
            description = "its password; better given as HEARTHWATCH_MQTT_BROKER_PASSWORD")
    private String password;

    @Option(
            names = "--mqtt-broker-group",
            paramLabel = "NAME",
            description = "group of the shared subscription (default: hearthwatch)")
    private String group;

    @Option(
            names = "--mqtt-broker-ca",
            paramLabel = "FILE",
            description = "PEM certificates to trust for mqtts:// (default: those that Java trusts)")
    private Path certificates;

    @Option(
            names = "--no-mqtt-listener",
            description = "let no appliance connect to this process; for one that only takes from a broker")
    private boolean noListener;

    /** @throws CommandFailure if they make no sense; without secrets */
    Doors doors() {
        if (broker == null || broker.isBlank()) {
            refuseWithoutBroker();
            return new Doors(!noListener, Optional.empty());
        }
        if (certificates != null && !Files.isReadable(certificates)) {
            throw CommandFailure.usage(
                    "--mqtt-broker-ca: cannot read " + certificates, "name a file with PEM certificates");
        }
        try {
            BrokerSettings settings = BrokerSettings.of(broker)
                    .signedInAs(blankToNull(user), blankToNull(password))
                    .trusting(certificates);
            return new Doors(!noListener, Optional.of(group == null ? settings : settings.inGroup(group)));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--mqtt-broker: " + e.getMessage(), "--mqtt-broker mqtt://127.0.0.1:1883");
        }
    }

    /** What would have no effect, or leave no way in. */
    private void refuseWithoutBroker() {
        if (noListener) {
            throw CommandFailure.usage(
                    "--no-mqtt-listener without --mqtt-broker leaves no way for messages to come in",
                    "add --mqtt-broker mqtt://HOST:1883, or leave --no-mqtt-listener out");
        }
        Map<String, Boolean> given = new TreeMap<>(Map.of(
                "--mqtt-broker-user", blankToNull(user) != null,
                "--mqtt-broker-password", blankToNull(password) != null,
                "--mqtt-broker-group", givenGroup(),
                "--mqtt-broker-ca", certificates != null));
        given.values().removeIf(isGiven -> !isGiven);
        if (!given.isEmpty()) {
            throw CommandFailure.usage(
                    String.join(", ", given.keySet()) + ": there is no broker to use it for",
                    "add --mqtt-broker mqtt://HOST:1883, or leave it out");
        }
    }

    /** Settings fill the default in where nobody said anything. */
    private boolean givenGroup() {
        return blankToNull(group) != null && !group.equals(Setting.MQTT_BROKER_GROUP.defaultValue());
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
