package dev.xylem.cli;

import dev.xylem.cli.Manifest.Entry;
import dev.xylem.config.BackupWords;
import dev.xylem.config.Settings;
import dev.xylem.storage.Dump;
import dev.xylem.storage.StoreConnection;
import dev.xylem.storage.StoredCollection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code export FILE}: what the store holds, into a new backup. */
final class Export {
    private final Path path;
    private final Selection selection;
    private final String version;
    private final Progress progress;
    private final FileNames names = new FileNames();

    Export(BackupWords words, String version, Progress progress) {
        this.path = Path.of(words.file());
        this.selection = new Selection(words.only());
        this.version = version;
        this.progress = progress;
    }

    /** Returns when the whole backup is on the disk. */
    void run(Settings settings) throws IOException {
        Target.requireFree(path);
        try (var connection = StoreConnection.toRead(settings)) {
            progress.say("exporting from " + connection.description());
            var dump = new Dump(connection);
            var collections = dump.collections(selection::touches, selection::includes);
            selection.requireAll(
                    collections.stream().map(StoredCollection::namespace).toList(), connection.description());
            try (var target = Target.open(path)) {
                write(dump, collections, target);
            }
        }
    }

    private void write(Dump dump, List<StoredCollection> collections, Target target) throws IOException {
        var started = Instant.now();
        List<Entry> entries = new ArrayList<>();
        for (var collection : collections) {
            entries.add(write(dump, collection, target));
        }
        var manifest = new Manifest(version, started, Instant.now(), entries);
        byte[] json = manifest.toJson();
        target.put(Manifest.FILE, json, json.length);
        target.finish();
        progress.say(
                "exported %d documents in %d collections to %s".formatted(manifest.documents(), entries.size(), path));
    }

    private Entry write(Dump dump, StoredCollection collection, Target target) {
        progress.begin(collection.namespace().toString());
        var parts = new PartWriter(target, names.folder(collection.namespace()));
        if (!collection.isView()) {
            dump.documents(collection, document -> {
                parts.add(document);
                progress.add(1);
            });
        }
        var entry = new Entry(collection, parts.finish());
        progress.end();
        return entry;
    }
}
