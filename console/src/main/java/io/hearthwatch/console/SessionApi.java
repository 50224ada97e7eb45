package io.hearthwatch.console;

import io.hearthwatch.servicedesk.organisation.Organisation;
import io.hearthwatch.servicedesk.organisation.Sessions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** Signing in and out with a browser. A token is shown once and kept nowhere in it; a cookie that no script can read stands for it. */
final class SessionApi {
    private final Organisation organisation;
    private final Me me;

    SessionApi(Organisation organisation, Me me) {
        this.organisation = organisation;
        this.me = me;
    }

    void bind(Routes routes) {
        routes.cookie(HttpMethod.POST, "/api/v1/session", this::open);
        routes.cookie(HttpMethod.DELETE, "/api/v1/session", this::end);
    }

    private Routes.WithCookie open(HttpServerRequest request, Call call) {
        call.allow();
        String token = new Body(call, "token").required("token").strip();
        if (!organisation.people().any()) {
            throw new Problem(
                    409,
                    "Not possible",
                    "nobody is registered here, so nobody needs to sign in",
                    "go on without; to register people: hearthwatch person add ID");
        }
        Sessions.Opened opened = organisation
                .sessions()
                .open(token)
                .orElseThrow(() -> new Problem(
                        401,
                        "Unauthorized",
                        "this token is not known, has expired, or was revoked",
                        "paste it whole, from hwp_ to its end; a new one is made with: hearthwatch person token ID"));
        organisation.sessions().end(SessionCookie.read(request));
        return new Routes.WithCookie(me.of(opened.caller()), SessionCookie.of(request, opened.secret()));
    }

    private Routes.WithCookie end(HttpServerRequest request, Call call) {
        call.allow();
        organisation.sessions().end(SessionCookie.read(request));
        return new Routes.WithCookie(Json.object().put("signed_out", true), SessionCookie.none(request));
    }
}
