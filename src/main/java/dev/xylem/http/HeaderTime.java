package dev.xylem.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;

/**
 * Closes connections whose requests take too long to say what they want, byte by byte: {@code limits.header-time}. Netty loads it, for every
 * connection that comes in; the servers above it see a request only when its header is complete.
 */
public final class HeaderTime extends ChannelInitializerExtension {
    /** The system property that says how long. */
    public static final String MILLIS = "xylem.header-time.millis";

    private final long millis = Long.getLong(MILLIS, 10_000);

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addFirst(new HeaderDeadline(millis));
    }
}
