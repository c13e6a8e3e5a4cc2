package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.wire.MongoDatabaseHandler;
import de.bwaldvogel.mongo.wire.MongoExceptionHandler;
import de.bwaldvogel.mongo.wire.MongoWireReplyEncoder;
import de.bwaldvogel.mongo.wire.message.ClientRequest;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The embedded store's socket: one daemon thread for the network and a virtual thread per command. */
final class LoopbackServer implements AutoCloseable {

    private final EventLoopGroup network = new NioEventLoopGroup(1, new DefaultThreadFactory("embedded-store", true));
    private final ExecutorService commands = Executors.newVirtualThreadPerTaskExecutor();
    private final ChannelGroup clients = new DefaultChannelGroup(network.next());
    private final Channel listener;

    private LoopbackServer(MongoBackend backend) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(network)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(pipeline(backend));
        listener = bootstrap
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    static LoopbackServer start(MongoBackend backend) {
        return new LoopbackServer(backend);
    }

    private ChannelInitializer<SocketChannel> pipeline(MongoBackend backend) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline()
                        .addLast(
                                new TypeGate(),
                                new MongoWireReplyEncoder(),
                                new MessageEncoder(),
                                new MessageDecoder(),
                                new CommandHandler(backend),
                                new MongoExceptionHandler());
            }
        };
    }

    String connectionString() {
        InetSocketAddress address = (InetSocketAddress) listener.localAddress();
        return "mongodb://" + address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** Commands that run are finished and answered; later ones find the connection closed. */
    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        commands.close();
        clients.close().syncUninterruptibly();
        network.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Leaves the network's thread to the network: a command may wait for others, or for the disk. */
    private final class CommandHandler extends MongoDatabaseHandler {
        CommandHandler(MongoBackend backend) {
            super(backend, clients);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ClientRequest request) {
            commands.execute(() -> run(context, request));
        }

        private void run(ChannelHandlerContext context, ClientRequest request) {
            try {
                super.channelRead0(context, request);
            } catch (Throwable e) {
                // Whatever it is, a client must not wait for ever.
                context.fireExceptionCaught(e);
            }
        }
    }
}
