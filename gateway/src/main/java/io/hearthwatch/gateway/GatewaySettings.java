package io.hearthwatch.gateway;

import java.time.Duration;

/**
 * Limits of the gateway. Everything that an appliance can make grow has one.
 *
 * @param host address to listen on
 * @param port TCP port, 0 for any free one
 * @param maxPacketBytes largest MQTT packet accepted, in bytes
 * @param receiveMaximum publishes of one connection that may wait for their acknowledgement, 1 to 32767
 * @param connectTimeout from the TCP connection to the CONNECT packet
 * @param refusalDelay wait before a wrong secret is answered, so that guessing is slow
 * @param maxConnections connections held at once; more are answered "server busy"
 * @param connectsPerSecond connections admitted a second; a burst waits up to two seconds, what is beyond is refused
 * @param connectionsPerAppliance connections of one appliance (with different client ids); a further one closes the oldest
 * @param globalByteBudget payload bytes that may wait for their commit over all connections
 * @param flood how much one appliance may send
 * @param longestSession how long a session may outlive its connection
 * @param failedLoginsPerMinute wrong secrets that one address may try for one appliance, after a first few; 0 for no limit
 * @param stopGrace how long {@link Gateway#stop} waits for commits that are under way
 */
public record GatewaySettings(
        String host,
        int port,
        int maxPacketBytes,
        int receiveMaximum,
        Duration connectTimeout,
        Duration refusalDelay,
        int maxConnections,
        int connectsPerSecond,
        int connectionsPerAppliance,
        long globalByteBudget,
        FloodLimits flood,
        Duration longestSession,
        int failedLoginsPerMinute,
        Duration stopGrace) {

    // Paho's MQTT 5 client waits for ever on a Receive Maximum of 32768 and above.
    private static final int HIGHEST_RECEIVE_MAXIMUM = 32_767;

    public GatewaySettings {
        requireRange("port", port, 0, 65_535);
        requireRange("maxPacketBytes", maxPacketBytes, 1_024, 268_435_455);
        requireRange("receiveMaximum", receiveMaximum, 1, HIGHEST_RECEIVE_MAXIMUM);
        requireRange("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
        requireRange("connectsPerSecond", connectsPerSecond, 1, 1_000_000);
        requireRange("connectionsPerAppliance", connectionsPerAppliance, 1, 1_000);
        requireRange("globalByteBudget", globalByteBudget, 1_024, Long.MAX_VALUE);
        requireRange("longestSession", longestSession.toSeconds(), 0, 0xFFFF_FFFEL);
        requireRange("failedLoginsPerMinute", failedLoginsPerMinute, 0, 60_000);
    }

    /** The defaults: loopback, port 1883. */
    public static GatewaySettings defaults() {
        return new GatewaySettings(
                "127.0.0.1",
                1883,
                256 * 1024,
                16,
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                20_000,
                1_000,
                4,
                64L * 1024 * 1024,
                FloodLimits.defaults(),
                Duration.ofDays(7),
                6,
                Duration.ofSeconds(5));
    }

    /** The same limits on another address; port 0 is any free one. */
    public GatewaySettings listeningOn(String newHost, int newPort) {
        return new GatewaySettings(
                newHost,
                newPort,
                maxPacketBytes,
                receiveMaximum,
                connectTimeout,
                refusalDelay,
                maxConnections,
                connectsPerSecond,
                connectionsPerAppliance,
                globalByteBudget,
                flood,
                longestSession,
                failedLoginsPerMinute,
                stopGrace);
    }

    /** The same with other limits on one appliance and its sessions. */
    public GatewaySettings withFairness(FloodLimits newFlood, Duration newLongestSession) {
        return new GatewaySettings(
                host,
                port,
                maxPacketBytes,
                receiveMaximum,
                connectTimeout,
                refusalDelay,
                maxConnections,
                connectsPerSecond,
                connectionsPerAppliance,
                globalByteBudget,
                newFlood,
                newLongestSession,
                failedLoginsPerMinute,
                stopGrace);
    }

    private static void requireRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be between " + min + " and " + max + ", is " + value);
        }
    }
}
