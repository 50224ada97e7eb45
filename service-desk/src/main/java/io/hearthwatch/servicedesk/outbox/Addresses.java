package io.hearthwatch.servicedesk.outbox;

import io.hearthwatch.servicedesk.Refusal;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;

/** Where receivers may be, so that nobody makes the service ask what only it can reach. */
public enum Addresses {
    /** Public addresses only. */
    PUBLIC,
    /** Also those of this machine and of private networks, where a maker's other systems are. */
    INTRANET;

    private static final int LONGEST = 2_000;

    /**
     * The address in a text.
     *
     * @throws Refusal if it is none that could be allowed
     */
    public static URI parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw bad("the address is none");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (text.length() > LONGEST || !scheme.matches("https?") || uri.getHost() == null) {
            throw bad("the address is not one of http or https with a host");
        }
        if (uri.getUserInfo() != null || uri.getFragment() != null) {
            throw bad("the address holds a user or a fragment");
        }
        return uri;
    }

    private static Refusal bad(String detail) {
        return Refusal.invalid(detail, "use one like https://service.example.org/events");
    }

    /**
     * Checks an address that names its host by a number, which needs nobody to be asked: what a name leads to is known when something is sent.
     *
     * @throws Refusal if it is not allowed
     */
    void checkNumber(URI uri) {
        String host = uri.getHost();
        if (host.startsWith("[") || host.matches("[0-9.]+")) {
            try {
                check(uri);
            } catch (UnknownHostException e) {
                throw bad("the address holds a host that is no number of one");
            }
        }
    }

    /**
     * Checks every address that the host's name leads to, right before something is sent there.
     *
     * @throws UnknownHostException if it leads nowhere
     * @throws Refusal if one of them is not allowed
     */
    public void check(URI uri) throws UnknownHostException {
        String host = uri.getHost();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            String why = refused(address);
            if (why != null) {
                throw Refusal.invalid(
                        "the host " + host + " is " + why + ", where nothing is sent",
                        this == PUBLIC
                                ? "use a public address, or allow private ones: serve --webhook-addresses intranet"
                                : "use the receiver's own address");
            }
        }
    }

    private String refused(InetAddress address) {
        if (address.isLinkLocalAddress() || address.isMulticastAddress() || address.isAnyLocalAddress()) {
            return "a link-local, multicast or unspecified address";
        }
        if (this == INTRANET) {
            return null;
        }
        boolean shared = address.getAddress().length == 4
                && (address.getAddress()[0] & 0xff) == 100
                && (address.getAddress()[1] & 0xc0) == 64;
        boolean unique = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
        return address.isLoopbackAddress() || address.isSiteLocalAddress() || shared || unique
                ? "a private address"
                : null;
    }
}
