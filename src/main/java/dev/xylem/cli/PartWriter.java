package dev.xylem.cli;

import dev.xylem.cli.Manifest.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bson.RawBsonDocument;

/**
 * Writes the documents of one collection into files of about 8 MiB: a tar must know a file's size before its first byte, and so needs
 * neither the whole collection in memory nor a second copy on the disk.
 */
final class PartWriter {
    private static final int PART_BYTES = 8 << 20;

    private final Target target;
    private final String folder;
    private final Buffer buffer = new Buffer();
    private final List<Part> parts = new ArrayList<>();
    private long documents;

    PartWriter(Target target, String folder) {
        this.target = target;
        this.folder = folder;
    }

    void add(RawBsonDocument document) {
        buffer.writeBytes(DocumentLine.write(document));
        buffer.write('\n');
        documents++;
        if (buffer.size() >= PART_BYTES) {
            flush();
        }
    }

    List<Part> finish() {
        if (documents > 0) {
            flush();
        }
        return List.copyOf(parts);
    }

    private void flush() {
        try {
            String file = FileNames.part(folder, parts.size() + 1);
            target.put(file, buffer.bytes(), buffer.size());
            parts.add(new Part(file, documents, Optional.of(buffer.sha256())));
            buffer.reset();
            documents = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hands out its array instead of a copy. */
    private static final class Buffer extends ByteArrayOutputStream {
        byte[] bytes() {
            return buf;
        }

        String sha256() {
            MessageDigest digest = PartWriter.sha256();
            digest.update(buf, 0, count);
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
