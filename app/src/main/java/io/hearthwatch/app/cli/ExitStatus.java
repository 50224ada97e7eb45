package io.hearthwatch.app.cli;

/** Exit statuses of every command. */
public final class ExitStatus {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int DATABASE_UNAVAILABLE = 3;
    public static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
