package io.hearthwatch.ingest.commands;

/** A command that cannot be queued as things are: too many wait already, or its id is in use for another one. */
public final class CommandRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    CommandRefusedException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    /** What to do about it. */
    public String hint() {
        return hint;
    }
}
