package io.hearthwatch.console;

/**
 * Where the console listens.
 *
 * @param host address to bind to; on a loopback address only requests for this machine's own names are answered
 * @param port TCP port, 0 for any free one
 * @param form what the public form takes
 */
public record ConsoleSettings(String host, int port, FormSettings form) {
    public ConsoleSettings {
        if (host == null || host.isBlank() || port < 0 || port > 65535) {
            throw new IllegalArgumentException("not an address to listen on: " + host + ":" + port);
        }
    }

    /** With the usual limits. */
    public ConsoleSettings(String host, int port) {
        this(host, port, FormSettings.defaults());
    }

    /** Loopback, port 8080. */
    public static ConsoleSettings defaults() {
        return new ConsoleSettings("127.0.0.1", 8080);
    }
}
