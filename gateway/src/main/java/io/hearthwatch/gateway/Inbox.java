package io.hearthwatch.gateway;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * What a connection has received and not handled yet, and why it does not read on. The decoder gives all packets of one read at once,
 * paused or not: those that come too early wait here. Used on the connection's event loop only.
 */
final class Inbox {
    /** Why nothing is read from the socket now. Several reasons may hold at once. */
    enum Pause {
        AUTHENTICATING(0x1),
        /** The connection has as many messages on their way as it may have. */
        WINDOW(0x2),
        /** All connections together have as many bytes on their way as they may have. */
        BUDGET(0x4),
        /** The sink has more waiting than it wants. */
        SINK(0x8),
        /** The appliance has sent more than its allowance. */
        RATE(0x10),
        /** The client does not read what we send. */
        WRITES(0x20),
        STOPPING(0x40);

        private final int bit;

        Pause(int bit) {
            this.bit = bit;
        }
    }

    private final NetSocketInternal socket;
    private final Predicate<MqttMessage> taker;
    private Deque<MqttMessage> waiting; // null while nothing waits
    private int pauses;
    private boolean closed;

    /**
     * @param taker handles a packet and releases it; false where it must wait, and then it has paused this
     */
    Inbox(NetSocketInternal socket, Predicate<MqttMessage> taker) {
        this.socket = socket;
        this.taker = taker;
    }

    void received(MqttMessage packet) {
        if (waiting != null || pauses != 0 || !taker.test(packet)) {
            if (waiting == null) {
                waiting = new ArrayDeque<>();
            }
            waiting.add(packet);
        }
    }

    /** False where it is paused for this reason already. */
    boolean pause(Pause reason) {
        if (pauses == 0) {
            socket.pause();
        }
        boolean more = (pauses & reason.bit) == 0;
        pauses |= reason.bit;
        return more;
    }

    /** Whether this was the last reason, so that it goes on. */
    boolean resume(Pause reason) {
        boolean last = pauses == reason.bit;
        pauses &= ~reason.bit;
        if (!last || closed) {
            return false;
        }
        while (pauses == 0 && waiting != null) {
            MqttMessage packet = waiting.poll();
            if (packet == null) {
                waiting = null;
            } else if (!taker.test(packet)) {
                waiting.addFirst(packet);
            }
        }
        if (pauses == 0 && !closed) {
            socket.resume();
        }
        return true;
    }

    /** Whether we do not listen, for a reason that is not the client's. */
    boolean isDeaf() {
        return (pauses & ~Pause.WRITES.bit) != 0;
    }

    /** Throws away what waits, and whatever comes. */
    void close() {
        closed = true;
        if (waiting != null) {
            waiting.forEach(ReferenceCountUtil::release);
            waiting = null;
        }
        socket.resume();
    }
}
