package io.hearthwatch.console;

/**
 * Where the console listens.
 *
 * @param host address to bind to; on a loopback address only requests for this machine's own names are answered
 * @param port TCP port, 0 for any free one
 */
public record ConsoleSettings(String host, int port) {
    public ConsoleSettings {
        if (host == null || host.isBlank() || port < 0 || port > 65535) {
            throw new IllegalArgumentException("not an address to listen on: " + host + ":" + port);
        }
    }

    /** Loopback, port 8080. */
    public static ConsoleSettings defaults() {
        return new ConsoleSettings("127.0.0.1", 8080);
    }
}
