package dev.xylem.config;

import java.util.List;

/**
 * What the command line says about an export or import.
 *
 * @param file a folder, or a tar file by its name
 * @param only databases, and collections as {@code db.coll}; empty for everything
 * @param onExisting what an import does about collections that already hold documents
 */
public record BackupWords(String file, List<String> only, OnExisting onExisting) {

    public BackupWords {
        only = List.copyOf(only);
    }

    public enum OnExisting {
        FAIL,
        SKIP,
        REPLACE
    }
}
