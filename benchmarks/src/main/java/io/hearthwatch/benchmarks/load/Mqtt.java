package io.hearthwatch.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** As much of MQTT 5 as a publisher and a subscriber need that send packets made beforehand. */
final class Mqtt {
    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int SUBACK = 9;
    static final int DISCONNECT = 14;

    private static final int RECEIVE_MAXIMUM = 0x21;

    private Mqtt() {}

    /**
     * A CONNECT with a clean start and no keep-alive.
     *
     * @param user user name, or null for none
     * @param receiveMaximum publishes that we take at once, or 0 to say nothing
     */
    static ByteBuffer connect(String clientId, String user, String password, int receiveMaximum) {
        byte[] id = utf8(clientId);
        byte[] name = utf8(user);
        byte[] secret = utf8(password);
        int properties = receiveMaximum > 0 ? 3 : 0;
        boolean known = user != null;
        int length = 10 + 1 + properties + 2 + id.length + (known ? 4 + name.length + secret.length : 0);
        ByteBuffer out = ByteBuffer.allocate(length + 5);
        out.put((byte) 0x10);
        putLength(out, length);
        out.putShort((short) 4)
                .put(utf8("MQTT"))
                .put((byte) 5)
                .put((byte) (known ? 0xC2 : 0x02))
                .putShort((short) 0);
        out.put((byte) properties);
        if (receiveMaximum > 0) {
            out.put((byte) RECEIVE_MAXIMUM).putShort((short) receiveMaximum);
        }
        out.putShort((short) id.length).put(id);
        if (known) {
            out.putShort((short) name.length)
                    .put(name)
                    .putShort((short) secret.length)
                    .put(secret);
        }
        return out.flip();
    }

    /** A SUBSCRIBE to one filter with QoS 1 and packet id 1. */
    static ByteBuffer subscribe(String filter) {
        byte[] name = utf8(filter);
        ByteBuffer out = ByteBuffer.allocate(name.length + 16);
        out.put((byte) 0x82);
        putLength(out, 2 + 1 + 2 + name.length + 1);
        out.putShort((short) 1)
                .put((byte) 0)
                .putShort((short) name.length)
                .put(name)
                .put((byte) 1);
        return out.flip();
    }

    static void putLength(ByteBuffer out, int length) {
        int left = length;
        do {
            int digit = left & 0x7F;
            left >>>= 7;
            out.put((byte) (left > 0 ? digit | 0x80 : digit));
        } while (left > 0);
    }

    /** Reads a variable byte integer; -1 where the buffer ends before it does. */
    static int length(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; in.hasRemaining() && shift <= 21; shift += 7) {
            int digit = in.get();
            value |= (digit & 0x7F) << shift;
            if (digit >= 0) {
                return value;
            }
        }
        return -1;
    }

    /** The Receive Maximum among a CONNACK's properties (the buffer stands at their length), or what holds without one. */
    static int receiveMaximum(ByteBuffer in) {
        int end = length(in) + in.position();
        while (in.position() < end) {
            int property = in.get();
            switch (property) {
                case RECEIVE_MAXIMUM -> {
                    return in.getShort() & 0xFFFF;
                }
                case 0x11, 0x27 -> in.getInt();
                case 0x22, 0x13 -> in.getShort();
                case 0x24, 0x25, 0x28, 0x29, 0x2A -> in.get();
                default -> in.position(in.position() + 2 + in.getShort(in.position()));
            }
        }
        return 65_535;
    }

    static byte[] utf8(String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }
}
