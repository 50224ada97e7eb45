package io.hearthwatch.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.BooleanSupplier;

/**
 * Closes a connection that sends far more than a CONNECT needs before it has sent one: what nobody has signed for is not worth memory.
 * Sits before the decoder, and leaves when the CONNECT is there.
 */
final class FirstPacketLimit extends ChannelInboundHandlerAdapter {
    private final int limit;
    private final BooleanSupplier connectIsThere;
    private final Runnable tooLong;
    private int bytes;

    /**
     * @param limit bytes before the CONNECT is whole
     * @param tooLong closes the connection
     */
    FirstPacketLimit(int limit, BooleanSupplier connectIsThere, Runnable tooLong) {
        this.limit = limit;
        this.connectIsThere = connectIsThere;
        this.tooLong = tooLong;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf buffer) {
            bytes += buffer.readableBytes();
        }
        ctx.fireChannelRead(message);
        if (connectIsThere.getAsBoolean()) {
            ctx.pipeline().remove(this);
        } else if (bytes > limit) {
            tooLong.run();
        }
    }
}
