package io.hearthwatch.gateway.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Which broker to take messages from, and how.
 *
 * @param address where it is
 * @param user name to sign in with, or null
 * @param password its password, or null; never shown
 * @param certificates PEM file of the authorities to trust for TLS, or null for those that Java trusts
 * @param group name of the shared subscription: processes with the same one share the work
 * @param receiveMaximum messages that may wait for their commit, 1 to 32767
 * @param budgetBytes payload bytes that may wait for their commit; beyond them the connection is given up until there is room
 * @param sessionExpiry how long the broker keeps what was not acknowledged after this process is gone
 * @param stopGrace how long {@link BrokerSubscriber#close} waits for commits that are under way
 */
public record BrokerSettings(
        BrokerAddress address,
        String user,
        String password,
        Path certificates,
        String group,
        int receiveMaximum,
        long budgetBytes,
        Duration sessionExpiry,
        Duration stopGrace) {
    // Paho waits for ever on a Receive Maximum of 32768 and above.
    private static final int HIGHEST_RECEIVE_MAXIMUM = 32_767;
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9._-]{1,60}");

    public BrokerSettings {
        if (!GROUP.matcher(group).matches()) {
            throw new IllegalArgumentException(
                    "'" + group + "' is not a group's name: 1 to 60 letters, digits, dots, underscores or hyphens");
        }
        if (receiveMaximum < 1 || receiveMaximum > HIGHEST_RECEIVE_MAXIMUM) {
            throw new IllegalArgumentException(
                    "receive maximum must be between 1 and " + HIGHEST_RECEIVE_MAXIMUM + ", is " + receiveMaximum);
        }
        if (budgetBytes < 1) {
            throw new IllegalArgumentException("the byte budget must be at least 1");
        }
    }

    /**
     * The defaults for a broker: group {@code hearthwatch}, 1,000 messages and 64 MiB waiting, a session of seven days, five seconds to
     * stop.
     *
     * @param uri {@code mqtt://HOST[:PORT]} or {@code mqtts://HOST[:PORT]}; may carry {@code USER:PASSWORD@}
     * @throws IllegalArgumentException if it is not of that form; the message has no secret in it
     */
    public static BrokerSettings of(String uri) {
        BrokerAddress address = BrokerAddress.parse(uri);
        return new BrokerSettings(
                address,
                address.user(),
                address.password(),
                null,
                "hearthwatch",
                1_000,
                64L << 20,
                Duration.ofDays(7),
                Duration.ofSeconds(5));
    }

    /** The same with another user and password; null leaves what the URI carried. */
    public BrokerSettings signedInAs(String newUser, String newPassword) {
        return new BrokerSettings(
                address,
                newUser == null ? user : newUser,
                newPassword == null ? password : newPassword,
                certificates,
                group,
                receiveMaximum,
                budgetBytes,
                sessionExpiry,
                stopGrace);
    }

    /** The same with another group. */
    public BrokerSettings inGroup(String newGroup) {
        return new BrokerSettings(
                address, user, password, certificates, newGroup, receiveMaximum, budgetBytes, sessionExpiry, stopGrace);
    }

    /** The same, trusting the certificates of a PEM file; null for those that Java trusts. */
    public BrokerSettings trusting(Path pem) {
        return new BrokerSettings(
                address, user, password, pem, group, receiveMaximum, budgetBytes, sessionExpiry, stopGrace);
    }

    /** The same with other bounds on what may wait for its commit. */
    public BrokerSettings holding(int messages, long bytes) {
        return new BrokerSettings(
                address, user, password, certificates, group, messages, bytes, sessionExpiry, stopGrace);
    }

    /** Where the broker is, for people: without user and password. */
    @Override
    public String toString() {
        return address.toString();
    }
}
