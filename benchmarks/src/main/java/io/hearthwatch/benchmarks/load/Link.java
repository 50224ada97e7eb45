package io.hearthwatch.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/** One connection of the loader. Owned by the loader's thread. */
final class Link implements AutoCloseable {
    private static final int LONGEST_REST = 512;

    private final SocketChannel channel;
    private final Publisher publisher;
    private final byte[] topic;
    private final long connectedAt;
    private SelectionKey key;
    private int[] freeIds = new int[0];
    private int free;
    private long[] sentAt = new long[0];
    private ByteBuffer unsent; // what the socket did not take yet
    private byte[] rest = new byte[0]; // the beginning of a packet whose end has not come
    private final ArrayDeque<Long> due = new ArrayDeque<>();

    Link(SocketChannel channel, Publisher publisher) {
        this.channel = channel;
        this.publisher = publisher;
        this.topic = Mqtt.utf8(publisher.topic());
        this.connectedAt = System.nanoTime();
    }

    /** Told what comes. */
    interface Events {
        /** CONNACK, with the connect's duration. */
        void connected(long nanos);

        /** PUBACK, with when the message was sent, or was to be sent. */
        void acknowledged(long sentAt);
    }

    void key(SelectionKey newKey) {
        key = newKey;
    }

    /** Notes that a message is to be sent, as of an instant. */
    void due(long nanos) {
        due.add(nanos);
    }

    boolean hasDue() {
        return !due.isEmpty();
    }

    /** Sends as many as the window and the socket allow, and no more than so many; how many. */
    int send(Messages messages, ByteBuffer scratch, long most, boolean paced) throws IOException {
        int sent = 0;
        int room = messages.room(topic);
        while (unsent == null && free > 0 && sent < most && (!paced || !due.isEmpty())) {
            scratch.clear();
            while (free > 0 && sent < most && scratch.remaining() >= room && (!paced || !due.isEmpty())) {
                int packetId = freeIds[--free];
                sentAt[packetId] = paced ? due.poll() : System.nanoTime();
                messages.publish(scratch, publisher, topic, packetId);
                sent++;
            }
            write(scratch.flip());
        }
        return sent;
    }

    private void write(ByteBuffer what) throws IOException {
        channel.write(what);
        if (what.hasRemaining()) {
            unsent = ByteBuffer.allocate(what.remaining()).put(what).flip();
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** The socket takes more. */
    void writable() throws IOException {
        if (unsent != null) {
            channel.write(unsent);
            if (unsent.hasRemaining()) {
                return;
            }
            unsent = null;
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    /** Something has come. */
    void readable(ByteBuffer scratch, int mostInFlight, Events events) throws IOException {
        scratch.clear().put(rest);
        rest = new byte[0];
        if (channel.read(scratch) < 0) {
            throw new IOException("the connection of " + publisher.id() + " was closed");
        }
        scratch.flip();
        while (scratch.remaining() >= 2) {
            int start = scratch.position();
            int type = (scratch.get() & 0xF0) >> 4;
            int length = Mqtt.length(scratch);
            if (length < 0 || scratch.remaining() < length) {
                scratch.position(start);
                break;
            }
            int end = scratch.position() + length;
            packet(type, length, scratch, mostInFlight, events);
            scratch.position(end);
        }
        if (scratch.remaining() > LONGEST_REST) {
            throw new IOException("a packet that is too long for what we asked for");
        }
        rest = new byte[scratch.remaining()];
        scratch.get(rest);
    }

    private void packet(int type, int length, ByteBuffer in, int mostInFlight, Events events) throws IOException {
        switch (type) {
            case Mqtt.CONNACK -> {
                in.get();
                refuse("CONNECT", in.get());
                open(Math.min(mostInFlight, Mqtt.receiveMaximum(in)));
                events.connected(System.nanoTime() - connectedAt);
            }
            case Mqtt.PUBACK -> {
                int packetId = in.getShort() & 0xFFFF;
                refuse("PUBLISH", length > 2 ? in.get() : 0);
                freeIds[free++] = packetId;
                events.acknowledged(sentAt[packetId]);
            }
            case Mqtt.DISCONNECT -> refuse("the connection", length > 0 ? in.get() : 0x80);
            default -> throw new IOException("unexpected packet of type " + type);
        }
    }

    private void refuse(String what, int code) throws IOException {
        // 0x10: no matching subscribers
        if (code != 0 && code != 0x10) {
            throw new IOException(
                    what + " of " + publisher.id() + " was refused: 0x" + Integer.toHexString(code & 0xFF));
        }
    }

    private void open(int window) {
        freeIds = new int[window];
        sentAt = new long[window + 1];
        for (int i = 0; i < window; i++) {
            freeIds[i] = window - i;
        }
        free = window;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
