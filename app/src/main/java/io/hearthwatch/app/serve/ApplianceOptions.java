package io.hearthwatch.app.serve;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.gateway.FloodLimits;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of {@code serve} about what one appliance may do. */
final class ApplianceOptions {
    private static final Duration LONGEST_SESSION = Duration.ofDays(366);

    @Option(
            names = "--appliance-messages",
            paramLabel = "N",
            description =
                    "messages a second that one appliance may send before it is slowed (default: 500; 0 = no limit)")
    private int messages = FloodLimits.defaults().messagesPerSecond();

    @Option(
            names = "--appliance-bytes",
            paramLabel = "N",
            description =
                    "bytes a second that one appliance may send before it is slowed (default: 1048576; 0 = no limit)")
    private long bytes = FloodLimits.defaults().bytesPerSecond();

    @Option(
            names = "--appliance-cut-after",
            paramLabel = "DURATION",
            description = "how long an appliance may flood with QoS 0 before its connection is closed (default: 1m)")
    private Duration cutAfter = FloodLimits.defaults().cutAfter();

    @Option(
            names = "--session-expiry",
            paramLabel = "DURATION",
            description =
                    "how long an MQTT session may outlive its connection (default: 7d; 0s turns durable sessions off: what a client"
                            + " subscribed to ends with its connection)")
    private Duration sessionExpiry = Duration.ofDays(7);

    @Option(
            names = "--commands-per-appliance",
            paramLabel = "N",
            description = "commands that may wait for one appliance (default: 100)")
    private int commands = 100;

    /** @throws CommandFailure if they make no sense */
    ApplianceLimits limits() {
        if (messages < 0 || bytes < 0 || cutAfter.isNegative()) {
            throw CommandFailure.usage(
                    "--appliance-messages, --appliance-bytes and --appliance-cut-after cannot be negative",
                    "--appliance-messages 500, or 0 for no limit");
        }
        if (sessionExpiry.isNegative() || sessionExpiry.compareTo(LONGEST_SESSION) > 0) {
            throw CommandFailure.usage("--session-expiry must be between 0s and 366d", "--session-expiry 7d");
        }
        if (commands < 1) {
            throw CommandFailure.usage("--commands-per-appliance must be at least 1", "--commands-per-appliance 100");
        }
        return new ApplianceLimits(new FloodLimits(messages, bytes, cutAfter), sessionExpiry, commands);
    }
}
