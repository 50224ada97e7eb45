package io.hearthwatch.console;

import io.hearthwatch.database.DatabaseException;
import io.hearthwatch.database.DatabaseUnavailableException;
import io.hearthwatch.fleet.FleetRejectedException;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.PromotionRefusedException;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.ticket.TicketRefusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered where a request failed: a problem that says what is wrong and what to try. */
final class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** Sends whatever went wrong as a problem; what is our own fault goes to the log and not to the caller. */
    static void answer(RoutingContext ctx) {
        if (ctx.response().ended() || ctx.response().headWritten()) {
            ctx.response().reset();
            return;
        }
        send(ctx, problem(ctx, ctx.failure(), ctx.statusCode()));
    }

    static void send(RoutingContext ctx, Problem problem) {
        if (problem.status() == 401) {
            Optional<String> detour = SessionCookie.detour(ctx.request());
            if (detour.isPresent()) {
                ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                ctx.redirect(detour.get());
                return;
            }
            ctx.response().putHeader("www-authenticate", "Bearer realm=\"hearthwatch\"");
        }
        if ((problem.status() == 503 || problem.status() == 429)
                && !ctx.response().headers().contains(HttpHeaders.RETRY_AFTER)) {
            ctx.response().putHeader(HttpHeaders.RETRY_AFTER, "5");
        }
        ctx.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(Json.bytes(problem.json()));
    }

    private static Problem problem(RoutingContext ctx, Throwable failure, int status) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof Refusal e) {
            return Problem.of(e);
        }
        if (failure instanceof TicketRefusal e) {
            return Problem.of(e);
        }
        if (failure instanceof FleetRejectedException e) {
            return new Problem(
                    422, "Items are wrong", String.join("; ", e.problems()), "correct them, or leave them out");
        }
        if (failure instanceof PredictionException e) {
            return new Problem(409, "Not possible", e.getMessage(), Remedy.overHttp(e.remedy()));
        }
        if (failure instanceof PromotionRefusedException e) {
            return new Problem(409, "Promotion refused", e.getMessage(), Remedy.overHttp(e.remedy()));
        }
        String detail = failure == null ? "" : String.valueOf(failure.getMessage());
        if (failure instanceof DatabaseUnavailableException) {
            // Who watches the database says so once; pages ask every second.
            log.debug("{} {}: {}", ctx.request().method(), logged(ctx.request().path()), detail);
            return new Problem(
                    503, "Database unavailable", "the database does not answer", "try again in a few seconds");
        }
        return switch (status) {
            case 400 ->
                Problem.badRequest(
                        "the request cannot be read" + (detail.isEmpty() ? "" : ": " + Call.shortened(detail)),
                        "look at docs/openapi.yaml");
            case 404 ->
                Problem.notFound(
                        "there is nothing at " + Call.shortened(ctx.request().path()), "look at /api/v1/openapi.yaml");
            case 413 ->
                new Problem(
                        413,
                        "Too large",
                        "the body is larger than is taken here, which is "
                                + (ctx.request().path().equals(ReportApi.PUBLIC)
                                        ? ReportApi.MOST_BYTES / 1024 + " KiB"
                                        : "1 MiB")
                                + " at most",
                        "send less, or several requests");
            default -> internal(ctx, failure, status);
        };
    }

    /** A path without what opens a customer's ticket to whoever reads the log. */
    static String logged(String path) {
        return path.replaceFirst("^(/api/v1/customer/|/c/)[^/]+", "$1…");
    }

    private static Problem internal(RoutingContext ctx, Throwable failure, int status) {
        if (status >= 400 && status < 500) {
            return new Problem(status, "Request refused", "the request was refused", "look at docs/openapi.yaml");
        }
        String kind =
                failure instanceof DatabaseException ? "the database refused a statement" : "a fault in the server";
        log.error("{} {}: {}", ctx.request().method(), logged(ctx.request().path()), kind, failure);
        return new Problem(500, "Internal error", kind + "; the server's log says more", "report it with the log");
    }
}
