package dev.xylem.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;

/** A backup as a folder. */
final class FolderTarget implements Target {
    private final Path path;
    private final Path draft;
    private boolean finished;

    FolderTarget(Path path) throws IOException {
        this.path = path;
        this.draft = Files.createDirectory(Target.draft(path), Target.ownerOnly("rwx------"));
    }

    @Override
    public void put(String name, byte[] bytes, int length) throws IOException {
        Path file = draft.resolve(name);
        Files.createDirectories(file.getParent());
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var rest = ByteBuffer.wrap(bytes, 0, length);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    @Override
    public void finish() throws IOException {
        // An empty folder of that name may be there.
        Files.deleteIfExists(path);
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        finished = true;
    }

    @Override
    public void close() throws IOException {
        if (finished) {
            return;
        }
        try (var files = Files.walk(draft)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
