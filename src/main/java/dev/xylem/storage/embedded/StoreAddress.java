package dev.xylem.storage.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where the process that serves a data folder is reached: its connection string, in a file of that folder that only its owner may read.
 * It counts only while the folder's {@link PathLock} is held; whoever takes the lock removes what a killed process left.
 */
public record StoreAddress(Path file) {

    private static final String FILE = "address";

    public static StoreAddress in(Path directory) {
        return new StoreAddress(directory.resolve(FILE));
    }

    /** The whole of it at once: a reader never sees a part. */
    public void publish(String connectionString) throws IOException {
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ".new", ownerOnly());
        Files.writeString(draft, connectionString + "\n", StandardCharsets.UTF_8);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Empty when nobody published one. */
    public Optional<String> read() {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    public void withdraw() throws IOException {
        Files.deleteIfExists(file);
    }
}
