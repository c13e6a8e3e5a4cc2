package dev.xylem.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Thousands of readers of server-sent events in one thread. */
final class FeedClients implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final URI base;
    private final Selector selector;
    private final List<Client> clients = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    /** One of them; {@code told} counts events by their names. */
    static final class Client {
        final SocketChannel channel;
        String lastId = "";
        int live;
        int enters;
        long lastEnter;
        boolean ended;
        private final StringBuilder line = new StringBuilder();

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        private void take(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                byte b = bytes.get();
                if (b == '\n') {
                    say(line.toString());
                    line.setLength(0);
                } else if (line.length() < 400) {
                    line.append((char) b);
                }
            }
        }

        private void say(String words) {
            if (words.startsWith("event: live")) {
                live++;
            } else if (words.startsWith("event: enter")) {
                enters++;
                lastEnter = System.nanoTime();
            } else if (words.startsWith("event: end")) {
                ended = true;
            } else if (words.startsWith("id: ")) {
                lastId = words.substring(4);
            }
        }
    }

    FeedClients(URI base) throws IOException {
        this.base = base;
        this.selector = Selector.open();
    }

    List<Client> all() {
        return clients;
    }

    /** @param lines of the head beside the usual ones */
    Client open(String target, String lines, int receiveBuffer) throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (receiveBuffer > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        }
        channel.connect(new InetSocketAddress(base.getHost(), base.getPort()));
        String head = "GET " + target + " HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n" + lines + "\r\n";
        channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        var client = new Client(channel);
        channel.register(selector, SelectionKey.OP_READ, client);
        clients.add(client);
        return client;
    }

    void openMany(int count, IntFunction<String> target) throws IOException {
        for (int i = 0; i < count; i++) {
            open(target.apply(i), "", 0);
            if (i % 64 == 0) {
                read(0);
            }
        }
    }

    /** Whatever has come. */
    void read(int millis) {
        try {
            if (millis > 0) {
                selector.select(millis);
            } else {
                selector.selectNow();
            }
            for (SelectionKey key : selector.selectedKeys()) {
                read(key);
            }
            selector.selectedKeys().clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SelectionKey key) throws IOException {
        var client = (Client) key.attachment();
        buffer.clear();
        int read = client.channel.read(buffer);
        if (read < 0) {
            client.ended = true;
            key.cancel();
            client.channel.close();
        } else {
            client.take(buffer.flip());
        }
    }

    /** Reads until it is so. */
    boolean await(int seconds, java.util.function.Predicate<Client> so) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (!clients.stream().allMatch(so)) {
            if (System.nanoTime() > end) {
                return false;
            }
            read(20);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.channel.close();
        }
        clients.clear();
        read(0);
    }
}
