package io.hearthwatch.console;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/**
 * What every request passes first. While nobody has to sign in, the console relies on being reached from this machine only; so a web
 * page from elsewhere must not reach it through the browser of someone here, neither by a name that it points at 127.0.0.1 nor by a
 * form.
 */
final class Guard {
    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final String FETCH_SITE = "sec-fetch-site";
    private static final String SAME_ORIGIN = "same-origin";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final int MOST_OF_KEY = 200;
    private static final String POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';" + " frame-ancestors 'none'";

    private final boolean loopbackOnly;

    Guard(String boundTo) {
        this.loopbackOnly = isLoopback(boundTo);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // Binding to it will fail with a better message.
            return true;
        }
    }

    void check(RoutingContext ctx) {
        ctx.response()
                .putHeader("content-security-policy", POLICY)
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("cross-origin-opener-policy", "same-origin")
                .putHeader("cross-origin-resource-policy", "same-origin");
        HostAndPort host = ctx.request().authority();
        if (host == null) {
            throw Problem.badRequest("the Host header is missing or wrong", "send the address you connect to as Host");
        }
        if (loopbackOnly && !OWN_NAMES.contains(host.host().toLowerCase(Locale.ROOT))) {
            throw new Problem(
                    421,
                    "Misdirected request",
                    "this server answers for this machine's own names only, not for '" + Call.shortened(host.host())
                            + "'",
                    "use http://127.0.0.1:" + ctx.request().localAddress().port()
                            + ", or start with --http-host to listen" + " on an address of the network");
        }
        if (ctx.request().uri().contains("%00")) {
            throw Problem.badRequest("the address has the character NUL in it", "leave out %00");
        }
        if (changes(ctx.request().method())) {
            checkWrite(ctx, host);
        }
        ctx.next();
    }

    private static boolean changes(HttpMethod method) {
        return !READING.contains(method);
    }

    private static void checkWrite(RoutingContext ctx, HostAndPort host) {
        String type = ctx.request().getHeader(HttpHeaders.CONTENT_TYPE);
        // No page of another origin can send DELETE without being asked first; and it has no body that could be of a
        // type.
        if (!HttpMethod.DELETE.equals(ctx.request().method())
                && (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json"))) {
            throw new Problem(
                    415,
                    "Unsupported media type",
                    "a write must say Content-Type: application/json"
                            + (type == null ? "" : ", not " + Call.shortened(type)),
                    "add -H 'Content-Type: application/json'");
        }
        String key = ctx.request().getHeader("Idempotency-Key");
        if (key != null && (key.isBlank() || key.length() > MOST_OF_KEY)) {
            throw Problem.badRequest(
                    "the Idempotency-Key is not 1 to " + MOST_OF_KEY + " characters", "use a UUID, or leave it out");
        }
        String origin = ctx.request().getHeader(HttpHeaders.ORIGIN);
        // Encryption may end before this server, which then sees http where the browser has https.
        if (origin != null
                && !origin.equalsIgnoreCase(ctx.request().scheme() + "://" + host)
                && !origin.equalsIgnoreCase("https://" + host)) {
            throw foreign("a page of " + Call.shortened(origin));
        }
        String site = ctx.request().getHeader(FETCH_SITE);
        if (site != null && !site.equals(SAME_ORIGIN) && !site.equals("none")) {
            throw foreign("a page of another origin");
        }
    }

    private static Problem foreign(String page) {
        return new Problem(
                403,
                "Forbidden",
                page + " may not write here",
                "write from the console's own pages, or without a browser");
    }

    /**
     * Refuses a write that a browser's session came with, unless the browser says that a page of ours asked for it: unlike a token, a cookie
     * is sent without the page knowing it. What names another origin was refused already.
     */
    static void checkOwnPage(RoutingContext ctx) {
        if (changes(ctx.request().method())
                && ctx.request().getHeader(HttpHeaders.ORIGIN) == null
                && !SAME_ORIGIN.equals(ctx.request().getHeader(FETCH_SITE))) {
            throw new Problem(
                    403,
                    "Forbidden",
                    "a write with a browser's session must come from the console's own pages, and this one does not say so",
                    "without a browser, send the token as Authorization: Bearer …");
        }
    }
}
