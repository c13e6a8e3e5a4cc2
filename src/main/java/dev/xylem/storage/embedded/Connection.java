package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.message.MessageHeader;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One client: its messages are answered in their order. What is no message ends this connection, and nothing else. */
final class Connection {

    private static final Logger LOG = Logger.getLogger(Connection.class.getName());

    /** How long a client may take to fetch its last answer when the store closes. */
    private static final Duration LAST_ANSWER = Duration.ofSeconds(2);

    private final Socket socket;
    private final EmbeddedBackend backend;
    private final Consumer<Connection> whenGone;
    private final Peer peer;
    private final Thread thread;
    private final MessageEncoder encoder = new MessageEncoder();

    /** Held while a command runs. */
    private final ReentrantLock working = new ReentrantLock();

    /** Guarded by the lock. */
    private boolean closing;

    Connection(Socket socket, EmbeddedBackend backend, Consumer<Connection> whenGone) throws IOException {
        socket.setTcpNoDelay(true);
        this.socket = socket;
        this.backend = backend;
        this.whenGone = whenGone;
        this.peer = new Peer(socket);
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("embedded-store-" + socket.getPort())
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (socket) {
            MessageReader messages = new MessageReader(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (messages.next() && answer(messages, out)) {}
        } catch (IOException _) {
            // The client is gone, or does not speak the protocol.
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.log(Level.WARNING, "The embedded store ended a connection", Failures.place(e));
        } finally {
            backend.handleClose(peer);
            whenGone.accept(this);
        }
    }

    private boolean answer(MessageReader messages, OutputStream out) throws IOException {
        working.lock();
        try {
            if (closing) {
                return false;
            }
            Request request = Request.of(messages);
            encoder.encode(request, reply(request));
            if (!request.wantsReply()) {
                return true;
            }
        } finally {
            working.unlock();
        }
        encoder.writeTo(out);
        return true;
    }

    private Document reply(Request request) throws IOException {
        try {
            MessageHeader header = new MessageHeader(request.length(), request.id(), 0);
            return backend.handleMessage(new MongoMessage(peer, header, request.command()));
        } catch (MongoServerError e) {
            return EmbeddedBackend.failure(e);
        }
    }

    /** A command that runs goes on; no other one begins. */
    void listenNoMore() {
        try {
            socket.shutdownInput();
        } catch (IOException _) {
            // It is closed already.
        }
    }

    /** Returns when its command is finished, and no thread of it is left. */
    void end() throws IOException, InterruptedException {
        working.lock();
        try {
            closing = true;
        } finally {
            working.unlock();
        }
        thread.join(LAST_ANSWER);
        socket.close();
        thread.join();
    }
}
