package io.hearthwatch.history;

/** A row cannot be used, for the reason in the message. Carries no stack trace: a bad file throws one for every row. */
final class BadRowException extends Exception {
    BadRowException(String reason) {
        super(reason, null, false, false);
    }
}
