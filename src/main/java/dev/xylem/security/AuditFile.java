package dev.xylem.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.json.JsonParseException;
import org.jboss.logging.Logger;

/**
 * The audit log's own file. Each line has a number and the hash of the line before, through restarts and into the next file: what somebody
 * changes, takes out or puts in later breaks the chain.
 */
final class AuditFile {
    private static final Logger LOG = Logger.getLogger(AuditFile.class);
    private static final long MOST_BYTES = 100L << 20;
    private static final int MOST_FILES = 100;
    private static final int LONGEST_LINE = 1 << 16;
    private static final long SYNC_MILLIS = 1_000;

    private final Path path;
    private final long mostBytes;
    private FileChannel channel;
    private long number;
    private String previous;
    private boolean dirty;

    private AuditFile(Path path, long mostBytes) throws IOException {
        this.path = path;
        this.mostBytes = mostBytes;
        Tail tail = Tail.of(Files.exists(path) && Files.size(path) > 0 ? path : older(1));
        this.number = tail.number;
        this.previous = hash(tail.line);
        this.channel = opened(path);
        if (tail.isTorn) {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    static AuditFile open(Path path) throws IOException {
        var file = new AuditFile(path, MOST_BYTES);
        Thread.ofPlatform().daemon().name("audit-sync").start(file::sync);
        return file;
    }

    /** Which begins another file when it has grown beyond so many bytes, and leaves it to others when it reaches the disk. */
    static AuditFile open(Path path, long mostBytes) throws IOException {
        return new AuditFile(path, mostBytes);
    }

    private static FileChannel opened(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Whole or, when it throws, not at all. */
    synchronized void append(BsonDocument entry) throws IOException {
        String line = entry.append("number", new BsonInt64(number + 1))
                .append("previous", new BsonString(previous))
                .toJson(Audit.PLAIN);
        rotate();
        long before = channel.size();
        try {
            var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
        dirty = true;
        number++;
        previous = hash(line);
    }

    private void rotate() throws IOException {
        if (channel.size() < mostBytes) {
            return;
        }
        channel.force(false);
        channel.close();
        try {
            for (int i = MOST_FILES - 1; i >= 1; i--) {
                if (Files.exists(older(i))) {
                    Files.move(older(i), older(i + 1), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.move(path, older(1), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            channel = opened(path);
        }
    }

    private Path older(int age) {
        return path.resolveSibling(path.getFileName() + "." + age);
    }

    private void sync() {
        try {
            while (true) {
                Thread.sleep(SYNC_MILLIS);
                force();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void force() {
        if (!dirty) {
            return;
        }
        try {
            channel.force(false);
            dirty = false;
        } catch (IOException e) {
            LOG.errorf("the audit log can't be brought to the disk: %s", e);
        }
    }

    /** SHA-256 of the line without its end, in hexadecimal. */
    private static String hash(String line) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(line.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How the file ends that the next line follows on. */
    private record Tail(String line, long number, boolean isTorn) {
        static Tail of(Path file) throws IOException {
            if (!Files.exists(file)) {
                return new Tail("", 0, false);
            }
            String text = end(file);
            List<String> lines = text.lines().filter(line -> !line.isEmpty()).toList();
            String last = lines.isEmpty() ? "" : lines.getLast();
            long number = lines.reversed().stream()
                    .mapToLong(Tail::number)
                    .filter(found -> found > 0)
                    .findFirst()
                    .orElse(0);
            return new Tail(last, number, !text.isEmpty() && !text.endsWith("\n"));
        }

        private static String end(Path file) throws IOException {
            try (var channel = FileChannel.open(file)) {
                long from = Math.max(0, channel.size() - 2 * LONGEST_LINE);
                var bytes = ByteBuffer.allocate((int) (channel.size() - from));
                channel.position(from);
                while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
                return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            }
        }

        /** 0 for a line that was cut off. */
        private static long number(String line) {
            try {
                return BsonDocument.parse(line)
                        .getNumber("number", new BsonInt64(0))
                        .longValue();
            } catch (JsonParseException e) {
                return 0;
            }
        }
    }
}
