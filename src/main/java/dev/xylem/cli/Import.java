package dev.xylem.cli;

import dev.xylem.cli.Manifest.Entry;
import dev.xylem.cli.Manifest.Part;
import dev.xylem.config.BackupWords;
import dev.xylem.config.BackupWords.OnExisting;
import dev.xylem.config.Settings;
import dev.xylem.storage.Restore;
import dev.xylem.storage.StoreConnection;
import dev.xylem.storage.StoreFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code import FILE}: a backup that was found whole, into a store. */
final class Import {
    private final Path path;
    private final Selection selection;
    private final OnExisting onExisting;
    private final Progress progress;

    Import(BackupWords words, Progress progress) {
        this.path = Path.of(words.file());
        this.selection = new Selection(words.only());
        this.onExisting = words.onExisting();
        this.progress = progress;
    }

    /** Returns when everything is in the store, and counted. */
    void run(Settings settings) {
        var files = BackupFiles.in(path);
        var manifest = Verification.of(path, files, progress);
        var chosen = chosen(manifest);
        try (var connection = StoreConnection.toWrite(settings)) {
            progress.say("importing to " + connection.description());
            var restore = new Restore(connection);
            var occupied = occupied(chosen, restore);
            var wanted = onExisting == OnExisting.SKIP
                    ? chosen.stream().filter(entry -> !occupied.contains(entry)).toList()
                    : chosen;
            occupied.stream()
                    .filter(_ -> onExisting == OnExisting.SKIP)
                    .forEach(entry ->
                            progress.say("skipped " + entry.collection().namespace() + ": it holds documents already"));
            write(files, wanted, restore);
        }
    }

    private List<Entry> chosen(Manifest manifest) {
        selection.requireAll(
                manifest.entries().stream()
                        .map(entry -> entry.collection().namespace())
                        .toList(),
                path.toString());
        return manifest.entries().stream()
                .filter(entry -> selection.includes(entry.collection().namespace()))
                // A view needs what it looks at.
                .sorted(Comparator.comparing(entry -> entry.collection().isView()))
                .toList();
    }

    private Set<Entry> occupied(List<Entry> chosen, Restore restore) {
        var occupied = chosen.stream()
                .filter(entry -> restore.isOccupied(entry.collection()))
                .collect(Collectors.toSet());
        if (onExisting == OnExisting.FAIL && !occupied.isEmpty()) {
            throw Refusal.occupied("these hold documents already, so nothing was written: " + names(occupied)
                    + ". --on-existing=skip leaves them alone, --on-existing=replace drops them first");
        }
        return occupied;
    }

    private static String names(Set<Entry> entries) {
        return entries.stream()
                .map(entry -> entry.collection().namespace().toString())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private void write(BackupFiles files, List<Entry> wanted, Restore restore) {
        var loads = new HashMap<String, Load>();
        try {
            for (var entry : wanted) {
                create(entry, restore);
                var load = new Load(entry, restore, progress);
                entry.parts().stream().map(Part::file).forEach(file -> loads.put(file, load));
            }
            fill(files, loads);
        } catch (StoreFailure | Refusal | IOException e) {
            throw Refusal.brokenOff(e.getMessage() + ". Of the backup " + total(loads)
                    + " documents are in the store now; when that is mended, import again with --on-existing=replace");
        }
        progress.say("imported %d documents in %d collections from %s".formatted(total(loads), wanted.size(), path));
    }

    /** Indexes come first: what the store can't build, or a document that breaks a unique one, is told before more is written. */
    private void create(Entry entry, Restore restore) {
        if (onExisting == OnExisting.REPLACE) {
            restore.drop(entry.collection());
        }
        var lost = restore.create(entry.collection());
        if (!lost.isEmpty()) {
            progress.say("warning: %s: the store does not keep these options: %s"
                    .formatted(entry.collection().namespace(), String.join(", ", lost)));
        }
    }

    private static void fill(BackupFiles files, Map<String, Load> loads) throws IOException {
        files.each((name, content) -> {
            var load = loads.get(name);
            if (load != null) {
                load.file(name, content);
            }
        });
        new HashSet<>(loads.values()).forEach(Load::requireComplete);
    }

    private static long total(Map<String, Load> loads) {
        return new HashSet<>(loads.values()).stream().mapToLong(Load::documents).sum();
    }
}
