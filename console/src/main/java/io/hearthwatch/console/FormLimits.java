package io.hearthwatch.console;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often the public form may be sent: by one address, and by all together, so that nobody fills the service with reports. Remembers the
 * last {@value #MOST_ADDRESSES} addresses only; of an IPv6 address the network (/64), since one customer has all of it. Thread-safe, and
 * quick enough for an event loop.
 */
final class FormLimits {
    private static final int MOST_ADDRESSES = 10_000;
    /** So many may come at once before the pace counts. */
    private static final int AT_ONCE = 5;

    private final FormSettings settings;
    private final LongSupplier nanoTime;
    private final Bucket all;
    private final Map<String, Bucket> addresses = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    FormLimits(FormSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.all = new Bucket(settings.allPerMinute(), TimeUnit.MINUTES.toNanos(1), nanoTime.getAsLong());
    }

    /** Tokens that come back at a steady pace, up to what may be used at once. */
    private static final class Bucket {
        private final double most;
        private final double perNano;
        private double tokens;
        private long at;

        Bucket(int perSpan, long span, long now) {
            this.most = Math.max(1, perSpan);
            this.perNano = perSpan / (double) span;
            this.tokens = most;
            this.at = now;
        }

        Bucket(int perSpan, long span, int atOnce, long now) {
            this.most = Math.min(Math.max(1, perSpan), atOnce);
            this.perNano = perSpan / (double) span;
            this.tokens = most;
            this.at = now;
        }

        void fill(long now) {
            tokens = Math.min(most, tokens + (now - at) * perNano);
            at = now;
        }

        boolean has() {
            // A sum of many small shares falls short of a whole by a rounding error.
            return tokens >= 1 - 1e-6;
        }

        void take() {
            tokens -= 1;
        }

        long secondsUntilNext() {
            return Math.max(1, (long) Math.ceil((1 - tokens) / perNano / TimeUnit.SECONDS.toNanos(1)));
        }
    }

    /** Lets a request pass, or refuses it with 429 and when to come again. */
    void check(RoutingContext ctx) {
        long wait = wait(address(ctx.request()));
        if (wait > 0) {
            ctx.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
            throw new Problem(
                            429,
                            "Too many reports",
                            "more was sent from here than this form takes",
                            "try again in " + ((wait + 59) / 60) + " min, or call the service centre")
                    .with(
                            "words",
                            ReportForm.words(
                                    "This was sent too often. Please try again later, or call us.",
                                    "提交过于频繁，请稍后再试，或致电我们。"));
        }
        ctx.next();
    }

    /** Takes a place for an address; seconds to wait if there is none. */
    synchronized long wait(String address) {
        long now = nanoTime.getAsLong();
        Bucket own = addresses.computeIfAbsent(
                address, key -> new Bucket(settings.addressPerHour(), TimeUnit.HOURS.toNanos(1), AT_ONCE, now));
        own.fill(now);
        all.fill(now);
        if (!own.has()) {
            return own.secondsUntilNext();
        }
        if (!all.has()) {
            return all.secondsUntilNext();
        }
        own.take();
        all.take();
        return 0;
    }

    /** How many addresses are remembered. */
    synchronized int remembered() {
        return addresses.size();
    }

    private String address(HttpServerRequest request) {
        String socket =
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
        return network(forwarded(request.headers().getAll("X-Forwarded-For"), settings.proxies(), socket));
    }

    /**
     * Who asked the outermost of our own proxies: each appends whom it was asked by, and what stands before that anybody may have written.
     *
     * @param proxies how many there are; 0 for none, whose header is then not believed
     */
    static String forwarded(List<String> headers, int proxies, String socket) {
        List<String> hops = headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .toList();
        return proxies == 0 || hops.size() < proxies ? socket : hops.get(hops.size() - proxies);
    }

    /** An address as it counts: of IPv6 the first half. */
    static String network(String address) {
        if (address == null || !address.matches("[0-9A-Fa-f:.]{2,45}")) {
            return "unknown";
        }
        if (!address.contains(":")) {
            return address;
        }
        try {
            // With a colon in it, it is never looked up as a name.
            InetAddress parsed = InetAddress.getByName(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, 8)
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
