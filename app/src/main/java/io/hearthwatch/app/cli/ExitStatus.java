package io.hearthwatch.app.cli;

/** Exit statuses of every command. */
public final class ExitStatus {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int DATABASE_UNAVAILABLE = 3;
    /** The command did what it was to do, and what it found needs somebody to look. */
    public static final int WARNED = 4;

    public static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
