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
 * How often the public form may be sent: by one address, and by all together, so that nobody fills the service with reports. What is taken
 * counts; what is refused as it is wrong gives its place back, since a customer who corrects a slip, or many behind one address, have sent
 * nothing yet. Refused ones are counted by themselves, and {@value #REFUSED_MORE} times as many may be.
 *
 * <p>Remembers the last {@value #MOST_ADDRESSES} addresses only; of an IPv6 address the network (/64), since one customer has all of it.
 * Thread-safe, and quick enough for an event loop.
 */
final class FormLimits {
    private static final int MOST_ADDRESSES = 10_000;
    /** So many may come at once before the pace counts. */
    private static final int AT_ONCE = 5;
    /** So many reports may be refused for one that is taken. */
    private static final int REFUSED_MORE = 20;

    private final FormSettings settings;
    private final LongSupplier nanoTime;
    private final Places all;
    private final Map<String, Places> addresses = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Places> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    FormLimits(FormSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.all = new Places(
                settings.allPerMinute(), TimeUnit.MINUTES.toNanos(1), Integer.MAX_VALUE, nanoTime.getAsLong());
    }

    /** What may still be taken of somebody, and what may still be refused. */
    private static final class Places {
        private final Bucket taken;
        private final Bucket refused;

        Places(int perSpan, long span, int atOnce, long now) {
            this.taken = new Bucket(perSpan, span, atOnce, now);
            this.refused = new Bucket(many(perSpan), span, many(atOnce), now);
        }

        private static int many(int number) {
            return (int) Math.min(Integer.MAX_VALUE, (long) REFUSED_MORE * number);
        }

        void fill(long now) {
            taken.fill(now);
            refused.fill(now);
        }

        boolean has() {
            return taken.has() && refused.has();
        }

        long secondsUntilNext() {
            return Math.max(taken.secondsUntilNext(), refused.secondsUntilNext());
        }
    }

    /** Tokens that come back at a steady pace, up to what may be used at once. */
    private static final class Bucket {
        private final double most;
        private final double perNano;
        private double tokens;
        private long at;

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

        void giveBack() {
            tokens = Math.min(most, tokens + 1);
        }

        long secondsUntilNext() {
            return has() ? 0 : Math.max(1, (long) Math.ceil((1 - tokens) / perNano / TimeUnit.SECONDS.toNanos(1)));
        }
    }

    /** Lets a request pass, or refuses it with 429 and when to come again. */
    void check(RoutingContext ctx) {
        String address = address(ctx.request());
        long wait = wait(address);
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
        ctx.addEndHandler(sent -> {
            if (ctx.response().getStatusCode() >= 400) {
                refused(address);
            }
        });
        ctx.next();
    }

    /** What an address sent was not taken: its place is free again, and it counts among the refused. */
    synchronized void refused(String address) {
        Places own = places(address, nanoTime.getAsLong());
        for (Places each : List.of(own, all)) {
            each.taken.giveBack();
            each.refused.take();
        }
    }

    private Places places(String address, long now) {
        return addresses.computeIfAbsent(
                address, key -> new Places(settings.addressPerHour(), TimeUnit.HOURS.toNanos(1), AT_ONCE, now));
    }

    /** Takes a place for an address; seconds to wait if there is none. */
    synchronized long wait(String address) {
        long now = nanoTime.getAsLong();
        Places own = places(address, now);
        own.fill(now);
        all.fill(now);
        if (!own.has()) {
            return own.secondsUntilNext();
        }
        if (!all.has()) {
            return all.secondsUntilNext();
        }
        own.taken.take();
        all.taken.take();
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
