package io.hearthwatch.app.serve;

import io.hearthwatch.app.cli.KeepOptions;
import io.hearthwatch.app.disk.MinFree;
import io.hearthwatch.console.FormSettings;
import io.hearthwatch.ingest.KeepSettings;
import java.time.Duration;

/**
 * How a server runs.
 *
 * @param driven whether its clock moves only through the API
 * @param mqttHost address of the gateway
 * @param mqttPort port of the gateway, 0 for any free one
 * @param httpHost address of the console
 * @param httpPort port of the console, 0 for any free one
 * @param maxAhead how far ahead of the clock an appliance's time may be
 * @param maxBehind how far behind the clock it may be
 * @param doors where messages come from
 * @param appliance what one appliance may do; with a driven clock it may send as fast as it can
 * @param minFree room that is to stay on the embedded database's disk
 * @param keep when readings are compressed, and how long what is kept
 * @param keepDecisions how long decisions are kept
 * @param retrainEvery how old a model may become until a candidate like it is trained; zero for ever
 * @param form what the public form takes
 */
public record ServerSettings(
        boolean driven,
        String mqttHost,
        int mqttPort,
        String httpHost,
        int httpPort,
        Duration maxAhead,
        Duration maxBehind,
        Doors doors,
        ApplianceLimits appliance,
        MinFree minFree,
        KeepSettings keep,
        Duration keepDecisions,
        Duration retrainEvery,
        FormSettings form) {

    /** With the default rules about what is kept, and without training anew. */
    public ServerSettings(
            boolean driven,
            String mqttHost,
            int mqttPort,
            String httpHost,
            int httpPort,
            Duration maxAhead,
            Duration maxBehind,
            Doors doors,
            ApplianceLimits appliance,
            MinFree minFree) {
        this(
                driven,
                mqttHost,
                mqttPort,
                httpHost,
                httpPort,
                maxAhead,
                maxBehind,
                doors,
                appliance,
                minFree,
                KeepSettings.defaults(),
                KeepOptions.DECISIONS,
                Duration.ZERO,
                FormSettings.defaults());
    }

    /** For the log: the settings in a few words, without secrets. */
    @Override
    public String toString() {
        return (doors.listener() ? "appliances at " + mqttHost + ":" + mqttPort + ", " : "")
                + doors.broker().map(broker -> "messages from " + broker + ", ").orElse("") + "people at " + httpHost
                + ":" + httpPort + ", clock "
                + (driven ? "driven" : "system") + ", times from " + maxBehind + " behind to " + maxAhead + " ahead";
    }
}
