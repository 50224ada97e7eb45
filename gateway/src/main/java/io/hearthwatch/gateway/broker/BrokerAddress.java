package io.hearthwatch.gateway.broker;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a broker is.
 *
 * @param tls whether the connection is encrypted
 * @param host name or address; IPv6 in brackets
 * @param port TCP port
 * @param user name that the URI carried, or null
 * @param password password that the URI carried, or null; never shown
 */
record BrokerAddress(boolean tls, String host, int port, String user, String password) {
    private static final Pattern FORM = Pattern.compile(
            "(?<scheme>mqtts?|tcp|ssl)://(?:(?<user>.*)@)?(?<host>\\[[0-9A-Fa-f:.]+]|[^:/@\\[\\]]+)(?::(?<port>\\d{1,5}))?/?",
            Pattern.CASE_INSENSITIVE);
    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;

    /**
     * Reads {@code mqtt://HOST[:PORT]} or {@code mqtts://HOST[:PORT]}, with {@code USER:PASSWORD@} before the host if need be.
     *
     * @throws IllegalArgumentException if it is not of that form; the message has no secret in it
     */
    static BrokerAddress parse(String uri) {
        Matcher matcher = FORM.matcher(uri.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + masked(uri) + "' is not a broker's address: mqtt://HOST:PORT or mqtts://HOST:PORT");
        }
        String scheme = matcher.group("scheme").toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("mqtts") || scheme.equals("ssl");
        String given = matcher.group("port");
        int port = given == null ? (tls ? TLS_PORT : PLAIN_PORT) : Integer.parseInt(given);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("'" + masked(uri) + "': " + port + " is not a port");
        }
        BrokerAddress address = withUser(tls, matcher.group("host"), port, matcher.group("user"));
        try {
            if (new URI(address.clientUri()).getHost() == null) {
                throw new IllegalArgumentException("'" + address.host
                        + "' is not a host name (no underscores): give another name of it, or its address");
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + address.host + "' is not a host name", e);
        }
        return address;
    }

    private static BrokerAddress withUser(boolean tls, String host, int port, String info) {
        if (info == null) {
            return new BrokerAddress(tls, host, port, null, null);
        }
        int colon = info.indexOf(':');
        String user = colon < 0 ? info : info.substring(0, colon);
        String password = colon < 0 ? null : decoded(info.substring(colon + 1));
        return new BrokerAddress(tls, host, port, decoded(user), password);
    }

    private static String decoded(String part) {
        try {
            // A plus sign means itself in a URI's user info.
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Without the cause: it quotes what may be a piece of the password.
            throw new IllegalArgumentException(
                    "the broker's user or password has a % that is not followed by two digits");
        }
    }

    /** A URI as somebody typed it, without what stands before the at sign. */
    private static String masked(String uri) {
        int at = uri.lastIndexOf('@');
        if (at < 0) {
            return uri;
        }
        int slashes = uri.indexOf("://");
        return (slashes < 0 || slashes > at ? "" : uri.substring(0, slashes + 3)) + "***" + uri.substring(at);
    }

    /** As the client library wants it. */
    String clientUri() {
        return (tls ? "ssl://" : "tcp://") + host + ":" + port;
    }

    /** As people may read it: without user and password. */
    @Override
    public String toString() {
        return (tls ? "mqtts://" : "mqtt://") + host + ":" + port;
    }
}
