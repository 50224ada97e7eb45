package io.hearthwatch.servicedesk.customer;

import java.util.Map;

/** How a customer's wish becomes a step of the ticket: by the same rules as everybody's. */
public interface TicketWriter {
    /**
     * Takes a step in the customer's name.
     *
     * @param version of the ticket that the wish was about
     * @param input what the step needs
     */
    void step(long ticket, int version, String to, Map<String, Object> input);

    /** Keeps what the customer said about what must be known. */
    void answer(long ticket, int version, Map<String, Object> answers);
}
