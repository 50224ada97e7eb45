package io.hearthwatch.console;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The pages' files, read from the class path once and kept in memory: a few hundred kilobytes. Only what is listed here is served, so
 * there is no path to climb out of.
 */
final class StaticFiles {
    static final List<String> NAMES = List.of(
            "index.html",
            "customer.html",
            "report.html",
            "app.css",
            "customer.css",
            "favicon.svg",
            "js/appliance.js",
            "js/appliances.js",
            "js/author.js",
            "js/chart.js",
            "js/customer.js",
            "js/customer-contact.js",
            "js/customer-deeds.js",
            "js/format.js",
            "js/lib.js",
            "js/main.js",
            "js/model-actions.js",
            "js/model-figures.js",
            "js/model-jobs.js",
            "js/model-watch.js",
            "js/model.js",
            "js/models.js",
            "js/report.js",
            "js/parts-of-pages.js",
            "js/parts.js",
            "js/policy.js",
            "js/policy-trial.js",
            "js/scores.js",
            "js/session.js",
            "js/store.js",
            "js/ticket.js",
            "js/tickets.js",
            "js/words.js",
            "vendor/LICENSE-htm.txt",
            "vendor/LICENSE-preact.txt",
            "vendor/LICENSE-uplot.txt",
            "vendor/NOTICE",
            "vendor/hooks.mjs",
            "vendor/htm.mjs",
            "vendor/preact.mjs",
            "vendor/uPlot.iife.min.js",
            "vendor/uPlot.min.css");

    private final Map<String, File> files =
            NAMES.stream()
                    .collect(Collectors.toUnmodifiableMap(name -> "/" + name, Function.identity()))
                    .entrySet()
                    .stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> File.load(entry.getValue())));

    private record File(Buffer content, String type, String tag) {
        static File load(String name) {
            try (InputStream in = StaticFiles.class.getResourceAsStream("/web/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("the page's file web/" + name + " is not on the class path");
                }
                byte[] bytes = in.readAllBytes();
                byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
                return new File(
                        Buffer.buffer(bytes), type(name), '"' + HexFormat.of().formatHex(sum, 0, 12) + '"');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String type(String name) {
            return switch (name.substring(name.lastIndexOf('.') + 1)) {
                case "html" -> "text/html; charset=utf-8";
                case "css" -> "text/css; charset=utf-8";
                case "js", "mjs" -> "text/javascript; charset=utf-8";
                case "svg" -> "image/svg+xml";
                default -> "text/plain; charset=utf-8";
            };
        }
    }

    boolean has(String path) {
        return files.containsKey(path);
    }

    /** Answers with the public form, in the language that the browser asks for; its words are the page's own. */
    void sendReport(RoutingContext ctx) {
        File file = files.get("/report.html");
        boolean zh = Routes.language(ctx).equals("zh");
        File said = zh
                ? new File(
                        Buffer.buffer(file.content().toString().replace("<html lang=\"en\">", "<html lang=\"zh-CN\">")),
                        file.type(),
                        file.tag())
                : file;
        ctx.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.VARY, "accept-language, accept-encoding")
                .putHeader(HttpHeaders.CONTENT_TYPE, file.type());
        sendContent(ctx, said);
    }

    /** Answers with a page whose address is nobody else's to know: no browser keeps it, no search engine lists it. */
    void sendPrivate(RoutingContext ctx, String path) {
        File file = files.get(path);
        ctx.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("x-robots-tag", "noindex, nofollow")
                .putHeader(HttpHeaders.CONTENT_TYPE, file.type());
        sendContent(ctx, file);
    }

    /** Answers with a file, or with 304 where the browser has it already. Names don't carry versions, so browsers ask each time. */
    void send(RoutingContext ctx, String path) {
        File file = files.get(path);
        ctx.response()
                .putHeader(HttpHeaders.ETAG, file.tag())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.VARY, "accept-encoding");
        String known = ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        // A compressing proxy may have made the tag a weak one.
        if (known != null && known.contains(file.tag())) {
            ctx.response().setStatusCode(304).end();
            return;
        }
        ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, file.type());
        sendContent(ctx, file);
    }

    private static void sendContent(RoutingContext ctx, File file) {
        if (HttpMethod.HEAD.equals(ctx.request().method())) {
            ctx.response()
                    .putHeader(
                            HttpHeaders.CONTENT_LENGTH,
                            Integer.toString(file.content().length()))
                    .end();
        } else {
            ctx.response().end(file.content());
        }
    }
}
