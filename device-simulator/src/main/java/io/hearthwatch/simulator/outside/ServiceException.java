package io.hearthwatch.simulator.outside;

/** The service refused what was asked, or could not be reached for longer than we were told to wait. */
public final class ServiceException extends RuntimeException {
    private final String hint;

    /**
     * @param what what went wrong, for a person
     * @param hint what to try
     */
    public ServiceException(String what, String hint) {
        super(what);
        this.hint = hint;
    }

    /** What to try, for a person. */
    public String hint() {
        return hint;
    }
}
