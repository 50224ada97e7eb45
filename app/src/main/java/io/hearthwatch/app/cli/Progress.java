package io.hearthwatch.app.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A progress line on stderr: drawn over itself on a terminal, once in a while where there is none. Thread-confined. */
public final class Progress {
    private static final int WIDTH = 28;

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private final long started;
    private long lastDrawn;
    private boolean drawn;

    // The launcher sets jdk.console=java.base, which keeps the meaning of null on newer JDKs.
    @SuppressWarnings("SystemConsoleNull")
    public Progress() {
        this(System.err, System.console() != null, System::nanoTime);
    }

    Progress(PrintStream out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
        this.lastDrawn = started;
    }

    /**
     * Shows how far work is.
     *
     * @param what what is being done
     * @param share 0 to 1, or negative where it is not known
     * @param detail counts and rates
     */
    public void show(String what, double share, String detail) {
        long now = nanoTime.getAsLong();
        long interval = terminal ? 100_000_000L : 5_000_000_000L;
        if (now - lastDrawn < interval) {
            return;
        }
        lastDrawn = now;
        String bar = "";
        if (share >= 0) {
            int full = (int) Math.round(Math.min(1, share) * WIDTH);
            bar = "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] "
                    + String.format(Locale.ROOT, "%3.0f %% ", Math.min(1, share) * 100);
        }
        if (terminal) {
            out.print("\r\u001b[K" + what + " " + bar + detail);
            out.flush();
            drawn = true;
        } else {
            out.println(what + " " + bar + detail);
        }
    }

    /** Removes the line, so that results can be printed. */
    public void done() {
        if (drawn) {
            out.print("\r\u001b[K");
            out.flush();
            drawn = false;
        }
    }

    /** Seconds since this progress began. */
    public double seconds() {
        return (nanoTime.getAsLong() - started) / 1e9;
    }
}
