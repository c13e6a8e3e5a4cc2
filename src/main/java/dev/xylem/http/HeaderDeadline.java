package dev.xylem.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** On one connection, all on its event loop: runs from the first bytes of a request that is not complete until its header is. */
final class HeaderDeadline extends ChannelInboundHandlerAdapter {
    private final long millis;
    private boolean watches;
    private boolean inBody;
    private boolean inHeader;
    private @Nullable Future<?> deadline;

    HeaderDeadline(long millis) {
        this.millis = millis;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        watch(context);
        inHeader = !inBody;
        context.fireChannelRead(bytes);
        if (inHeader && deadline == null) {
            deadline = context.executor().schedule(() -> expired(context), millis, TimeUnit.MILLISECONDS);
        }
    }

    /** The decoder is there once it is clear what is spoken. */
    private void watch(ChannelHandlerContext context) {
        ChannelHandlerContext decoder = watches ? null : context.pipeline().context(HttpRequestDecoder.class);
        if (decoder != null) {
            context.pipeline().addAfter(decoder.name(), null, new Decoded());
            watches = true;
        }
    }

    /** Of what is no HTTP nothing is known. */
    private void expired(ChannelHandlerContext context) {
        if (watches || context.pipeline().context(SslHandler.class) != null) {
            var _ = context.close();
        } else {
            context.pipeline().remove(this);
        }
    }

    private void headerEnded() {
        inHeader = false;
        inBody = true;
        Future<?> running = deadline;
        if (running != null) {
            running.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        headerEnded();
        context.fireChannelInactive();
    }

    /** Sees what the decoder makes of the bytes. */
    private final class Decoded extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                headerEnded();
            }
            if (message instanceof LastHttpContent) {
                inBody = false;
            }
            context.fireChannelRead(message);
        }
    }
}
