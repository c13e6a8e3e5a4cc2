package dev.xylem.storage.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The embedded store's socket, reachable from this machine alone. A platform thread for each connection reads, runs and answers:
 * a command then costs two changes of threads, the fewest that a socket can have.
 */
final class LoopbackServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LoopbackServer.class.getName());

    private static final int BACKLOG = 200;
    private static final long PAUSE_NANOS = 50_000_000;

    private static final long QUIET_NANOS = 30_000_000_000L;

    private final EmbeddedBackend backend;
    private final ServerSocket listener;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;
    private volatile long told = System.nanoTime() - QUIET_NANOS;

    private LoopbackServer(EmbeddedBackend backend) throws IOException {
        this.backend = backend;
        this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        this.acceptor =
                Thread.ofPlatform().daemon().name("embedded-store-accept").start(this::accept);
    }

    static LoopbackServer start(EmbeddedBackend backend) {
        try {
            return new LoopbackServer(backend);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded store cannot listen on the loopback interface", e);
        }
    }

    String connectionString() {
        return "mongodb://" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                open(listener.accept());
            } catch (IOException | OutOfMemoryError e) {
                // No file or thread is left for it, or this is the end.
                if (!listener.isClosed()) {
                    tell(e);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    /** Not each time: it goes on until others have closed something. */
    private void tell(Throwable refusal) {
        if (System.nanoTime() - told >= QUIET_NANOS) {
            told = System.nanoTime();
            LOG.log(Level.WARNING, () -> "The embedded store cannot take a connection: " + refusal.getMessage());
        }
    }

    private void open(Socket socket) throws IOException {
        if (connections.size() >= EmbeddedMongo.CONNECTIONS) {
            socket.close();
            return;
        }
        Connection connection = new Connection(socket, backend, connections::remove);
        connections.add(connection);
        try {
            connection.start();
        } catch (OutOfMemoryError e) {
            connections.remove(connection);
            socket.close();
            throw e;
        }
    }

    /** Commands that run are finished and answered; later ones find the connection closed. */
    @Override
    public void close() {
        try {
            listener.close();
            acceptor.join();
            List<Connection> open = List.copyOf(connections);
            open.forEach(Connection::listenNoMore);
            for (Connection connection : open) {
                connection.end();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
