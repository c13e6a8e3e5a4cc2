package dev.xylem.storage.diagnosis;

import dev.xylem.config.EmbeddedStore;
import dev.xylem.config.SettingsException;
import dev.xylem.storage.StoreConnection;
import dev.xylem.storage.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder of the embedded store, and whether it can be opened. */
final class EmbeddedLook {
    private static final String ABOUT = "embedded store";
    private static final long LITTLE = 1L << 30;

    private EmbeddedLook() {}

    static List<Finding> at(EmbeddedStore store) {
        if (store.isMemory()) {
            return List.of(
                    Finding.note(ABOUT, "memory: keeps nothing; everything is gone when the server ends"), features());
        }
        Path folder = Path.of(store.path()).toAbsolutePath();
        Finding found = Files.exists(folder) ? opened(store, folder) : absent(folder);
        return found.isWrong() ? List.of(found) : List.of(found, room(folder), features());
    }

    private static Finding absent(Path folder) {
        Path parent = existing(folder);
        return Files.isWritable(parent)
                ? Finding.well(ABOUT, folder + " is made at the first start")
                : Finding.wrong(ABOUT, folder + " can't be made: this user may not write to " + parent);
    }

    private static Path existing(Path folder) {
        Path path = folder;
        while (!Files.exists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        return path;
    }

    private static Finding opened(EmbeddedStore store, Path folder) {
        if (!Files.isDirectory(folder)) {
            return Finding.wrong(ABOUT, folder + " is a file; expected a folder");
        }
        if (!Files.isWritable(folder)) {
            return Finding.wrong(ABOUT, "this user may not write to " + folder);
        }
        try (var files = Files.list(folder)) {
            if (files.findAny().isEmpty()) {
                return Finding.well(ABOUT, folder + " is empty; a store is made there at the first start");
            }
        } catch (IOException e) {
            return Finding.wrong(ABOUT, folder + " can't be read: " + e);
        }
        try (var connection = StoreConnection.toEmbedded(store)) {
            return Finding.well(ABOUT, "answers: " + connection.description());
        } catch (SettingsException e) {
            return Finding.wrong(ABOUT, e.text());
        } catch (StoreFailure e) {
            return Finding.wrong(ABOUT, String.valueOf(e.getMessage()));
        }
    }

    private static Finding room(Path folder) {
        try {
            long free = Files.getFileStore(existing(folder)).getUsableSpace();
            String text = (free >> 20) + " MiB are free for it";
            return free < LITTLE
                    ? Finding.note("disk", text + "; when the disk is full, writes are 507 until there is room again")
                    : Finding.well("disk", text);
        } catch (IOException e) {
            return Finding.note("disk", "how much room is left can't be told: " + e);
        }
    }

    private static Finding features() {
        return Finding.off(
                "feature",
                "what the embedded store lacks (docs/operations.md): text and geospatial queries, collation, transactions, validators");
    }
}
