package dev.xylem.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a backup that is there. It can be gone through more than once. */
interface BackupFiles {

    /**
     * Every file, once.
     *
     * @throws IOException when it can't be read to its end
     * @throws Refusal for a name that points outside the backup
     */
    void each(Visitor visitor) throws IOException;

    interface Visitor {
        /**
         * @param name with {@code /} between its parts
         * @param content need not be read to its end, nor closed
         */
        void visit(String name, InputStream content) throws IOException;
    }

    static BackupFiles in(Path path) {
        if (Files.isDirectory(path)) {
            return new FolderFiles(path);
        }
        if (!Files.isReadable(path)) {
            throw Refusal.wrongWords("there is no file or folder " + path + " that could be read");
        }
        return new TarFiles(path);
    }

    /** The name as the manifest has it. */
    static String checked(String name) {
        String plain = name.startsWith("./") ? name.substring(2) : name;
        if (!FileNames.isSafe(plain)) {
            throw Refusal.damaged("the backup has a file that points outside of it: " + name);
        }
        return plain;
    }
}
