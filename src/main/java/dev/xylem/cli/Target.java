package dev.xylem.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * Where a new backup is put. Until it is finished it has another name, {@code FILE.partial}: whatever carries its final name is whole. Only
 * its owner may read it, as it holds everything.
 */
interface Target extends AutoCloseable {

    void put(String name, byte[] bytes, int length) throws IOException;

    /** Hands everything to the disk, and gives the backup its name. */
    void finish() throws IOException;

    /** Removes what was not finished. */
    @Override
    void close() throws IOException;

    static boolean isTar(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".tar") || isGzip(path);
    }

    static boolean isGzip(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }

    /** A backup never overwrites anything. */
    static void requireFree(Path path) throws IOException {
        if (Files.exists(path) && (isTar(path) || !isEmptyFolder(path))) {
            throw Refusal.wrongWords(path + " is there already; an export does not overwrite anything");
        }
        if (Files.exists(draft(path))) {
            throw Refusal.wrongWords(draft(path)
                    + " is in the way: what is left of an export that was killed, or one that still runs. Delete it");
        }
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw Refusal.wrongWords("there is no folder " + parent);
        }
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        try (var files = Files.list(path)) {
            return files.findAny().isEmpty();
        } catch (NotDirectoryException e) {
            return false;
        }
    }

    static Target open(Path path) throws IOException {
        return isTar(path) ? new TarTarget(path) : new FolderTarget(path);
    }

    static Path draft(Path path) {
        return path.resolveSibling(path.getFileName() + ".partial");
    }

    static FileAttribute<?>[] ownerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
