package io.hearthwatch.app.serve;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.clock.ShiftedClock;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.customer.Customers;
import io.hearthwatch.servicedesk.customer.MessageChannel;
import io.hearthwatch.servicedesk.customer.MessageDelivery;
import io.hearthwatch.servicedesk.customer.SmtpChannel;
import io.hearthwatch.servicedesk.customer.WebhookChannel;
import java.net.URI;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options of {@code serve} about how customers are written to. */
final class MessageOptions {
    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "address at which customers reach this server, for the links that they are sent"
                    + " (default: http://127.0.0.1:8080)")
    private String publicUrl;

    @Option(
            names = "--mail-server",
            paramLabel = "URI",
            description =
                    "server that takes e-mail to customers: smtp://HOST:PORT, or smtps:// for TLS from the start; with"
                            + " USER:PASSWORD@ where one must sign in, better given as HEARTHWATCH_MAIL_SERVER (default: none, e-mail waits)")
    private String mailServer;

    @Option(names = "--mail-from", paramLabel = "ADDRESS", description = "sender of the e-mail to customers")
    private String mailFrom;

    @Option(
            names = "--message-webhook",
            paramLabel = "URL",
            description = "system that takes messages to customers, such as an SMS gateway (default: none, they wait)")
    private String webhook;

    @Option(
            names = "--message-webhook-secret",
            paramLabel = "SECRET",
            description = "what its messages are signed with; better given as HEARTHWATCH_MESSAGE_WEBHOOK_SECRET")
    private String webhookSecret;

    /** @throws CommandFailure if they make no sense; without secrets */
    void apply(Customers customers) {
        if (given(publicUrl)) {
            read("--public-url", publicUrl, "http://care.example.org", Function.identity());
            customers.publicUrl(publicUrl);
        }
        if (given(mailServer)) {
            if (!given(mailFrom)) {
                throw CommandFailure.usage("--mail-server needs --mail-from", "--mail-from care@example.org");
            }
            MessageChannel mail =
                    read("--mail-server", mailServer, "smtp://HOST:PORT", uri -> new SmtpChannel(uri, mailFrom));
            customers.delivery().channel(MessageDelivery.Way.EMAIL, mail);
        }
        if (given(webhook)) {
            if (!given(webhookSecret)) {
                throw CommandFailure.usage(
                        "--message-webhook needs --message-webhook-secret",
                        "set HEARTHWATCH_MESSAGE_WEBHOOK_SECRET to a long random text");
            }
            MessageChannel hook = read("--message-webhook", webhook, "https://HOST/PATH", uri -> {
                if (uri.getHost() == null || !uri.getScheme().matches("https?")) {
                    throw new IllegalArgumentException("not http or https");
                }
                try {
                    return new WebhookChannel(uri, webhookSecret, ShiftedClock.system());
                } catch (Refusal e) {
                    throw CommandFailure.usage(
                            "--message-webhook-secret: " + e.getMessage(),
                            "mend it, or use a long random text of any other form");
                }
            });
            customers.delivery().channel(MessageDelivery.Way.WEBHOOK, hook);
        }
    }

    private static boolean given(String value) {
        return value != null && !value.isBlank();
    }

    private static <T> T read(String option, String value, String example, Function<URI, T> read) {
        try {
            return read.apply(URI.create(value));
        } catch (IllegalArgumentException e) {
            // Without the value, which may hold a password.
            throw CommandFailure.usage(option + " is not an address of the right kind", option + " " + example);
        }
    }
}
