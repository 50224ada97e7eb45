package io.hearthwatch.benchmarks.faults;

/** A fault that was done, and how long afterwards something new was acknowledged. Thread-safe. */
final class InjectedFault {
    final Fault planned;
    final double atSeconds;
    private double recoverySeconds = Double.NaN;

    /**
     * @param atSeconds when it began, from the start of the load
     */
    InjectedFault(Fault planned, double atSeconds) {
        this.planned = planned;
        this.atSeconds = atSeconds;
    }

    synchronized void recovered(double seconds) {
        recoverySeconds = seconds;
    }

    /** Seconds from the end of the fault to the acknowledgement of something sent after it; NaN if none came. */
    synchronized double recoverySeconds() {
        return recoverySeconds;
    }
}
