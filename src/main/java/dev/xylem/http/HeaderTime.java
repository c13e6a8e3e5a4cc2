package dev.xylem.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Closes connections whose requests take too long to say what they want, byte by byte: {@code limits.header-time}. Netty loads it, for every
 * connection that comes in; the servers above it see a request only when its header is complete.
 */
public final class HeaderTime extends ChannelInitializerExtension {
    /** The system property that says how long. */
    public static final String MILLIS = "xylem.header-time.millis";

    private final long millis = Long.getLong(MILLIS, 10_000);

    @Override
    public void postInitializeServerListenerChannel(ServerChannel listener) {
        listener.pipeline().addFirst(new Refused());
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addFirst(new HeaderDeadline(millis));
    }

    /** Netty then waits a second before it accepts connections again. */
    private static final class Refused extends ChannelInboundHandlerAdapter {
        private static final Logger LOG = Logger.getLogger(HeaderTime.class);
        private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(30);

        private final AtomicLong said = new AtomicLong(System.nanoTime() - QUIET_NANOS);

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            long last = said.get();
            if (System.nanoTime() - last >= QUIET_NANOS && said.compareAndSet(last, System.nanoTime())) {
                LOG.warnf(
                        "no connection can be accepted for a moment: %s. Let the process open more files (ulimit -n).",
                        cause.getMessage());
            }
            context.fireExceptionCaught(cause);
        }
    }
}
