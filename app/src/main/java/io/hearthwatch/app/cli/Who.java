package io.hearthwatch.app.cli;

/** Who acts, as audit logs name them. */
public final class Who {
    private Who() {}

    /** Whoever runs this command on this machine. */
    public static String user() {
        return "user " + System.getProperty("user.name", "unknown");
    }
}
