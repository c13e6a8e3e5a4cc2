package dev.xylem.storage.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One store per directory: an operating system's lock, which ends with the process that holds it. */
record PathLock(@Nullable FileChannel channel) implements AutoCloseable {

    private static final String FILE = "lock";

    static PathLock none() {
        return new PathLock(null);
    }

    static PathLock take(Path directory) {
        FileChannel channel = null;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw new EmbeddedMongo.LockedException(directory);
            }
            StoreAddress.in(directory).withdraw();
            return new PathLock(channel);
        } catch (OverlappingFileLockException e) {
            close(channel);
            throw new EmbeddedMongo.LockedException(directory);
        } catch (IOException e) {
            close(channel);
            throw new UncheckedIOException("cannot use " + directory + " as the embedded store's path", e);
        } catch (EmbeddedMongo.LockedException e) {
            close(channel);
            throw e;
        }
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
