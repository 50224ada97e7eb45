package io.hearthwatch.servicedesk;

/** There is no ticket of that id. */
public final class NoSuchTicketException extends RuntimeException {
    NoSuchTicketException(long id) {
        super("there is no ticket " + id);
    }
}
