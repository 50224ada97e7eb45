package io.hearthwatch.servicedesk.customer;

import java.io.IOException;

/** A way by which messages reach customers. Blocks; gives up by itself after seconds. */
public interface MessageChannel {
    /**
     * What is sent.
     *
     * @param id the same at every attempt, so that whoever receives it twice can tell
     * @param address e-mail address; null for a webhook
     */
    record Letter(
            String id,
            String address,
            String household,
            String ticket,
            String kind,
            String language,
            String subject,
            String body) {}

    /**
     * Sends a message.
     *
     * @throws IOException if it was not taken; it will be tried again
     */
    void send(Letter letter) throws IOException;
}
