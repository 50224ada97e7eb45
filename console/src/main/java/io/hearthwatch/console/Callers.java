package io.hearthwatch.console;

import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Caller;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who asks: the person whose token, or whose browser's session, came with the request, and whether what the path names is theirs to see. While nobody is registered,
 * everybody may do everything. A token counts before a session. Reads the database, so never on an event loop.
 */
final class Callers {
    private static final String BEARER = "Bearer ";
    private static final List<String> OPEN = List.of(
            "/health/", "/metrics", "/api/v1/openapi.yaml", "/api/v1/customer/", "/api/v1/public/", "/api/v1/session");

    private final ServiceDesk desk;
    private final Access access;

    Callers(ServiceDesk desk) {
        this.desk = desk;
        this.access = new Access(desk.organisation().records());
    }

    /** Whether nobody is asked who they are there: it shows nothing of anybody, or has tokens of its own. */
    static boolean isOpen(String path) {
        return OPEN.stream().anyMatch(path::startsWith);
    }

    /**
     * The caller.
     *
     * @param path as it was bound, such as {@code /api/v1/tickets/{id}}
     * @throws Problem 401 without a good token or session, 403 for a write by session that no page of ours asked for, and what
     *     {@link Access#check} refuses
     */
    Caller identify(RoutingContext ctx, String path, Map<String, String> parameters) {
        if (isOpen(path)) {
            return Caller.ANYBODY;
        }
        String header = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
        String session = header == null ? SessionCookie.read(ctx.request()) : null;
        Optional<Caller> caller = session == null
                ? desk.organisation().people().identify(token(header))
                : desk.organisation().sessions().identify(session);
        if (caller.isEmpty()) {
            throw unknown(header, session);
        }
        if (session != null && caller.get().person() != null) {
            Guard.checkOwnPage(ctx);
        }
        access.check(caller.get(), ctx.request().method().name(), path, parameters);
        return caller.get();
    }

    private static Problem unknown(String header, String session) {
        if (session != null) {
            return new Problem(
                    401,
                    "Unauthorized",
                    "you are signed in no longer: you signed out, it was too long ago, or your token expired or was revoked",
                    "sign in again");
        }
        return new Problem(
                401,
                "Unauthorized",
                header == null
                        ? "people are registered here, and the request does not say who asks"
                        : "the token is not known, has expired, or was revoked",
                "send Authorization: Bearer …, or sign in at / with a browser; make a token with: hearthwatch person token ID");
    }

    private static String token(String header) {
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }
}
