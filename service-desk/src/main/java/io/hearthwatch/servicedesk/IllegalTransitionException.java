package io.hearthwatch.servicedesk;

/** What was asked of a ticket is not possible in the state it is in. */
public final class IllegalTransitionException extends RuntimeException {
    IllegalTransitionException(String message) {
        super(message);
    }
}
