package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds paths to handlers: runs a handler on a worker, sends what it returns as JSON and what it throws as a problem. Knows every
 * route that was bound, so that a test can hold the OpenAPI document against them. Used on one event loop.
 */
final class Routes {
    private static final Logger log = LoggerFactory.getLogger(Routes.class);
    private static final int MOST_WAITING = 500;
    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:;"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** A method and a path as OpenAPI writes it, such as {@code /api/v1/tickets/{id}}. */
    record Bound(HttpMethod method, String path) {}

    private final Router router;
    private final WorkerExecutor workers;
    private final Callers callers;
    private final OnceWrites once;
    private final ListFilters filters;
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<Bound> bound = new ArrayList<>();

    Routes(Router router, WorkerExecutor workers, Callers callers, OnceWrites once, ListFilters filters) {
        this.router = router;
        this.workers = workers;
        this.callers = callers;
        this.once = once;
        this.filters = filters;
    }

    List<Bound> bound() {
        return List.copyOf(bound);
    }

    void get(String path, Function<Call, JsonNode> handler) {
        bind(HttpMethod.GET, path, handler, workers);
    }

    /** With workers of its own, so that it answers while the others wait. */
    void get(String path, Function<Call, JsonNode> handler, WorkerExecutor own) {
        bind(HttpMethod.GET, path, handler, own);
    }

    /** A text that is not JSON. */
    void text(String path, String mediaType, Supplier<String> text, WorkerExecutor own) {
        direct(
                path,
                ctx -> work(own, text)
                        .onSuccess(body -> ctx.response()
                                .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
                                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                                .end(body))
                        .onFailure(ctx::fail));
    }

    /**
     * A page made for one request. Its styles and scripts are its own, and it may load nothing.
     *
     * @param handler is told, beside the call, the one of English and Chinese that the browser's user would rather read: en or zh
     */
    void page(String path, BiFunction<Call, String, String> handler) {
        bound.add(new Bound(HttpMethod.GET, path));
        router.get(vertxPath(path))
                .handler(ctx -> work(workers, () -> handler.apply(call(ctx, path), language(ctx)))
                        .onSuccess(html -> ctx.response()
                                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                                .putHeader(HttpHeaders.VARY, "accept-language")
                                .putHeader("content-security-policy", PAGE_POLICY)
                                .end(html))
                        .onFailure(ctx::fail));
    }

    /** The one of English and Chinese that the browser's user would rather read: en or zh. */
    static String language(RoutingContext ctx) {
        return ctx.acceptableLanguages().stream()
                .map(language -> language.tag().toLowerCase(Locale.ROOT))
                .filter(tag -> tag.equals("en") || tag.equals("zh"))
                .findFirst()
                .orElse("en");
    }

    void post(String path, Function<Call, JsonNode> handler) {
        bind(HttpMethod.POST, path, handler, workers);
    }

    /** With workers of its own, because it may take long. */
    void post(String path, Function<Call, JsonNode> handler, WorkerExecutor own) {
        bind(HttpMethod.POST, path, handler, own);
    }

    /**
     * A file to be saved.
     *
     * @param parts by number from 0; nothing after the last
     */
    record Download(String name, String mediaType, long bytes, IntFunction<Optional<byte[]>> parts) {}

