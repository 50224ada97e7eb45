package io.hearthwatch.servicedesk.customer;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Sends messages as e-mail. Thread-safe; each message is a connection of its own. */
public final class SmtpChannel implements MessageChannel {
    private static final String TIMEOUT_MILLIS = "10000";

    private final Session session;
    private final String from;

    /**
     * @param server {@code smtp://host:port}, or {@code smtps://} for TLS from the start; with {@code user:password@} where one must sign
     *     in. STARTTLS is used where the server offers it.
     * @param from the sender's address
     */
    public SmtpChannel(URI server, String from) {
        boolean tls = "smtps".equals(server.getScheme());
        if (server.getHost() == null || (!tls && !"smtp".equals(server.getScheme()))) {
            throw new IllegalArgumentException("a mail server is written smtp://host:port or smtps://host:port");
        }
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", server.getHost());
        properties.setProperty(
                "mail.smtp.port", String.valueOf(server.getPort() > 0 ? server.getPort() : tls ? 465 : 25));
        properties.setProperty("mail.smtp.ssl.enable", String.valueOf(tls));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
        String[] user =
                server.getUserInfo() == null ? null : server.getUserInfo().split(":", 2);
        if (user != null) {
            properties.setProperty("mail.smtp.auth", "true");
        }
        this.session = Session.getInstance(
                properties,
                user == null
                        ? null
                        : new Authenticator() {
                            @Override
                            protected PasswordAuthentication getPasswordAuthentication() {
                                return new PasswordAuthentication(user[0], user.length > 1 ? user[1] : "");
                            }
                        });
        this.from = from;
    }

    @Override
    public void send(Letter letter) throws IOException {
        try {
            MimeMessage message = new MimeMessage(session) {
                @Override
                protected void updateMessageID() throws MessagingException {
                    setHeader("Message-ID", "<" + letter.id() + "@hearthwatch>");
                }
            };
            message.setFrom(new InternetAddress(from));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.address()));
            message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
            message.setText(letter.body(), StandardCharsets.UTF_8.name());
            message.setHeader("Content-Language", letter.language());
            message.setHeader("Auto-Submitted", "auto-generated");
            Transport.send(message);
        } catch (MessagingException e) {
            // The server's words may repeat the address, which must not be kept.
            throw new IOException(
                    "the mail server did not take it: " + e.getClass().getSimpleName(), e);
        }
    }
}
