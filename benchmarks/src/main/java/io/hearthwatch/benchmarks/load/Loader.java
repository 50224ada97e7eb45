package io.hearthwatch.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Publishers that cost little: one thread, packets made beforehand, and nothing kept of a message but when it was sent. A client library
 * would be what is measured. Owned by one thread.
 */
final class Loader implements AutoCloseable {
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int LINKS_AN_ADDRESS = 10_000;
    private static final int CONNECTING_AT_ONCE = 400;
    private static final int MANY = 100;
    private static final long GATHERING_NANOS = 200_000;

    private final Selector selector;
    private final List<Link> links = new ArrayList<>();
    private final int mostInFlight;
    private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 18);
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);

    private Times times = new Times();
    private long connected;
    private long acknowledged;
    private long recordFrom;
    private int atOnce = 1;
    private long lastProgress;

    /**
     * @param mostInFlight messages a connection may have on their way, if the server allows as many
     */
    Loader(int mostInFlight) throws IOException {
        this.selector = Selector.open();
        this.mostInFlight = mostInFlight;
    }

    /**
     * What a round gave.
     *
     * @param messages messages acknowledged
     * @param seconds from the first one's sending to the last one's acknowledgement
     * @param times from sending to acknowledgement
     */
    record Round(long messages, double seconds, Times times) {
        double perSecond() {
            return messages / seconds;
        }
    }

    private final class Counting implements Link.Events {
        @Override
        public void connected(long nanos) {
            connected++;
            times.add(nanos);
        }

        @Override
        public void acknowledged(long sentAt) {
            acknowledged++;
            if (sentAt >= recordFrom) {
                times.add(System.nanoTime() - sentAt);
            }
        }
    }

    private final Counting counting = new Counting();

    /**
     * Opens a connection for each publisher.
     *
     * @param perSecond how many at most
     * @param named whether they sign in
     * @return the time from CONNECT to CONNACK
     */
    Round connect(int port, List<Publisher> publishers, int perSecond, boolean named) throws IOException {
        begin(0);
        long goal = connected + publishers.size();
        long started = System.nanoTime();
        long opened = 0;
        while (connected < goal) {
            long allowed = Math.min(
                    1 + (System.nanoTime() - started) * perSecond / TimeUnit.SECONDS.toNanos(1),
                    connected - (goal - publishers.size()) + CONNECTING_AT_ONCE);
            while (opened < publishers.size() && opened < allowed) {
                open(port, publishers.get((int) opened++), named);
            }
            turn(1, link -> {});
        }
        return new Round(publishers.size(), (System.nanoTime() - started) / 1e9, times);
    }

    private void open(int port, Publisher publisher, boolean named) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // Each address of ours has some 28,000 ports only.
        channel.bind(new InetSocketAddress(loopback(1 + links.size() / LINKS_AN_ADDRESS), 0));
        channel.connect(new InetSocketAddress(loopback(1), port));
        Link link = new Link(channel, publisher);
        channel.write(
                Mqtt.connect(publisher.id(), named ? publisher.id() : null, named ? publisher.secret() : null, 0));
        channel.configureBlocking(false);
        link.key(channel.register(selector, SelectionKey.OP_READ, link));
        links.add(link);
    }

    private static InetAddress loopback(int host) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host});
    }

    /** Sends so many messages as fast as acknowledgements allow; ends earlier after so many seconds; waits for all acknowledgements. */
    Round full(Messages messages, long count, double seconds) throws IOException {
        return run(messages, count, seconds, 0, 0, () -> Long.MAX_VALUE);
    }

    /**
     * The same, but never with more sent than a limit that rises from elsewhere.
     *
     * @param allowed how many of this round's messages may have been sent by now
     */
    Round held(Messages messages, long count, double seconds, LongSupplier allowed) throws IOException {
        return run(messages, count, seconds, 0, 0, allowed);
    }

    /**
     * Sends at a steady rate, whatever comes back. A message's time counts from when it was to be sent, even if its window was full then.
     *
     * @param burst how many messages a publisher has to send at once, and then none for so much longer
     * @param warmUp seconds at the beginning that are not counted in the times
     */
    Round paced(Messages messages, double perSecond, double seconds, int burst, double warmUp) throws IOException {
        atOnce = burst;
        return run(
                messages,
                (long) (perSecond * seconds) / burst * burst,
                seconds * 2 + 5,
                perSecond,
                warmUp,
                () -> Long.MAX_VALUE);
    }

    private Round run(
            Messages messages, long count, double seconds, double perSecond, double warmUp, LongSupplier allowed)
            throws IOException {
        begin(warmUp);
        boolean paced = perSecond > 0;
        long atStart = acknowledged;
        long started = System.nanoTime();
        long end = started + (long) (seconds * 1e9);
        Sending sending = new Sending(messages, count, paced, allowed);
        if (!paced) {
            sending.onAll();
        }
        while (acknowledged - atStart < sending.sent || sending.goesOn()) {
            long now = System.nanoTime();
            if (now > end) {
                sending.over = true;
            }
            if (paced && !sending.over) {
                sending.schedule(Math.min(count, (long) ((now - started) * perSecond / 1e9)), started, perSecond);
            }
            long before = acknowledged;
            turn(paced || sending.held ? 1 : 100, sending);
            if (!paced && links.size() >= MANY && acknowledged - before < MANY) {
                // Mosquitto answers every message by itself: let some of them gather.
                LockSupport.parkNanos(GATHERING_NANOS);
            }
            if (sending.held) {
                sending.onAll();
            }
        }
        return new Round(acknowledged - atStart, (System.nanoTime() - started) / 1e9, times);
    }

    /** One round's messages on their way out. */
    private final class Sending implements Step {
        private final Messages messages;
        private final long count;
        private final boolean paced;
        private final LongSupplier allowed;
        private long sent;
        private long scheduled;
        private int next;
        private boolean held;
        private boolean over;

        Sending(Messages messages, long count, boolean paced, LongSupplier allowed) {
            this.messages = messages;
            this.count = count;
            this.paced = paced;
            this.allowed = allowed;
        }

        boolean goesOn() {
            return !over && sent < count;
        }

        @Override
        public void on(Link link) throws IOException {
            if (!over) {
                long limit = Math.min(count, allowed.getAsLong());
                sent += link.send(messages, out, limit - sent, paced);
                held = sent >= limit && limit < count;
            }
        }

        /** Goes round all links, from where it was held last time. */
        void onAll() throws IOException {
            held = allowed.getAsLong() <= sent;
            for (int i = 0; i < links.size() && !held; i++) {
                on(links.get(next));
                next = (next + 1) % links.size();
            }
        }

        /** Gives the links what is due by now. */
        void schedule(long due, long started, double perSecond) throws IOException {
            for (; scheduled < due; scheduled++) {
                long turn = scheduled / atOnce;
                Link link = links.get((int) (turn % links.size()));
                link.due(started + (long) (turn * atOnce * 1e9 / perSecond));
                if (scheduled % atOnce == atOnce - 1) {
                    on(link);
                }
            }
        }
    }

    private void begin(double warmUp) {
        times = new Times();
        lastProgress = System.nanoTime();
        recordFrom = lastProgress + (long) (warmUp * 1e9);
    }

    /** What is to be done with a link of which something was heard. */
    private interface Step {
        void on(Link link) throws IOException;
    }

    private void turn(long millis, Step then) throws IOException {
        long heard = acknowledged + connected;
        try {
            selector.select(key -> ready(key, then), millis);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        long now = System.nanoTime();
        if (acknowledged + connected > heard) {
            lastProgress = now;
        } else if (now - lastProgress > STALLED_NANOS) {
            throw new IOException("nothing was acknowledged for a minute");
        }
    }

    private void ready(SelectionKey key, Step then) {
        Link link = (Link) key.attachment();
        try {
            if (key.isReadable()) {
                link.readable(in, mostInFlight, counting);
            }
            if (key.isWritable()) {
                link.writable();
            }
            then.on(link);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return links.size();
    }

    @Override
    public void close() throws IOException {
        for (Link link : links) {
            link.close();
        }
        selector.close();
    }
}
