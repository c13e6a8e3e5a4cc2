package dev.xylem.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/** The load where there is no {@code wrk}: blocking sockets, one thread for each connection. Takes more of the machine than wrk. */
final class JavaGenerator implements Generator {

    /** A connection that is kept alive, and what was refused on it. */
    private record Connection(Socket socket, InputStream in) {

        static Connection open(Candidate candidate) {
            try {
                var socket = new Socket(candidate.base().getHost(), candidate.base().getPort());
                socket.setTcpNoDelay(true);
                return new Connection(socket, new BufferedInputStream(socket.getInputStream(), 1 << 16));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The status of the answer, which is read to its end. */
        int send(byte[] request) {
            try {
                socket.getOutputStream().write(request);
                String status = line();
                long length = 0;
                boolean chunked = false;
                for (String header = line().toLowerCase(Locale.ROOT); !header.isEmpty(); header = line().toLowerCase(Locale.ROOT)) {
                    if (header.startsWith("content-length:")) {
                        length = Long.parseLong(header.substring(15).strip());
                    }
                    chunked |= header.startsWith("transfer-encoding:") && header.endsWith("chunked");
                }
                if (chunked) {
                    skipChunks();
                } else {
                    in.skipNBytes(length);
                }
                return Integer.parseInt(status.split(" ", 3)[1]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void skipChunks() throws IOException {
            for (long size = chunk(); size > 0; size = chunk()) {
                in.skipNBytes(size + 2);
            }
            line();
        }

        private long chunk() throws IOException {
            return Long.parseLong(line().split(";", 2)[0].strip(), 16);
        }

        private String line() throws IOException {
            var line = new java.io.ByteArrayOutputStream(80);
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException();
                }
                if (next != '\r') {
                    line.write(next);
                }
            }
            return line.toString(ISO_8859_1);
        }
    }

    @Override
    public Load run(Candidate candidate, Workload workload, int seconds) {
        List<byte[]> requests = workload.requests().apply(candidate).stream()
                .map(request -> request.raw(candidate.base(), candidate.authorization(workload.caller())).getBytes(UTF_8))
                .toList();
        var refused = new LongAdder();
        Deque<Connection> connections = new ArrayDeque<>();
        for (int i = 0; i < workload.connections(); i++) {
            connections.add(Connection.open(candidate));
        }
        var mine = new ConcurrentHashMap<Thread, Connection>();
        var loop = new Loop(
                () -> {
                    Connection connection = mine.computeIfAbsent(Thread.currentThread(), _ -> take(connections));
                    byte[] request = requests.get(ThreadLocalRandom.current().nextInt(requests.size()));
                    if (connection.send(request) >= 400) {
                        refused.increment();
                    }
                },
                workload.connections());
        try {
            return Load.parse(loop.run(seconds * 1_000L)).withRefused(refused.sum());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            mine.values().forEach(JavaGenerator::close);
        }
    }

    private static Connection take(Deque<Connection> connections) {
        synchronized (connections) {
            return connections.pop();
        }
    }

    private static void close(Connection connection) {
        try {
            connection.socket().close();
        } catch (IOException e) {
            // It is closed.
        }
    }
}
