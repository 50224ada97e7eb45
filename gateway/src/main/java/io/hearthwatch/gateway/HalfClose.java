package io.hearthwatch.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.vertx.core.internal.net.NetSocketInternal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes our half of a connection after a last packet. Closing all of it at once with unread input would reset the connection, and the
 * client might never see why.
 */
final class HalfClose {
    private static final Logger LOG = LoggerFactory.getLogger(HalfClose.class);

    private HalfClose() {}

    /**
     * @param last the last packet, or null for none
     */
    static void after(NetSocketInternal socket, MqttMessage last) {
        // Writes are gathered for a moment: even without a last packet, what was written before has to be out first.
        Object end = last == null ? Unpooled.EMPTY_BUFFER : last;
        socket.writeMessage(end).onComplete(v -> {
            if (socket.channelHandlerContext().channel() instanceof DuplexChannel channel) {
                channel.shutdownOutput().addListener(done -> LOG.trace("Half closed: {}", done.isSuccess()));
            }
        });
    }
}
