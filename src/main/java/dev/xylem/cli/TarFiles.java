package dev.xylem.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A backup as a tar file; whether it is compressed is told by its first bytes. Nothing is ever unpacked to the disk. */
record TarFiles(Path file) implements BackupFiles {
    private static final int BUFFER = 1 << 16;
    private static final Set<Byte> FILE_TYPES = Set.of(TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM);
    private static final int GZIP = 0x1f8b;

    @Override
    public void each(Visitor visitor) throws IOException {
        try (var bytes = open();
                var tar = new TarArchiveInputStream(bytes)) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.isDirectory()) {
                    visitor.visit(name(entry), tar);
                }
            }
            // To the end, where gzip keeps its checksum.
            bytes.transferTo(OutputStream.nullOutputStream());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String name(TarArchiveEntry entry) {
        String name = BackupFiles.checked(entry.getName());
        if (!FILE_TYPES.contains(entry.getLinkFlag())) {
            throw Refusal.damaged(name + " in the backup is a link, or no file at all");
        }
        return name;
    }

    private InputStream open() throws IOException {
        var bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        bytes.mark(2);
        int magic = bytes.read() << 8 | bytes.read();
        bytes.reset();
        return magic == GZIP ? new GZIPInputStream(bytes, BUFFER) : bytes;
    }
}
