package io.hearthwatch.app.serve;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.servicedesk.outbox.Addresses;
import io.hearthwatch.servicedesk.outbox.OutboxSettings;
import io.hearthwatch.servicedesk.outbox.Outgoing;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of {@code serve} about how other systems are told what happens. */
final class WebhookOptions {
    @Option(
            names = "--webhook-addresses",
            paramLabel = "WHERE",
            description =
                    "where receivers of webhooks may be: intranet (default; private addresses and this machine too),"
                            + " or public")
    private Addresses addresses = Addresses.INTRANET;

    @Option(
            names = "--webhook-timeout",
            paramLabel = "DURATION",
            description = "how long a receiver may take to answer (default: 10s)")
    private Duration timeout = Duration.ofSeconds(10);

    @Option(
            names = "--webhook-attempts",
            paramLabel = "NUMBER",
            description =
                    "failed attempts at one event after which its ticket's events are parked (default: 25, about two days)")
    private int attempts = 25;

    @Option(
            names = "--keep-events",
            paramLabel = "DURATION",
            description = "how long events are kept that were delivered (default: 30d)")
    private Duration keep = Duration.ofDays(30);

    /** @throws CommandFailure if they make no sense */
    void apply(Outgoing outgoing) {
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw CommandFailure.usage("--webhook-timeout must be from 100 ms to 5 min", "--webhook-timeout 10s");
        }
        if (attempts < 1 || attempts > 200) {
            throw CommandFailure.usage("--webhook-attempts must be from 1 to 200", "--webhook-attempts 25");
        }
        if (keep.compareTo(Duration.ofDays(1)) < 0) {
            throw CommandFailure.usage("--keep-events must be at least a day", "--keep-events 30d");
        }
        outgoing.configure(
                OutboxSettings.defaults()
                        .withTimeout(timeout)
                        .withAttempts(attempts)
                        .withAddresses(addresses),
                keep);
    }
}
