package dev.xylem.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** A backup as a folder. */
record FolderFiles(Path folder) implements BackupFiles {

    @Override
    public void each(Visitor visitor) throws IOException {
        for (Path file : files()) {
            String name = BackupFiles.checked(folder.relativize(file).toString().replace(File.separatorChar, '/'));
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw Refusal.damaged(name + " in the backup is a link, or no file at all");
            }
            try (var content = Files.newInputStream(file)) {
                visitor.visit(name, content);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }
}
