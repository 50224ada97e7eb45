package io.hearthwatch.console;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The cookie by which a browser is signed in. No script can read it, no page of another site sends it, and it ends with the browser; it says
 * nothing of whose it is.
 */
final class SessionCookie {
    private static final String NAME = "hearthwatch_session";
    private static final String PATH = "/api/v1";

    private SessionCookie() {}

    /** What the browser sent, or null. */
    static String read(HttpServerRequest request) {
        Cookie cookie = request.getCookie(name(request));
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    /** One that signs in. */
    static Cookie of(HttpServerRequest request, String secret) {
        return Cookie.cookie(name(request), secret)
                .setPath(PATH)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(isEncrypted(request));
    }

    /** One that signs out. */
    static Cookie none(HttpServerRequest request) {
        return of(request, "").setMaxAge(0);
    }

    /**
     * Where a browser signs in that was to show an address, and goes on to it then; nothing where a program asked. It also comes this way
     * by a link from elsewhere, with which no cookie is sent, and then goes on at once.
     */
    static Optional<String> detour(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return HttpMethod.GET.equals(request.method()) && accepted != null && accepted.contains("text/html")
                ? Optional.of("/?to=" + URLEncoder.encode(request.uri(), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** Browsers keep cookies by host, whatever the port; two servers on one machine must not sign each other out. */
    private static String name(HttpServerRequest request) {
        HostAndPort host = request.authority();
        return host == null || host.port() <= 0 ? NAME : NAME + "_" + host.port();
    }

    /** Whether the browser came by https, as it says itself: what ends the encryption may stand before this server. */
    private static boolean isEncrypted(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return request.isSSL()
                || (origin != null && origin.toLowerCase(Locale.ROOT).startsWith("https://"));
    }
}