    /** A file that is sent part by part, of which one is held at a time. */
    void download(String path, Function<Call, Download> handler) {
        bound.add(new Bound(HttpMethod.GET, path));
        router.get(vertxPath(path))
                .handler(ctx -> work(workers, () -> handler.apply(call(ctx, path)))
                        .onSuccess(file -> {
                            ctx.response()
                                    .putHeader(HttpHeaders.CONTENT_TYPE, file.mediaType())
                                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                                    .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(file.bytes()))
                                    .putHeader(
                                            "content-disposition",
                                            "attachment; filename=\""
                                                    + file.name().replaceAll("[^A-Za-z0-9._-]", "_") + "\"");
                            send(ctx, file, 0);
                        })
                        .onFailure(ctx::fail));
    }

    /** The next part when this one is on its way, so that a slow reader holds up nobody and no memory. */
    private void send(RoutingContext ctx, Download file, int part) {
        work(workers, () -> file.parts().apply(part))
                .compose(bytes -> bytes.isEmpty()
                        ? ctx.response().end()
                        : ctx.response().write(Buffer.buffer(bytes.get())).onSuccess(sent -> send(ctx, file, part + 1)))
                .onFailure(failure -> {
                    // The head has gone out: only an end before the announced length says that something is missing.
                    log.debug("a download broke off: {}", failure.getMessage());
                    ctx.request().connection().close();
                });
    }

    /** Something that will be done later, and where to look for it. */
    record Accepted(String location, JsonNode body) {}

    /** Answers 202. */
    void accept(String path, Function<Call, Accepted> handler) {
        bound.add(new Bound(HttpMethod.POST, path));
        router.post(vertxPath(path))
                .handler(ctx -> work(workers, () -> handler.apply(call(ctx, path)))
                        .onSuccess(accepted -> {
                            ctx.response().putHeader(HttpHeaders.LOCATION, accepted.location());
                            reply(ctx, 202, Json.bytes(accepted.body()));
                        })
                        .onFailure(ctx::fail));
    }

    /**
     * An answer about something that has a version.
     *
     * @param etag the version, without quotes, or null
     * @param location where what was made is to be read, or null
     */
    record Versioned(int status, String etag, String location, JsonNode body) {}

    /** Answers with the status and the ETag that the handler says. */
    void versioned(HttpMethod method, String path, Function<Call, Versioned> handler) {
        bindVersioned(method, path, handler);
    }

    /** The same for a write that is done once under an Idempotency-Key: asked for again, it is answered alike. */
    void keptVersioned(HttpMethod method, String path, Function<Call, Versioned> handler) {
        bindVersioned(method, path, call -> once.versioned(method, path, call, () -> handler.apply(call)));
    }

    private void bindVersioned(HttpMethod method, String path, Function<Call, Versioned> handler) {
        bound.add(new Bound(method, path));
        router.route(method, vertxPath(path))
                .handler(ctx -> work(workers, () -> handler.apply(call(ctx, path)))
                        .onSuccess(answer -> {
                            if (answer.etag() != null) {
                                ctx.response().putHeader(HttpHeaders.ETAG, "\"" + answer.etag() + "\"");
                            }
                            if (answer.location() != null) {
                                ctx.response().putHeader(HttpHeaders.LOCATION, answer.location());
                            }
                            reply(ctx, answer.status(), Json.bytes(answer.body()));
                        })
                        .onFailure(ctx::fail));
    }

    /** An answer that leaves a cookie in the browser. */
    record WithCookie(JsonNode body, Cookie cookie) {}

    /** Answers 200, with a cookie. */
    void cookie(HttpMethod method, String path, BiFunction<HttpServerRequest, Call, WithCookie> handler) {
        bound.add(new Bound(method, path));
        router.route(method, vertxPath(path))
                .handler(ctx -> work(workers, () -> handler.apply(ctx.request(), call(ctx, path)))
                        .onSuccess(answer -> {
                            ctx.response().addCookie(answer.cookie());
                            reply(ctx, 200, Json.bytes(answer.body()));
                        })
                        .onFailure(ctx::fail));
    }

    private static void reply(RoutingContext ctx, int status, Buffer json) {
        ctx.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(json);
    }

    void patch(String path, Function<Call, JsonNode> handler) {
        bind(HttpMethod.PATCH, path, handler, workers);
    }

    void delete(String path, Function<Call, JsonNode> handler) {
        bind(HttpMethod.DELETE, path, handler, workers);
    }

    void put(String path, Function<Call, JsonNode> handler) {
        bind(HttpMethod.PUT, path, handler, workers);
    }

    /** With workers of its own, because it may take long. */
    void put(String path, Function<Call, JsonNode> handler, WorkerExecutor own) {
        bind(HttpMethod.PUT, path, handler, own);
    }

    /** A handler that answers by itself, on the event loop. */
    void direct(String path, Consumer<RoutingContext> handler) {
        bound.add(new Bound(HttpMethod.GET, path));
        router.get(vertxPath(path)).handler(ctx -> {
            if (Callers.isOpen(path)) {
                handler.accept(ctx);
            } else {
                work(workers, () -> callers.identify(ctx, path, ctx.pathParams()))
                        .onSuccess(known -> handler.accept(ctx))
                        .onFailure(ctx::fail);
            }
        });
    }

    /** What one path answers in either of two ways: directly, as {@link #direct}, or by a handler on a worker. */
    void either(
            String path,
            Predicate<RoutingContext> isDirect,
            Consumer<RoutingContext> direct,
            Function<Call, JsonNode> handler) {
        direct(path, ctx -> {
            if (isDirect.test(ctx)) {
                direct.accept(ctx);
            } else {
                answer(ctx, workers, () -> Json.bytes(handler.apply(call(ctx, path))));
            }
        });
    }

    private void bind(HttpMethod method, String path, Function<Call, JsonNode> handler, WorkerExecutor executor) {
        bound.add(new Bound(method, path));
        router.route(method, vertxPath(path))
                .handler(ctx -> answer(
                        ctx,
                        executor,
                        () -> executor == workers
                                ? once(ctx, method, path, handler)
                                : Json.bytes(handler.apply(call(ctx, path)))));
    }

    private static String vertxPath(String path) {
        return path.replaceAll("\\{(\\w+)}", ":$1");
    }

    private Buffer once(RoutingContext ctx, HttpMethod method, String path, Function<Call, JsonNode> handler) {
        Call call = call(ctx, path);
        return once.answer(method, path, call, () -> handler.apply(call));
    }

    private void answer(RoutingContext ctx, WorkerExecutor executor, Supplier<Buffer> answer) {
        work(executor, answer)
                .onSuccess(bytes -> {
                    if (!ctx.response().ended()) {
                        reply(ctx, ctx.response().getStatusCode(), bytes);
                    }
                })
                .onFailure(ctx::fail);
    }

    /** On a worker: who asks is read from the database. */
    private Call call(RoutingContext ctx, String path) {
        byte[] body =
                ctx.body().buffer() == null ? new byte[0] : ctx.body().buffer().getBytes();
        Map<String, String> parameters = Map.copyOf(ctx.pathParams());
        Call call = new Call(
                parameters,
                ctx.queryParams(),
                body,
                callers.identify(ctx, path, parameters),
                ctx.request().headers(),
                filters);
        if (!ctx.request().method().equals(HttpMethod.GET)) {
            // What a write is about stands in its body; those that read say themselves what they know.
            call.allow();
        }
        return call;
    }

    /** Runs blocking work; refuses when too much waits already, so that memory stays bounded. */
    <T> Future<T> work(WorkerExecutor executor, Supplier<T> work) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return Future.failedFuture(new Problem(
                    503,
                    "Too busy",
                    "more than " + MOST_WAITING + " requests are waiting",
                    "try again in a few seconds"));
        }
        return executor.executeBlocking(work::get, false).onComplete(done -> waiting.decrementAndGet());
    }
}
