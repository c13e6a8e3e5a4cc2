package dev.xylem.broken.response;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Rendering does no I/O. */
public record ReadsAFile(Path path) {
    String read() throws IOException {
        return Files.readString(path);
    }
}
