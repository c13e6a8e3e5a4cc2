package dev.xylem.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A backup as a tar file, compressed where its name says so. */
final class TarTarget implements Target {
    private static final int BUFFER = 1 << 16;
    private static final int MODE = 0100600;

    private final Path path;
    private final Path draft;
    private final FileChannel channel;
    private final OutputStream bytes;
    private final TarArchiveOutputStream tar;

    TarTarget(Path path) throws IOException {
        this.path = path;
        this.draft = Target.draft(path);
        this.channel = FileChannel.open(
                draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), Target.ownerOnly("rw-------"));
        var file = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        this.bytes = Target.isGzip(path) ? new GZIPOutputStream(file, BUFFER) : file;
        this.tar = new TarArchiveOutputStream(bytes);
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    @Override
    public void put(String name, byte[] content, int length) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(length);
        entry.setMode(MODE);
        tar.putArchiveEntry(entry);
        tar.write(content, 0, length);
        tar.closeArchiveEntry();
    }

    @Override
    public void finish() throws IOException {
        tar.finish();
        if (bytes instanceof GZIPOutputStream gzip) {
            gzip.finish();
        }
        bytes.flush();
        channel.force(true);
        channel.close();
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(draft);
    }
}
