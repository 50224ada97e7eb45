package io.hearthwatch.console;

/** The clock cannot be set as asked. */
public final class ClockRefusedException extends RuntimeException {
    private final String hint;

    /**
     * @param what what was asked and why it cannot be
     * @param hint what to do instead
     */
    public ClockRefusedException(String what, String hint) {
        super(what);
        this.hint = hint;
    }

    /** What to do instead. */
    public String hint() {
        return hint;
    }
}
