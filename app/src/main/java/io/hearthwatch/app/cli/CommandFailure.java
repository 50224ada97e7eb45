package io.hearthwatch.app.cli;

/** A command cannot go on; said to the user as {@code error:} and {@code try:}, without a stack trace. */
public final class CommandFailure extends RuntimeException {
    private final String hint;
    private final int status;

    /**
     * @param what what went wrong
     * @param hint what the user can do
     */
    public CommandFailure(String what, String hint) {
        this(what, hint, ExitStatus.FAILED, null);
    }

    public CommandFailure(String what, String hint, int status, Throwable cause) {
        super(what, cause);
        this.hint = hint;
        this.status = status;
    }

    /** A command line that makes no sense. */
    public static CommandFailure usage(String what, String hint) {
        return new CommandFailure(what, hint, ExitStatus.USAGE, null);
    }

    public String hint() {
        return hint;
    }

    public int status() {
        return status;
    }
}
